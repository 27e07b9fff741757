// Placement constraints and the proxy of a definition.

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/rules/placement_request.h"
#include "api/ecs/rules/registration.h"

namespace neargate::api::ecs {

namespace {

bool has_property(ProxyConfiguration const& proxy, std::string const& name) {
  return std::ranges::any_of(items(proxy.properties), [&](KeyValuePair const& property) {
    return property.name == name && !property.value.value_or("").empty();
  });
}

}  // namespace

std::optional<Refusal> placement_refused(Registration const& request) {
  if (items(request.placement_constraints).size() > 10)
    return client("Placement constraints can have at most 10 items.");
  for (auto const& constraint : items(request.placement_constraints))
    if (auto refusal = expression_refused(constraint.expression.value_or("")))
      return client(refusal->message);
  return std::nullopt;
}

std::optional<Refusal> proxy_refused(Registration const& request) {
  if (!request.proxy_configuration) return std::nullopt;
  ProxyConfiguration const& proxy = *request.proxy_configuration;
  if (!is_network_mode(request, NetworkMode::Awsvpc))
    return client("Proxy configuration is only supported when networkMode=awsvpc.");
  std::string const name = proxy.container_name.value_or("");
  if (std::ranges::none_of(containers_of(request),
                           [&](auto const& container) { return container.name == name; }))
    return client(fmt::format("Proxy container '{}' does not exist in the task definition.", name));
  if (!has_property(proxy, "IgnoredUID") && !has_property(proxy, "IgnoredGID"))
    return client("Proxy configuration requires one of the properties: IgnoredUID, IgnoredGID");
  for (char const* property : {"AppPorts", "ProxyIngressPort", "ProxyEgressPort"})
    if (!has_property(proxy, property))
      return client(fmt::format("Proxy configuration requires the property: {}", property));
  return std::nullopt;
}

}  // namespace neargate::api::ecs
