#include "api/ecs/documents.h"
#include "api/ecs/paging.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

/// A service with a capacity provider strategy has no launch type to filter by.
bool is_listed(domain::Service const& service, ListServicesRequest const& request) {
  if (request.scheduling_strategy &&
      to_text(*request.scheduling_strategy) != domain::word(service.scheduling))
    return false;
  if (request.resource_management_type == ResourceManagementType::Ecs) return false;
  if (!request.launch_type) return true;
  Service const echoed = service_document(service.document).echoed;
  if (echoed.capacity_provider_strategy && !echoed.capacity_provider_strategy->empty()) return false;
  return service.launch_type && domain::word(*service.launch_type) == to_text(*request.launch_type);
}

}  // namespace

ListServicesResponse list_services(Call& call, ListServicesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  int const size = page_size(request.max_results, {.usual = 10, .most = 100});
  auto const last = read_token("services", request.next_token);

  std::vector<std::string> names;
  for (auto const& service : state::list_services(call.db, call.scope, cluster.name))
    if (is_listed(service, request)) names.push_back(service.key.name.text());
  auto const page = page_after(names, last, size, std::less<>{});

  ListServicesResponse response;
  response.service_arns.emplace();
  for (auto const& name : page.items)
    response.service_arns->push_back(
        domain::service_arn({call.scope, cluster.name, domain::ServiceName{name}}));
  if (page.more) response.next_token = print_page_token("services", page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
