#include "api/dispatch.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "api/serve.h"
#include "gen/ec2/codec.h"
#include "gen/ec2/model.h"
#include "gen/ec2/operations.h"
#include "gen/ecs/model.h"
#include "gen/iam/codec.h"
#include "gen/iam/errors.h"
#include "gen/iam/model.h"
#include "gen/iam/operations.h"
#include "gen/toy/codec.h"
#include "gen/toy/errors.h"
#include "gen/toy/model.h"
#include "gen/toy/operations.h"
#include "state/store.h"

// The operations of this test's world.
namespace neargate::api::toy {
BuildToyResponse build_toy(Call& call, BuildToyRequest const& input) {
  if (input.toy_name == "broken")
    throw wire::Error(ToyBrokenException, "It fell.").with({{"pieces", {1, 2}}}).detail("from the shelf");
  if (input.toy_name == "lost") throw std::runtime_error("the shop burnt down");
  BuildToyResponse out;
  out.toy.emplace().toy_name = call.scope.account.text() + "/" + call.scope.region.text();
  out.toy->built_at = call.clock.now();
  return out;
}
DescribeToysResponse describe_toys(Call&, DescribeToysRequest const&) { return {}; }
}  // namespace neargate::api::toy
namespace neargate::api::iam {
DeleteRoleResponse delete_role(Call& call, DeleteRoleRequest const& input) {
  throw wire::Error(NoSuchEntityException,
                    "The role with name " + *input.role_name + " cannot be found by " + call.caller_arn);
}
}  // namespace neargate::api::iam
namespace neargate::api::ec2 {
DescribeVpcsResult describe_vpcs(Call&, DescribeVpcsRequest const&) {
  DescribeVpcsResult out;
  out.vpcs.emplace();
  return out;
}
}  // namespace neargate::api::ec2

using namespace neargate;
using namespace neargate::api;

namespace {

constexpr char const* signature =
    "AWS4-HMAC-SHA256 Credential=AKID/20260916/eu-west-1/toy/aws4_request, SignedHeaders=host, Signature=0";

Operation const toy_operations[] = {{"BuildToy", serve<&toy::build_toy>},
                                    {"DescribeToys", serve<&toy::describe_toys>}};
Operation const iam_operations[] = {{"DeleteRole", serve<&iam::delete_role>}};
Operation const ec2_operations[] = {{"DescribeVpcs", serve<&ec2::describe_vpcs>}};

struct World {
  state::Store store{":memory:"};
  domain::ManualClock clock{domain::Time(std::chrono::milliseconds(1789563752334))};
  domain::Mint mint{7};
  Dispatch dispatch{{},
                    store,
                    clock,
                    mint,
                    nullptr,
                    {{&toy::model(), toy_operations},
                     {&ecs::model(), {}},
                     {&iam::model(), iam_operations},
                     {&ec2::model(), ec2_operations}}};

  wire::Response json(char const* target, std::string body, char const* authorization = signature) {
    wire::Request request{.method = "POST", .path = "/", .body = std::move(body)};
    request.headers.add("content-type", "application/x-amz-json-1.1");
    if (target) request.headers.add("X-Amz-Target", target);
    if (authorization) request.headers.add("Authorization", authorization);
    request.headers.add("X-Amz-Date", "20260916T130232Z");
    return dispatch.handle(request);
  }
  wire::Response form(std::string body, std::string const& scope) {
    wire::Request request{.method = "POST", .path = "/", .body = std::move(body)};
    request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    if (!scope.empty())
      request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20260916/" + scope +
                                               "/aws4_request, SignedHeaders=host, Signature=0");
    request.headers.add("X-Amz-Date", "20260916T130232Z");
    return dispatch.handle(request);
  }
};

std::string text(wire::Response const& response) {
  return std::to_string(response.status) + " " + response.body;
}
bool holds(std::string const& text, char const* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a JSON operation answers 200 with the request id") {
  World world;
  auto const response = world.json("ToyShop_V1.BuildToy", R"({"toyName":"bear"})");
  CHECK(text(response) == R"(200 {"toy":{"builtAt":1789563752.334,"toyName":"123456789012/eu-west-1"}})");
  CHECK(*response.headers.find("Content-Type") == "application/x-amz-json-1.1");
  CHECK(*response.headers.find("x-amzn-requestid") == response.request_id);
  CHECK(response.request_id.size() == 36);
  CHECK(response.service == "toy");
  CHECK(response.operation == "BuildToy");
  CHECK(response.error_code.empty());
}

