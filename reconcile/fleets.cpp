#include "reconcile/fleets.h"

#include "state/networks.h"

namespace neargate::reconcile {

Fleets::Fleets(Desired const& desired, Settings const& settings, domain::Mint& mint, domain::Time now)
    : desired_(desired), settings_(settings), mint_(mint), now_(now) {
  for (auto const& instance : desired.instances) instances_[instance.key] = &instance;
  for (auto const& service : desired.services)
    if (service.scheduling == domain::SchedulingStrategy::Daemon) daemons_.insert(service.key);
}

void Fleets::see(domain::Task const& task) {
  if (!task.container_instance) return;
  tasks_[{task.key.scope, task.key.cluster}].push_back(&task);
  bool const is_daemon = task.service && daemons_.contains({task.key.scope, task.key.cluster, *task.service});
  if (!is_daemon) busy_.insert({task.key.scope, task.key.cluster, *task.container_instance});
}

domain::ContainerInstance const* Fleets::find(domain::Task const& task) const {
  if (!task.container_instance) return nullptr;
  auto const found = instances_.find({task.key.scope, task.key.cluster, *task.container_instance});
  return found == instances_.end() ? nullptr : found->second;
}

bool Fleets::is_on_draining(domain::Task const& task) const {
  auto const* const instance = find(task);
  return instance != nullptr && instance->status == domain::ContainerInstanceStatus::Draining;
}

placement::Fleet& Fleets::of(domain::ServiceKey const& service, bool needs_instance) {
  ClusterKey const cluster{service.scope, service.cluster};
  auto const known = fleets_.find(cluster);
  if (known != fleets_.end() && (!needs_instance || !known->second.empty())) return known->second;
  std::vector<domain::ContainerInstance> instances;
  for (auto const& instance : desired_.instances)
    if (instance.key.scope == service.scope && instance.key.cluster == service.cluster)
      instances.push_back(instance);
  if (instances.empty() && needs_instance) offer_local(cluster, instances);
  auto& fleet = fleets_[cluster] = placement::Fleet(std::move(instances));
  for (auto const* const task : tasks_[cluster]) fleet.hold(*task);
  return fleet;
}

void Fleets::offer_local(ClusterKey const& cluster, std::vector<domain::ContainerInstance>& instances) {
  if (!settings_.local_machine) return;
  auto const zones = state::availability_zones(cluster.first.region);
  instances.push_back(placement::local_instance(cluster.first, cluster.second, *settings_.local_machine,
                                                zones.empty() ? "" : zones.front(), mint_, now_));
  offered_.push_back(instances.back());
}

}  // namespace neargate::reconcile
