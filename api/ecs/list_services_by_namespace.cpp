#include <algorithm>
#include <map>

#include "api/ecs/documents.h"
#include "api/ecs/paging.h"
#include "api/ecs/refuse.h"
#include "api/ecs/service_connect.h"
#include "api/ecs/service_revision.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/clusters.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

/// The namespace's ARN; empty where Service Connect is off.
std::string namespace_of(Call& call, domain::Service const& service, std::string const& of_cluster) {
  auto const primary =
      std::ranges::find(service.deployments, domain::DeploymentStatus::Primary, &domain::Deployment::status);
  if (primary == service.deployments.end()) return "";
  auto const connect = revision_of(call, service.key, primary->id).echoed.service_connect_configuration;
  if (!connect || !connect->enabled.value_or(false)) return "";
  std::string const own = connect->namespace_.value_or("");
  return own.empty() ? of_cluster : namespace_arn(call, {.namespace_ = own});
}

std::string default_namespace(domain::Cluster const& cluster) {
  auto const defaults = cluster_document(cluster.document).service_connect_defaults;
  return defaults ? defaults->namespace_.value_or("") : "";
}

}  // namespace

ListServicesByNamespaceResponse list_services_by_namespace(Call& call,
                                                           ListServicesByNamespaceRequest const& request) {
  if (request.namespace_.value_or("").empty()) refuse(invalid("Namespace can not be blank."));
  int const size = page_size(request.max_results, {.usual = 10, .most = 100});
  auto const last = read_token("services-by-namespace", request.next_token);
  std::string const wanted = namespace_arn(call, {.namespace_ = request.namespace_});

  std::vector<std::string> arns;
  for (auto const& cluster : state::list_clusters(call.db, call.scope)) {
    std::string const of_cluster = default_namespace(cluster);
    for (auto const& service : state::list_services(call.db, call.scope, cluster.name))
      if (namespace_of(call, service, of_cluster) == wanted) arns.push_back(domain::service_arn(service.key));
  }
  std::ranges::sort(arns);
  auto const page = page_after(arns, last, size, std::less<>{});

  ListServicesByNamespaceResponse response;
  response.service_arns = page.items;
  if (page.more) response.next_token = print_page_token("services-by-namespace", page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
