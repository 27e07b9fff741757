// wire_probe: the wire's stages behind stdin and stdout, one JSON command a line, one JSON answer a line.
//   {"do":"decode","method":…,"query":…,"headers":{…},"body":base64}
//      → {"service","operation","accessKey","region","input"}: routed, decoded, validated, through its struct
//   {"do":"encode","service":…,"operation":…,"output":{…}} → {"status","headers","body"}
//   {"do":"error","service":…,"code":…,"status":…,"message":…} → {"status","headers","body"}
// A refusal answers {"refused": "Code: message"}.

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "api/answer.h"
#include "api/route.h"
#include "api/wire/base64.h"
#include "api/wire/json11.h"
#include "api/wire/validate.h"
#include "gen/ec2/model.h"
#include "gen/ecr/model.h"
#include "gen/ecr_public/model.h"
#include "gen/ecs/model.h"
#include "gen/iam/model.h"
#include "gen/sts/model.h"

namespace neargate::api {
using Through = wire::Value(std::string_view operation, bool input, wire::Value const& value);
// clang-format off
namespace ecs { Through through_struct; }
namespace ecr { Through through_struct; }
namespace ecr_public { Through through_struct; }
namespace iam { Through through_struct; }
namespace sts { Through through_struct; }
namespace ec2 { Through through_struct; }
// clang-format on
}  // namespace neargate::api

namespace {

using namespace neargate::api;
using wire::Value;

std::vector<Service> const& services() {
  static std::vector<Service> const all{{&ecs::model(), {}}, {&ecr::model(), {}}, {&ecr_public::model(), {}},
                                        {&iam::model(), {}}, {&sts::model(), {}}, {&ec2::model(), {}}};
  return all;
}

Service const& service_named(std::string const& name) {
  for (auto const& service : services())
    if (service.model->name == name) return service;
  throw std::invalid_argument("no service " + name);
}

Value through_struct(wire::ServiceModel const& model, std::string_view operation, bool input,
                     Value const& value) {
  if (model.name == "ecs") return ecs::through_struct(operation, input, value);
  if (model.name == "ecr") return ecr::through_struct(operation, input, value);
  if (model.name == "ecr-public") return ecr_public::through_struct(operation, input, value);
  if (model.name == "iam") return iam::through_struct(operation, input, value);
  if (model.name == "sts") return sts::through_struct(operation, input, value);
  return ec2::through_struct(operation, input, value);
}

Value decode(Value const& command) {
  wire::Request request{.method = command.at("method"), .path = "/", .query = command.at("query")};
  for (auto const& [name, value] : command.at("headers").items()) request.headers.add(name, value);
  request.body = wire::base64_decode(command.at("body").get<std::string>()).value();

  wire::Form const query = wire::Form::parse(request.query);
  auto const found = read_authorization(request, query);
  auto const& caller = std::get<wire::Authorization>(found);
  bool const json = envelope_of(request) == Envelope::Json11;
  wire::Form const form = request.method == "GET" ? query : wire::Form::parse(request.body);
  Target target;
  if (json) {
    target = route_json(services(), request);
  } else {
    target.service = route_form(services(), &caller, form);
    target.operation = form_operation(target.service, form);
  }
  wire::ServiceModel const& model = *target.service->model;
  wire::OperationShape const& shape = *model.find(target.operation);
  Value const input = json ? wire::decode_json(request.body, *shape.input)
                           : wire::decode_form(form, *shape.input, model.protocol);
  wire::validate(model, shape, input);
  return {{"service", model.name},
          {"operation", target.operation},
          {"accessKey", caller.access_key_id},
          {"region", caller.region},
          {"input", through_struct(model, target.operation, true, input)}};
}

Value sent(wire::Response const& response) {
  Value headers = Value::object();
  for (auto const& [name, value] : response.headers.lines()) headers[name] = value;
  return {{"status", response.status}, {"headers", headers}, {"body", wire::base64_encode(response.body)}};
}

Value encode(Value const& command) {
  auto const& model = *service_named(command.at("service")).model;
  std::string const operation = command.at("operation");
  Value const output = through_struct(model, operation, false, command.at("output"));
  return sent(success_answer(model, *model.find(operation), output, "00000000-0000-4000-8000-000000000000"));
}

Value encode_error(Value const& command) {
  auto const& model = *service_named(command.at("service")).model;
  std::string const code = command.at("code");
  wire::Error const error({code, command.at("status").get<int>()}, command.at("message").get<std::string>());
  return sent(error_answer(model, error, "00000000-0000-4000-8000-000000000000"));
}

Value answer(Value const& command) {
  try {
    std::string const wanted = command.at("do");
    return wanted == "decode"   ? decode(command)
           : wanted == "encode" ? encode(command)
                                : encode_error(command);
  } catch (wire::Error const& error) {
    return {{"refused", std::string(error.shape().code) + ": " + error.message()}};
  } catch (std::exception const& error) {
    return {{"refused", std::string("failed inside: ") + error.what()}};
  }
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);)
    std::cout << answer(Value::parse(line)).dump() << std::endl;
}
