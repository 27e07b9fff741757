#include <algorithm>
#include <charconv>

#include "api/ecs/paging.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_deployment_view.h"
#include "gen/ecs/operations.h"
#include "state/service_history.h"

namespace neargate::api::ecs {

namespace {

/// Where a deployment stands in the list.
struct Place {
  std::int64_t created_at = 0;
  std::string id;
};

bool is_newer(Place const& left, Place const& right) {
  return std::tie(left.created_at, left.id) > std::tie(right.created_at, right.id);
}

Place place_of(domain::ServiceDeployment const& deployment) {
  return {deployment.created_at.time_since_epoch().count(), deployment.id.text()};
}

std::optional<Place> read_place(std::optional<std::string> const& token) {
  auto const key = read_token("service-deployments", token);
  if (!key) return std::nullopt;
  Place place;
  auto const [rest, error] = std::from_chars(key->data(), key->data() + key->size(), place.created_at);
  if (error != std::errc{} || rest == key->data() + key->size()) refuse_token();
  place.id = std::string(rest + 1, key->data() + key->size());
  return place;
}

bool is_listed(domain::ServiceDeployment const& deployment, ListServiceDeploymentsRequest const& request) {
  auto const& statuses = items(request.status);
  if (!statuses.empty() && std::ranges::find(statuses, status_view(deployment.status)) == statuses.end())
    return false;
  if (!request.created_at) return true;
  auto const& after = request.created_at->after;
  auto const& before = request.created_at->before;
  return (!after || deployment.created_at > *after) && (!before || deployment.created_at < *before);
}

}  // namespace

ListServiceDeploymentsResponse list_service_deployments(Call& call,
                                                        ListServiceDeploymentsRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  auto const service = require_service(call, cluster, request.service.value_or(""));
  if (service.status == domain::ServiceStatus::Inactive)
    refuse(invalid("Cannot call ListServiceDeployments for a service that is INACTIVE"));
  int const size = page_size(request.max_results, {.usual = 20, .most = 100});
  auto const last = read_place(request.next_token);

  ListServiceDeploymentsResponse response;
  response.service_deployments.emplace();
  Place shown;
  for (auto const& deployment : state::list_service_deployments(call.db, service.key)) {
    Place const place = place_of(deployment);
    if (!is_listed(deployment, request) || (last && !is_newer(*last, place))) continue;
    if (static_cast<int>(response.service_deployments->size()) == size) {
      response.next_token =
          print_page_token("service-deployments", std::to_string(shown.created_at) + '/' + shown.id);
      break;
    }
    response.service_deployments->push_back(service_deployment_brief(deployment));
    shown = place;
  }
  return response;
}

}  // namespace neargate::api::ecs
