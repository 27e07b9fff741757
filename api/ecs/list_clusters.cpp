#include "api/call.h"
#include "api/ecs/paging.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

ListClustersResponse list_clusters(Call& call, ListClustersRequest const& request) {
  int const size = page_size(request.max_results);
  auto const last = read_token("clusters", request.next_token);

  std::vector<std::string> names;
  for (auto const& cluster : state::list_clusters(call.db, call.scope)) names.push_back(cluster.name.text());
  auto const page = page_after(names, last, size, std::less<>{});

  ListClustersResponse response;
  response.cluster_arns.emplace();
  for (auto const& name : page.items)
    response.cluster_arns->push_back(domain::cluster_arn(call.scope, domain::ClusterName{name}));
  if (page.more) response.next_token = print_page_token("clusters", page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