TEST_CASE("a 12-digit access key is the account") {
  World world;
  auto const response =
      world.json("ToyShop_V1.BuildToy", R"({"toyName":"bear"})",
                 "AWS4-HMAC-SHA256 Credential=000000000042/20260916/us-west-2/toy/aws4_request, "
                 "SignedHeaders=host, Signature=0");
  CHECK(holds(response.body, "000000000042/us-west-2"));
}

TEST_CASE("errors before dispatch, JSON") {
  World world;
  constexpr char const* build = "ToyShop_V1.BuildToy";
  constexpr char const* unknown = "400 UnknownOperationException";
  constexpr char const* missing =
      "400 MissingAuthenticationTokenException: Request is missing Authentication Token";
  constexpr char const* region =
      "400 InvalidSignatureException: Credential should be scoped to a valid region. ";
  struct Row {
    char const *target, *body, *authorization, *answer;
  };
  for (auto const& [target, body, authorization, answer] : {
           Row{nullptr, "{}", signature, unknown},
           Row{"BuildToy", "{}", signature, unknown},
           Row{".BuildToy", "{}", signature, unknown},
           Row{"ToyShop_V1.Buildtoy", "{}", signature, unknown},
           Row{"toyshop_v1.BuildToy", "{}", signature, unknown},
           Row{build, "{}", nullptr, missing},
           Row{build, "{", nullptr, missing},
           Row{build, "{}", "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=h",
               "400 IncompleteSignatureException: Authorization header requires 'Signature' parameter."},
           Row{build, "{}",
               "AWS4-HMAC-SHA256 Credential=a/b/EU West/d/aws4_request, SignedHeaders=h, Signature=0",
               region},
           Row{build, "", signature, "400 SerializationException"},
           Row{build, R"({"toyName":1})", signature,
               "400 SerializationException: NUMBER_VALUE can not be converted to a String"},
           Row{"ToyShop_V1.ScrapToy", "{}", signature,
               "501 NotImplementedException: neargate does not serve toy:ScrapToy yet; see docs/coverage.md"},
           Row{"ToyShop_V1.BurnToy", "{", signature,
               "501 NotImplementedException: neargate does not serve toy:BurnToy yet; see docs/coverage.md"},
       }) {
    INFO((target ? target : "no target"), " ", body);
    auto const response = world.json(target, body, authorization);
    auto const parsed = wire::Value::parse(response.body);
    std::string said = std::to_string(response.status) + " " + parsed.at("__type").get<std::string>();
    if (parsed.contains("message")) said += ": " + parsed.at("message").get<std::string>();
    CHECK(said == answer);
    CHECK(response.error_code == parsed.at("__type"));
  }
}

TEST_CASE("other content types and methods get the empty element") {
  World world;
  for (char const* type : {"application/json", "application/x-amz-json-1.0", "text/plain", ""})
    for (char const* method : {"POST", "GET", "PUT", "DELETE"}) {
      wire::Request request{.method = method, .path = "/", .body = "{}"};
      request.headers.add("Content-Type", type);
      request.headers.add("X-Amz-Target", "ToyShop_V1.BuildToy");
      CHECK(text(world.dispatch.handle(request)) == "404 <UnknownOperationException/>\n");
    }
}

TEST_CASE("a thrown error has the service's form, its members and a line for the log") {
  World world;
  auto const response = world.json("ToyShop_V1.BuildToy", R"({"toyName":"broken"})");
  CHECK(text(response) == R"(409 {"__type":"ToyBroken","message":"It fell.","pieces":[1,2]})");
  CHECK(response.error_code == "ToyBroken");
  CHECK(response.detail == "from the shelf");
}

TEST_CASE("whatever else is thrown becomes a 500 that tells the client nothing but the id") {
  World world;
  auto const response = world.json("ToyShop_V1.BuildToy", R"({"toyName":"lost"})");
  CHECK(response.status == 500);
  CHECK(holds(response.body, "ServerException"));
  CHECK(holds(response.body, response.request_id.c_str()));
  CHECK_FALSE(holds(response.body, "burnt"));
}

TEST_CASE("a gzip body is read as if it were plain") {
  World world;
  // printf '{"toyName":"bear"}' | gzip -n
  unsigned char const packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03,
                                  0xab, 0x56, 0x2a, 0xc9, 0xaf, 0xf4, 0x4b, 0xcc, 0x4d, 0x55,
                                  0xb2, 0x52, 0x4a, 0x4a, 0x4d, 0x2c, 0x52, 0xaa, 0x05, 0x00};
  wire::Request request{
      .method = "POST", .path = "/", .body = std::string(std::begin(packed), std::end(packed))};
  request.headers.add("Content-Type", "application/x-amz-json-1.1");
  request.headers.add("Content-Encoding", "gzip");
  request.headers.add("X-Amz-Target", "ToyShop_V1.BuildToy");
  request.headers.add("Authorization", signature);
  request.headers.add("X-Amz-Date", "20260916T130232Z");
  CHECK(text(world.dispatch.handle(request)) == R"(400 {"__type":"SerializationException"})");  // cut short
}

