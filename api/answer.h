#pragma once
// Answers in the form that a service's clients read.

#include <string>

#include "api/wire/error.h"
#include "api/wire/shape.h"
#include "api/wire/wire.h"

namespace neargate::api {

wire::Response success_answer(wire::ServiceModel const& model, wire::OperationShape const& operation,
                              wire::Value const& output, std::string const& request_id);

/// `__type` and message; members of the error join them.
wire::Response json_error_answer(wire::Error const& error, std::string const& request_id);
/// <ErrorResponse> or EC2's <Response>; without a model in Query's form.
wire::Response xml_error_answer(wire::ServiceModel const* model, wire::Error const& error,
                                std::string const& request_id);
/// In the form of the service's protocol.
wire::Response error_answer(wire::ServiceModel const& model, wire::Error const& error,
                            std::string const& request_id);
/// What AWS answers to a wrong content type or method: 404 and an empty XML element.
wire::Response unknown_operation_page(std::string const& request_id);

}  // namespace neargate::api
