#include <algorithm>

#include "api/ecs/container_instances.h"
#include "api/ecs/local_machine.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/placement_request.h"
#include "api/ecs/rules/run_task_rules.h"
#include "api/ecs/run_token.h"
#include "api/ecs/task_run.h"
#include "api/ecs/task_view.h"
#include "api/ecs/unhonoured.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "placement/providers.h"

namespace neargate::api::ecs {

namespace {

/// What became of a request: partial success is success (ecs-tasks.md "RunTask / StartTask rules").
struct Outcome {
  std::vector<domain::Task> tasks;
  std::vector<Failure> failures;
};

Launch launch_of(domain::Cluster const& cluster, RunTaskRequest const& request) {
  return resolve_launch(cluster, request.launch_type, request.capacity_provider_strategy);
}

int count_of(RunTaskRequest const& request) { return std::max(1, request.count.value_or(1)); }

/// Decides each task's capacity provider.
class Providers {
 public:
  explicit Providers(Launch const& launch) : strategy_(provider_strategy(launch.strategy)) {}
  std::string next() const { return placement::choose_provider(strategy_, counts_); }
  void count(std::string const& provider) { ++counts_[provider]; }

 private:
  domain::CapacityProviderStrategy strategy_;
  std::map<std::string, int> counts_;
};

Outcome run_on_fargate(Call& call, TaskRun& run, RunTaskRequest const& request) {
  Outcome outcome;
  Providers providers(run.launch);
  for (int i = 0; i < count_of(request); ++i) {
    auto const provider = providers.next();
    outcome.tasks.push_back(start_one(call, run, provider, nullptr));
    providers.count(provider);
  }
  return outcome;
}

/// All tasks ask for the same: where one finds no place, those behind it find none either.
Outcome run_on_instances(Call& call, TaskRun& run, RunTaskRequest const& request) {
  Outcome outcome;
  if (run.launch.type == domain::LaunchType::Ec2) offer_local_machine(call, run.cluster.name);
  auto fleet = fleet_of(call, run.cluster.name);
  auto demand = demand_of(call, run, request);
  Providers providers(run.launch);
  for (int i = 0; i < count_of(request); ++i) {
    auto const provider = providers.next();
    demand.provider = provider;
    auto const choice = fleet.choose(demand, [&call] { return call.mint.number(); });
    if (choice.instance == nullptr) {
      if (!choice.obstacle.closest) refuse(invalid(choice.obstacle.reason));
      for (auto const& obstacle : fleet.refusals(demand))
        outcome.failures.push_back(
            {.arn = domain::container_instance_arn(*obstacle.closest), .reason = obstacle.reason});
      break;
    }
    outcome.tasks.push_back(start_one(call, run, provider, choice.instance));
    providers.count(provider);
    fleet.hold(outcome.tasks.back());
  }
  return outcome;
}

}  // namespace

RunTaskResponse run_task(Call& call, RunTaskRequest const& request) {
  check(run_request_refused(request));
  auto const cluster = require_cluster(call, request.cluster);
  RunToken token(call, cluster.name, request);
  Outcome outcome{.tasks = token.repeated()};
  if (!token.is_repeated()) {
    TaskRun run = plan_run(call, cluster, request, &launch_of);
    outcome = run.launch.type == domain::LaunchType::Fargate ? run_on_fargate(call, run, request)
                                                             : run_on_instances(call, run, request);
    token.remember(outcome.tasks);
    log_unhonoured_members(call, request);
  }
  RunTaskResponse response{.failures = std::move(outcome.failures)};
  response.tasks.emplace();
  for (auto const& task : outcome.tasks)
    response.tasks->push_back(task_view(call, task, TaskHealth::Hidden, TaskTags::Shown));
  return response;
}

}  // namespace neargate::api::ecs
