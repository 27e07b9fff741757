#include "api/ecs/rules/registration.h"
#include "api/ecs/service_deployment_view.h"
#include "api/ecs/service_history_arn.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/service_history.h"

namespace neargate::api::ecs {

DescribeServiceDeploymentsResponse describe_service_deployments(
    Call& call, DescribeServiceDeploymentsRequest const& request) {
  auto const history = require_history(call, HistoryKind::Deployment, items(request.service_deployment_arns));
  auto const counts = state::count_tasks_by_deployment(call.db, history.service.key);

  DescribeServiceDeploymentsResponse response;
  response.service_deployments.emplace();
  response.failures.emplace();
  for (std::string const& text : history.ids) {
    domain::ServiceDeploymentId const id{text};
    if (auto const found = state::find_service_deployment(call.db, history.service.key, id))
      response.service_deployments->push_back(service_deployment_view(history.service, *found, counts));
    else
      response.failures->push_back(
          {.arn = domain::service_deployment_arn(history.service.key, id), .reason = "MISSING"});
  }
  return response;
}

}  // namespace neargate::api::ecs
