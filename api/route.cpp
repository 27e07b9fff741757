#include "api/route.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/wire/error.h"

namespace neargate::api {
namespace {

/// The media type without its parameters.
std::string_view media_type(wire::Request const& request) {
  auto const* header = request.headers.find("content-type");
  if (!header) return {};
  std::string_view type = *header;
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

/// EC2 still serves requests of clients built for its older versions; IAM and STS have only one.
bool takes_version(wire::ServiceModel const& model, std::string_view version) {
  if (model.protocol != wire::Protocol::Ec2Query) return version == model.api_version;
  bool const dated = version.size() == 10 && std::ranges::count(version, '-') == 2;
  return dated && version <= model.api_version;
}

}  // namespace

Envelope envelope_of(wire::Request const& request) {
  if (request.method == "POST") {
    auto const type = media_type(request);
    if (wire::equals_ignoring_case(type, "application/x-amz-json-1.1")) return Envelope::Json11;
    if (wire::equals_ignoring_case(type, "application/x-www-form-urlencoded")) return Envelope::Form;
    return Envelope::Unknown;
  }
  bool const asks = request.method == "GET" && wire::Form::parse(request.query).find("Action");
  return asks ? Envelope::Form : Envelope::Unknown;
}

Target route_json(std::vector<Service> const& services, wire::Request const& request) {
  auto const* header = request.headers.find("x-amz-target");
  std::string_view const target = header ? std::string_view(*header) : std::string_view();
  std::size_t const dot = target.rfind('.');
  if (dot == std::string_view::npos) throw wire::Error(wire::UnknownOperationException);
  std::string_view const prefix = target.substr(0, dot), operation = target.substr(dot + 1);
  for (auto const& service : services)
    if (!prefix.empty() && service.model->target_prefix == prefix && service.model->has(operation))
      return {&service, std::string(operation)};
  throw wire::Error(wire::UnknownOperationException);
}

Service const* route_form(std::vector<Service> const& services, wire::Authorization const* caller,
                          wire::Form const& form) {
  auto const speaks_forms = [](Service const& service) {
    return service.model->protocol != wire::Protocol::Json11;
  };
  if (caller)
    for (auto const& service : services)
      if (speaks_forms(service) && service.model->name == caller->service) return &service;
  if (auto const* version = form.find("Version"))
    for (auto const& service : services)
      if (speaks_forms(service) && service.model->api_version == *version) return &service;
  return nullptr;
}

std::string form_operation(Service const* service, wire::Form const& form) {
  auto const* action = form.find("Action");
  auto const* version = form.find("Version");
  std::string const version_text = version ? *version : "";
  if (!action || action->empty())
    throw wire::Error(wire::MissingAction, "The request is missing an action or a required parameter.");
  auto const unknown = [&] {
    return wire::Error(wire::InvalidAction,
                       fmt::format("Could not find operation {} for version {}", *action, version_text));
  };
  if (!service) throw unknown();
  auto const& model = *service->model;
  bool const ec2 = model.protocol == wire::Protocol::Ec2Query;
  if (!takes_version(model, version_text)) {
    if (!ec2) throw unknown();
    throw wire::Error(
        wire::NoSuchVersion,
        fmt::format("The requested version ({}) of service AmazonEC2 does not exist", version_text));
  }
  if (model.has(*action)) return *action;
  if (ec2)
    throw wire::Error(wire::InvalidAction,
                      fmt::format("The action {} is not valid for this web service.", *action));
  throw unknown();
}

}  // namespace neargate::api
