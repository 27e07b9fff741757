#pragma once
// Which service and operation a request is for, before anything of it is decoded (wire.md "Which service?").

#include <string>
#include <vector>

#include "api/service.h"
#include "api/wire/authorization.h"
#include "api/wire/query.h"
#include "api/wire/wire.h"

namespace neargate::api {

struct Target {
  Service const* service = nullptr;  ///< nullptr only beside an error that names no service
  std::string operation;
};

enum class Envelope { Json11, Form, Unknown };

/// By method and content type: JSON 1.1, a form (also GET with an Action), or nothing that AWS answers.
Envelope envelope_of(wire::Request const& request);

/// X-Amz-Target: PREFIX.Operation. Throws UnknownOperationException when missing, misspelt or unprefixed.
Target route_json(std::vector<Service> const& services, wire::Request const& request);

/// The service of a form: by the credential scope, else by Version; nullptr when neither tells.
Service const* route_form(std::vector<Service> const& services, wire::Authorization const* caller,
                          wire::Form const& form);
/// The operation of a form. Throws MissingAction, InvalidAction or NoSuchVersion.
std::string form_operation(Service const* service, wire::Form const& form);

}  // namespace neargate::api