TEST_CASE("forms are routed by credential scope, Action and Version") {
  World world;
  struct Row {
    char const *body, *scope, *status_and_code, *message;
  };
  for (auto const& [body, scope, status_and_code, message] : {
           Row{"Action=DeleteRole&Version=2010-05-08&RoleName=web", "us-east-1/iam", "404 NoSuchEntity",
               "The role with name web cannot be found by arn:aws:iam::123456789012:root"},
           Row{"Action=DeleteRole&Version=2010-05-08&RoleName=a+b", "us-east-1/iam", "400 ValidationError",
               "1 validation error detected: Value &#39;"},
           Row{"Action=DeleteRole&Version=2010-05-08&RoleName=web", "", "403 MissingAuthenticationToken",
               "Request is missing Authentication Token"},
           Row{"Action=DeleteRule&Version=2010-05-08", "us-east-1/iam", "400 InvalidAction",
               "Could not find operation DeleteRule for version 2010-05-08"},
           Row{"Action=DeleteRole&Version=2010-05-09", "us-east-1/iam", "400 InvalidAction",
               "Could not find operation DeleteRole for version 2010-05-09"},
           Row{"Action=CreateUser&Version=2010-05-08", "us-east-1/iam", "501 NotImplementedException",
               "neargate does not serve iam:CreateUser yet; see docs/coverage.md"},
           Row{"Version=2010-05-08", "us-east-1/iam", "400 MissingAction", "missing an action"},
           Row{"Action=X", "us-east-1/moon", "400 InvalidAction", "Could not find operation X for version "},
           Row{"Action=DescribeVpcs&Version=2016-11-15", "", "401 AuthFailure",
               "AWS was not able to validate the provided access credentials"},
           Row{"Action=DescribeMoons&Version=2016-11-15", "eu-west-1/ec2", "400 InvalidAction",
               "The action DescribeMoons is not valid for this web service."},
           Row{"Action=DescribeVpcs&Version=2099-01-01", "eu-west-1/ec2", "400 NoSuchVersion", "2099-01-01"},
           Row{"Action=DescribeVpcs&Version=2016-11-15&MaxResults=1", "eu-west-1/ec2",
               "400 InvalidParameterValue", "maxResults"},
       }) {
    INFO(body);
    auto const response = world.form(body, scope);
    CHECK(std::to_string(response.status) + " " + response.error_code == status_and_code);
    if (std::string_view(message).find("&#39;") == std::string_view::npos)
      CHECK(holds(response.body, message));
    CHECK(holds(response.body, response.request_id.c_str()));
  }
}

TEST_CASE("EC2 answers in its own envelope, to older clients too") {
  World world;
  for (char const* version : {"2016-11-15", "2014-10-01"}) {
    auto const response = world.form(std::string("Action=DescribeVpcs&Version=") + version, "eu-west-1/ec2");
    CHECK(response.status == 200);
    CHECK(holds(response.body, "<vpcSet/>"));
    CHECK(*response.headers.find("content-type") == "text/xml;charset=UTF-8");
  }
}

TEST_CASE("a presigned GET is a form too") {
  World world;
  wire::Request request{.method = "GET", .path = "/"};
  request.query =
      "Action=DeleteRole&Version=2010-05-08&RoleName=web&X-Amz-Algorithm=AWS4-HMAC-SHA256&"
      "X-Amz-Credential=AKID%2F20260916%2Fus-east-1%2Fiam%2Faws4_request&X-Amz-Date=20260916T130232Z&"
      "X-Amz-SignedHeaders=host&X-Amz-Signature=0";
  CHECK(world.dispatch.handle(request).error_code == "NoSuchEntity");
}

TEST_CASE("operations that only look run in a read transaction") {
  CHECK(usual_access("DescribeClusters") == Access::Read);
  CHECK(usual_access("ListTasks") == Access::Read);
  CHECK(usual_access("GetRole") == Access::Read);
  CHECK(usual_access("BatchGetImage") == Access::Read);
  CHECK(usual_access("BatchCheckLayerAvailability") == Access::Read);
  CHECK(usual_access("BatchDeleteImage") == Access::Write);
  CHECK(usual_access("CreateCluster") == Access::Write);
  CHECK(Operation("DescribeToys", serve<&toy::describe_toys>, Access::Write).access == Access::Write);
}
