#include <algorithm>
#include <set>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/task_set_view.h"
#include "api/ecs/task_sets.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t task_sets_max = 10;

std::string failure_arn(domain::ServiceKey const& key, std::optional<domain::DeploymentId> const& id,
                        std::string const& text) {
  return id ? domain::task_set_arn(key, *id) : text;
}

}  // namespace

DescribeTaskSetsResponse describe_task_sets(Call& call, DescribeTaskSetsRequest const& request) {
  auto const& named = items(request.task_sets);
  if (named.size() > task_sets_max) refuse(invalid("taskSets can have at most 10 items."));
  domain::Service service =
      require_service(call, require_cluster(call, request.cluster), request.service.value_or(""));
  if (service.status == domain::ServiceStatus::Inactive)
    refuse({ServiceNotActiveException, "Service was not ACTIVE."});
  auto const& include = items(request.include);
  bool const with_tags = std::ranges::find(include, TaskSetField::Tags) != include.end();
  auto const counts = state::count_tasks_by_deployment(call.db, service.key);

  DescribeTaskSetsResponse response;
  response.task_sets.emplace();
  response.failures.emplace();
  auto const show = [&](domain::TaskSet const& one) {
    response.task_sets->push_back(
        task_set_view(call, service.key, one, counts, with_tags ? ServiceTags::Shown : ServiceTags::Hidden));
  };
  if (named.empty()) std::ranges::for_each(service.task_sets, show);
  std::set<std::string> seen;
  for (std::string const& text : named) {
    auto const id = task_set_id_from(call, service.key, text);
    std::string const arn = failure_arn(service.key, id, text);
    if (!seen.insert(arn).second) continue;
    auto const found =
        id ? std::ranges::find(service.task_sets, *id, &domain::TaskSet::id) : service.task_sets.end();
    if (found != service.task_sets.end())
      show(*found);
    else
      response.failures->push_back({.arn = arn, .reason = "MISSING"});
  }
  return response;
}

}  // namespace neargate::api::ecs
