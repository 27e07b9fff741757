#include "api/answer.h"

#include <nlohmann/json.hpp>

#include "api/wire/json11.h"
#include "api/wire/xml.h"

namespace neargate::api {
namespace {

wire::Response answer(int status, char const* content_type, std::string body, std::string const& request_id) {
  wire::Response response;
  response.status = status;
  response.headers.add("Content-Type", content_type);
  response.headers.add("x-amzn-RequestId", request_id);
  response.body = std::move(body);
  response.request_id = request_id;
  return response;
}

wire::Response marked(wire::Response response, wire::Error const& error) {
  response.error_code = error.shape().code;
  response.detail = error.log_detail();
  return response;
}

char const* xml_type(wire::ServiceModel const* model) {
  return model && model->protocol == wire::Protocol::Ec2Query ? "text/xml;charset=UTF-8" : "text/xml";
}

}  // namespace

wire::Response success_answer(wire::ServiceModel const& model, wire::OperationShape const& operation,
                              wire::Value const& output, std::string const& request_id) {
  if (model.protocol == wire::Protocol::Json11)
    return answer(200, "application/x-amz-json-1.1", wire::encode_json(output), request_id);
  return answer(200, xml_type(&model), wire::encode_xml(model, operation, output, request_id), request_id);
}

wire::Response json_error_answer(wire::Error const& error, std::string const& request_id) {
  wire::Value body = error.members() ? *error.members() : wire::Value::object();
  body["__type"] = error.shape().code;
  if (!error.message().empty()) body["message"] = error.message();
  return marked(
      answer(error.shape().status, "application/x-amz-json-1.1", wire::encode_json(body), request_id), error);
}

wire::Response xml_error_answer(wire::ServiceModel const* model, wire::Error const& error,
                                std::string const& request_id) {
  return marked(answer(error.shape().status, xml_type(model),
                       wire::encode_xml_error(model, error, request_id), request_id),
                error);
}

wire::Response error_answer(wire::ServiceModel const& model, wire::Error const& error,
                            std::string const& request_id) {
  if (model.protocol == wire::Protocol::Json11) return json_error_answer(error, request_id);
  return xml_error_answer(&model, error, request_id);
}

wire::Response unknown_operation_page(std::string const& request_id) {
  auto page = answer(404, "text/xml", "<UnknownOperationException/>\n", request_id);
  page.error_code = wire::UnknownOperationException.code;
  return page;
}

}  // namespace neargate::api
