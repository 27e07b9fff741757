#include <algorithm>

#include "api/ecs/attribute_targets.h"
#include "api/ecs/paging.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/container_instances.h"

namespace neargate::api::ecs {

namespace {

/// Instances in order of their ids, names in order within each: what a page continues behind.
std::string key_of(Attribute const& attribute) { return *attribute.target_id + ' ' + *attribute.name; }

bool is_asked_for(domain::Attribute const& attribute, ListAttributesRequest const& request) {
  return (request.attribute_name.value_or("").empty() || attribute.name == *request.attribute_name) &&
         (request.attribute_value.value_or("").empty() || attribute.value == *request.attribute_value);
}

}  // namespace

ListAttributesResponse list_attributes(Call& call, ListAttributesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  if (!request.target_type) refuse(invalid("targetType must be container-instance"));
  int const size = page_size(request.max_results);
  auto const token = read_token("attributes", request.next_token);

  std::vector<Attribute> found;
  for (auto const& instance : state::list_container_instances(call.db, call.scope, cluster.name))
    for (auto const& attribute : instance.attributes)
      if (is_asked_for(attribute, request)) found.push_back(attribute_view(instance, attribute));
  std::ranges::sort(found, {}, key_of);
  if (token) std::erase_if(found, [&](Attribute const& attribute) { return key_of(attribute) <= *token; });

  ListAttributesResponse response;
  if (static_cast<int>(found.size()) > size) {
    found.resize(static_cast<std::size_t>(size));
    response.next_token = print_page_token("attributes", key_of(found.back()));
  }
  response.attributes = std::move(found);
  return response;
}

}  // namespace neargate::api::ecs
