#include "api/ecs/paging.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

state::ServiceFilter filter_of(ListServicesRequest const& request) {
  state::ServiceFilter filter;
  if (request.scheduling_strategy)
    filter.scheduling = domain::from_word<domain::SchedulingStrategy>(to_text(*request.scheduling_strategy));
  if (request.launch_type)
    filter.launch_type = domain::from_word<domain::LaunchType>(to_text(*request.launch_type));
  return filter;
}

/// Services that Express Mode manages, and managed instances, do not exist here.
bool lists_nothing(ListServicesRequest const& request) {
  return request.resource_management_type == ResourceManagementType::Ecs ||
         request.launch_type == LaunchType::ManagedInstances;
}

}  // namespace

ListServicesResponse list_services(Call& call, ListServicesRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  int const size = page_size(request.max_results, {.usual = 10, .most = 100});
  std::string const last = read_token("services", request.next_token).value_or("");

  // One more than a page tells whether there is another.
  std::vector<domain::ServiceName> names;
  if (!lists_nothing(request))
    names = state::list_service_names(call.db, call.scope, cluster.name, filter_of(request), last, size + 1);
  bool const more = static_cast<int>(names.size()) > size;
  if (more) names.pop_back();

  ListServicesResponse response;
  response.service_arns.emplace();
  for (auto const& name : names)
    response.service_arns->push_back(domain::service_arn({call.scope, cluster.name, name}));
  if (more) response.next_token = print_page_token("services", names.back().text());
  return response;
}

}  // namespace neargate::api::ecs
