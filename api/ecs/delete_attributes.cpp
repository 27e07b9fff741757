#include <algorithm>

#include "api/ecs/attribute_targets.h"
#include "api/ecs/container_instances.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/operations.h"

namespace neargate::api::ecs {

/// An attribute that is not there, or has another value than the one named, stays as it is.
DeleteAttributesResponse delete_attributes(Call& call, DeleteAttributesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto const& attributes = items(request.attributes);
  if (attributes.empty()) refuse(invalid("attributes can not be empty"));
  DeleteAttributesResponse response;
  response.attributes.emplace();
  for (Attribute const& attribute : attributes) {
    auto instance = require_target(call, cluster, attribute);
    auto const found = std::ranges::find_if(instance.attributes, [&](domain::Attribute const& one) {
      return one.name == attribute.name.value_or("") &&
             (!attribute.value || one.value.value_or("") == *attribute.value);
    });
    if (found == instance.attributes.end()) continue;
    response.attributes->push_back(attribute_view(instance, *found));
    instance.attributes.erase(found);
    save_change(call, instance);
  }
  return response;
}

}  // namespace neargate::api::ecs
