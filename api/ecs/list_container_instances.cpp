#include "api/ecs/container_instances.h"
#include "api/ecs/paging.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/placement_request.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/operations.h"
#include "query/expression.h"
#include "state/container_instances.h"

namespace neargate::api::ecs {

namespace {

std::optional<query::Expression> filter_of(wire::Optional<std::string> const& text) {
  if (text.value_or("").empty()) return std::nullopt;
  check(expression_refused(*text));
  return query::parse(*text).expression;
}

}  // namespace

ListContainerInstancesResponse list_container_instances(Call& call,
                                                        ListContainerInstancesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  int const size = page_size(request.max_results);
  auto const token = read_token("container-instances", request.next_token);
  auto const filter = filter_of(request.filter);
  auto const fleet = fleet_of(call, cluster.name);

  std::vector<domain::ContainerInstanceId> ids;
  for (auto const& instance : state::list_container_instances(call.db, call.scope, cluster.name)) {
    if (request.status && to_text(*request.status) != domain::word(instance.status)) continue;
    if (filter && !fleet.satisfies(instance.key.id, *filter)) continue;
    ids.push_back(instance.key.id);
  }
  auto const last = token ? std::optional(domain::ContainerInstanceId{*token}) : std::nullopt;
  auto const page = page_after(ids, last, size, std::less<>{});

  ListContainerInstancesResponse response;
  response.container_instance_arns.emplace();
  for (auto const& id : page.items)
    response.container_instance_arns->push_back(
        domain::container_instance_arn({call.scope, cluster.name, id}));
  if (page.more) response.next_token = print_page_token("container-instances", page.items.back().text());
  return response;
}

}  // namespace neargate::api::ecs
