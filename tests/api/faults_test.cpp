#include "api/faults.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "api/dispatch.h"
#include "api/service.h"
#include "domain/clock.h"
#include "domain/mint.h"
#include "state/store.h"

namespace neargate::api {
namespace {

wire::ServiceModel const& model(std::string_view name) {
  static auto const services = all_services();
  for (auto const& service : services)
    if (service.model->name == name) return *service.model;
  throw std::invalid_argument("no such service");
}

domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"us-east-1"}};

struct World {
  Faults faults;
  FaultVerdict judge(char const* service, char const* operation) {
    return faults.judge(model(service), operation, scope, "arn:aws:iam::123456789012:root");
  }
};

TEST_CASE("an error is worded as the called service words its kind") {
  struct Row {
    char const *error, *service, *code;
    int status;
    char const* message;
  };
  Row const rows[] = {
      {"ThrottlingException", "ecs", "ThrottlingException", 400, "Rate exceeded"},
      {"ThrottlingException", "iam", "Throttling", 400, "Rate exceeded"},
      {"Throttling", "ec2", "RequestLimitExceeded", 503, "Request limit exceeded."},
      {"ServerException", "ecr", "ServerException", 500,
       "The request processing has failed because of an unknown error, exception or failure."},
      {"InternalError", "sts", "InternalFailure", 500,
       "The request processing has failed because of an unknown error, exception or failure."},
      {"AccessDenied", "ecs", "AccessDeniedException", 400,
       "User: arn:aws:iam::123456789012:root is not authorized to perform: ecs:RunTask on resource: * "
       "because no "
       "identity-based policy allows the ecs:RunTask action"},
      {"AccessDeniedException", "ec2", "UnauthorizedOperation", 403,
       "You are not authorized to perform this operation."},
      {"ExpiredToken", "iam", "ExpiredToken", 403, "The security token included in the request is expired"},
      {"LimitExceededException", "ecs", "LimitExceededException", 400, ""},
  };
  for (Row const& row : rows) {
    World world;
    world.faults.add({.error = row.error});
    auto const verdict = world.judge(row.service, "RunTask");
    REQUIRE_MESSAGE(verdict.error, row.error);
    CHECK(verdict.error->shape().code == row.code);
    CHECK(verdict.error->shape().status == row.status);
    CHECK(verdict.error->message() == row.message);
  }
}

TEST_CASE("a fault is met by the calls that it is for, as often as it says") {
  World world;
  world.faults.add({.service = "ecs", .operation = "RunTask", .error = "Throttling", .count = 2});
  CHECK_FALSE(world.judge("ecs", "ListTasks").error);
  CHECK_FALSE(world.judge("ecr", "RunTask").error);
  CHECK(world.judge("ecs", "RunTask").error);
  CHECK(world.faults.list()[0].count == 1);
  CHECK(world.judge("ecs", "RunTask").error);
  CHECK_FALSE(world.judge("ecs", "RunTask").error);
  CHECK(world.faults.size() == 0);

  world.faults.add({.account = "999999999999", .error = "Throttling"});
  world.faults.add({.region = "eu-west-1", .error = "Throttling"});
  CHECK_FALSE(world.judge("ecs", "RunTask").error);
  world.faults.clear("", "eu-west-1");
  CHECK(world.faults.size() == 1);
  CHECK(world.faults.clear() == 1);
}

TEST_CASE("a rate hits its share, the same calls for the same seed") {
  auto const hits = [](std::uint64_t seed) {
    World world;
    world.faults.add({.error = "Throttling", .rate = 0.3, .seed = seed});
    std::string out;
    for (int i = 0; i < 1000; ++i) out += world.judge("ecs", "RunTask").error ? 'x' : '.';
    return out;
  };
  auto const share = std::ranges::count(hits(1), 'x');
  CHECK(share > 230);
  CHECK(share < 370);
  CHECK(hits(1) == hits(1));
  CHECK(hits(1) != hits(2));
}

TEST_CASE("latencies add up, the first error wins, and its own text and status are used") {
  World world;
  using namespace std::chrono_literals;
  world.faults.add({.latency = 200ms});
  world.faults.add({.error = "Odd", .message = "very odd", .status = 418, .latency = 300ms});
  world.faults.add({.error = "Throttling", .count = 1});
  auto const verdict = world.judge("ecs", "RunTask");
  CHECK((verdict.latency == 500ms));
  CHECK(verdict.error->shape().code == "Odd");
  CHECK(verdict.error->shape().status == 418);
  CHECK(verdict.error->message() == "very odd");
  CHECK(world.faults.list()[2].count == 1);  // it was not its turn
}

TEST_CASE("dispatch answers a fault in the protocol's form, and does nothing else") {
  domain::SystemClock const clock;
  domain::Mint mint{1};
  state::Store store{":memory:"};
  Faults faults;
  Dispatch dispatch({}, store, clock, mint, nullptr, all_services(), &faults);
  auto const authorization = [](char const* service) {
    return std::string("AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/") + service +
           "/aws4_request, SignedHeaders=host, Signature=0";
  };
  faults.add({.error = "Throttling", .latency = std::chrono::milliseconds{70}});
  wire::Request json{.method = "POST",
                     .path = "/",
                     .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                                 {"X-Amz-Target", "AmazonEC2ContainerServiceV20141113.CreateCluster"},
                                 {"X-Amz-Date", "20260101T000000Z"},
                                 {"Authorization", authorization("ecs")}},
                     .body = "{}"};
  auto const refused = dispatch.handle(json);
  CHECK(refused.status == 400);
  CHECK(refused.body == R"({"__type":"ThrottlingException","message":"Rate exceeded"})");
  CHECK((refused.delay == std::chrono::milliseconds{70}));
  CHECK(refused.account == "123456789012");
  wire::Request const form{.method = "POST",
                           .path = "/",
                           .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                       {"X-Amz-Date", "20260101T000000Z"},
                                       {"Authorization", authorization("iam")}},
                           .body = "Action=ListRoles&Version=2010-05-08"};
  auto const xml = dispatch.handle(form);
  CHECK(xml.status == 400);
  CHECK(xml.body.find("<Code>Throttling</Code>") != std::string::npos);
  CHECK(xml.body.find("<Type>Sender</Type>") != std::string::npos);
  faults.clear();
  json.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                  {"X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListClusters"},
                  {"X-Amz-Date", "20260101T000000Z"},
                  {"Authorization", authorization("ecs")}};
  CHECK(dispatch.handle(json).body == R"({"clusterArns":[]})");
}

}  // namespace
}  // namespace neargate::api
