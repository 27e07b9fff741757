#include "api/ecs/attribute_targets.h"
#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/attribute_rules.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

namespace {
constexpr std::size_t attributes_max = 10;
}

PutAttributesResponse put_attributes(Call& call, PutAttributesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto const& attributes = items(request.attributes);
  if (attributes.empty()) refuse(invalid("attributes can not be empty"));
  if (attributes.size() > attributes_max) refuse(invalid("attributes can have at most 10 items."));
  PutAttributesResponse response;
  response.attributes.emplace();
  for (Attribute const& attribute : attributes) {
    check(attribute_refused(attribute));
    auto instance = require_target(call, cluster, attribute);
    put_attribute(instance, attribute);
    check(too_many_attributes(instance));
    save_change(call, instance);
    domain::Attribute stored{.name = *attribute.name, .value = std::nullopt};
    if (attribute.value) stored.value = *attribute.value;
    response.attributes->push_back(attribute_view(instance, stored));
  }
  return response;
}

}  // namespace neargate::api::ecs
