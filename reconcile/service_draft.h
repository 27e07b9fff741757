#pragma once
// One service while it is planned: what there is, and what has been decided so far. The rules read the one
// and add to the other.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/mint.h"
#include "domain/new_task.h"
#include "placement/fleet.h"
#include "reconcile/bucket.h"
#include "reconcile/rollout.h"

namespace neargate::reconcile {

/// What tasks are started from: a deployment or a task set.
struct TaskSource {
  domain::DeploymentId id;
  domain::TaskDefinitionKey task_definition;
  std::optional<domain::LaunchType> launch_type;
  domain::CapacityProviderStrategy capacity_providers;
  std::optional<domain::NetworkConfiguration> network;
  std::optional<domain::Time> not_before;  ///< back-off
  bool is_task_set = false;
};
TaskSource source_of(domain::Deployment const& deployment);
TaskSource source_of(domain::TaskSet const& set);

/// ceil(desired × minimumHealthyPercent / 100), floor(desired × maximumPercent / 100)
int healthy_min(int desired_count, int minimum_healthy_percent);
int running_max(int desired_count, int maximum_percent);

class ServiceDraft final {
 public:
  ServiceDraft(ServiceScene const& scene, domain::Mint& mint);

  ServiceScene const& scene() const { return scene_; }
  domain::Mint& mint() { return mint_; }
  domain::Time now() const { return scene_.now; }
  domain::Service& service() { return out_.service; }
  domain::ServiceName const& name() const { return scene_.service.key.name; }
  domain::TaskDefinition const* find_definition(domain::TaskDefinitionKey const& key) const;

  domain::Deployment* find_primary();
  domain::Deployment& primary() { return *find_primary(); }
  /// What records the course of the primary deployment, while that has not finished.
  domain::ServiceDeployment* find_record();
  std::vector<domain::ServiceDeployment>& records() { return records_; }

  /// The container instances of the service's cluster.
  placement::Fleet& fleet();
  placement::Demand demand_of(TaskSource const& source, domain::TaskDefinition const& definition);

  Bucket const& bucket(domain::DeploymentId const& id) const;
  /// All tasks but those of `id`, those of deployments that are not listed any more among them.
  Bucket others(domain::DeploymentId const& id) const;

  // Decisions ----------------------------------------------------------------------------------------------

  /// Whatever happens to a service ends its steady state.
  void disturb() { service().steady_since.reset(); }
  void tell(std::string event) { out_.events.push_back(std::move(event)); }
  void wake_by(domain::Time time);
  /// Says why nothing happens; AWS tells some of these as events, once in 6 hours.
  void wait(std::string reason, std::string event = {});
  void copy_revision(domain::DeploymentId const& from, domain::DeploymentId const& to) {
    out_.revisions.push_back({from, to});
  }

  /// How many of `count` could be started.
  int start(TaskSource const& source, int count);
  /// One on each of these instances.
  int start_on(TaskSource const& source, std::vector<domain::ContainerInstanceId> const& instances);
  /// Stops `count` of `tasks`, those whose going leaves the rest spread best; returns how many: protected
  /// ones stay.
  int stop(Tasks const& tasks, int count);
  int stop(Tasks const& tasks) { return stop(tasks, static_cast<int>(tasks.size())); }
  /// A deleted service asks nobody's protection.
  void stop_all(Tasks const& tasks);
  /// Of one deployment or task set, because its health checks failed.
  void stop_unhealthy(Tasks const& tasks);
  bool is_told_to_stop(domain::Task const& task) const { return stopped_.contains(task.key.id); }
  bool has_acted() const { return !out_.started.empty() || !out_.stopped.empty(); }
  /// The tasks that are neither told to stop nor protected.
  Tasks stoppable(Tasks const& tasks);

  Rollout finish();

 private:
  /// How many tasks the service has where: kept while a batch of them is started.
  struct Census {
    std::map<std::string, int> zones;
    std::map<std::string, int> providers;  ///< of the batch's source, those that live
  };
  Census take_census(TaskSource const& source) const;
  void sort_task(domain::Task const& task);
  /// Null, having said why, when nothing can be started now.
  domain::TaskDefinition const* find_startable(TaskSource const& source);
  bool start_one(TaskSource const& source, domain::TaskDefinition const& definition,
                 std::optional<domain::ContainerInstanceId> const& instance, Census& census);
  /// Where it goes, if it is known: false when there is no place.
  bool place(domain::TaskOrder& order, TaskSource const& source, domain::TaskDefinition const& definition,
             std::optional<domain::ContainerInstanceId> const& instance, Census const& census);
  int tell_started(TaskSource const& source, std::size_t before);
  domain::LaunchType launch_of(TaskSource const& source);
  void order_stop(domain::Task const& task, std::string reason);
  placement::Fleet const& fleet_of(Tasks const& tasks);
  bool is_protected(domain::Task const& task);

  ServiceScene const& scene_;
  domain::Mint& mint_;
  Rollout out_;
  std::vector<domain::ServiceDeployment> records_;
  std::map<domain::DeploymentId, Bucket> buckets_;
  std::set<domain::TaskId> stopped_;
  struct Stops {
    std::vector<domain::TaskId> running;
    std::size_t pending = 0;
  };
  std::map<domain::DeploymentId, Stops> stops_;  ///< told at the end; by task set, if it is of one
};

}  // namespace neargate::reconcile
