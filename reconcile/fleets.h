#pragma once
// The container instances of all clusters in one plan, with what the tasks hold of them.

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "domain/mint.h"
#include "domain/task.h"
#include "placement/fleet.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

class Fleets final {
 public:
  Fleets(Desired const& desired, Settings const& settings, domain::Mint& mint, domain::Time now);

  /// A live task, as it will be after this plan. It must outlive the fleets.
  void see(domain::Task const& task);

  /// Built when somebody first asks. `needs_instance`: this machine is offered where nobody has registered
  /// one.
  placement::Fleet& of(domain::ServiceKey const& service, bool needs_instance);
  /// Rows to be written for what was offered.
  std::vector<domain::ContainerInstance> const& offered() const { return offered_; }

  domain::ContainerInstance const* find(domain::Task const& task) const;
  bool is_on_draining(domain::Task const& task) const;
  /// Tasks other than those of DAEMON services are there: a draining instance lets those of DAEMONs go last.
  bool is_busy(domain::ContainerInstanceKey const& key) const { return busy_.contains(key); }

 private:
  using ClusterKey = std::pair<domain::Scope, domain::ClusterName>;
  void offer_local(ClusterKey const& cluster, std::vector<domain::ContainerInstance>& instances);

  Desired const& desired_;
  Settings const& settings_;
  domain::Mint& mint_;
  domain::Time now_;
  std::map<domain::ContainerInstanceKey, domain::ContainerInstance const*> instances_;
  std::map<ClusterKey, std::vector<domain::Task const*>> tasks_;
  std::set<domain::ServiceKey> daemons_;
  std::set<domain::ContainerInstanceKey> busy_;
  std::map<ClusterKey, placement::Fleet> fleets_;
  std::vector<domain::ContainerInstance> offered_;
};

}  // namespace neargate::reconcile
