#pragma once
// The container instances of one cluster with what their tasks hold, and where the next task goes
// (ecs-tasks.md "Placement"). Pure: built from rows, asked, thrown away. Used by RunTask, StartTask and by
// the planner for services; knows neither rows nor requests.
//
//   Fleet fleet(instances);
//   for (auto const& task : live_tasks) fleet.hold(task);
//   auto const choice = fleet.choose(demand, dice);   // then make the task and fleet.hold(it)

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/container_instance.h"
#include "domain/launch.h"
#include "domain/task.h"
#include "query/expression.h"

namespace neargate::placement {

/// What one task asks of its instance.
struct Demand {
  domain::Reservation needs;
  std::vector<std::string> required_attributes;
  std::vector<domain::PlacementConstraint> constraints;  ///< of the definition and of the request or service
  std::vector<domain::PlacementStrategy> strategy;
  std::string group;         ///< spread and distinctInstance look at the tasks of the same group
  bool is_external = false;  ///< launch type EXTERNAL: external instances, and no others
  /// An Auto Scaling group's capacity provider: the instances that carry its name; when none does, any.
  std::string provider;
  /// Of the subnets of an awsvpc task: its interface must stand in the instance's zone. Empty: anywhere.
  std::vector<std::string> zones;
};

/// Why there is no place: the reason as `failures[]` words it. `closest`: the instance that failed last.
struct Obstacle {
  std::string reason;
  std::optional<domain::ContainerInstanceKey> closest;
  bool operator==(Obstacle const&) const = default;
};

inline constexpr std::string_view no_instances = "No Container Instances were found in your cluster.";

/// The service event for it, behind "(service NAME) ".
std::string unable_to_place(Obstacle const& obstacle);

struct Choice {
  domain::ContainerInstance const* instance = nullptr;  ///< lives as long as the fleet
  Obstacle obstacle;                                    ///< when there is none
};

/// Any number; the same numbers give the same choices.
using Dice = std::function<std::uint64_t()>;

/// What is left of an instance, or registered.
struct Remaining {
  int cpu = 0;
  int memory_mib = 0;
  std::vector<std::string> gpus;                        ///< ids that nobody holds
  std::vector<std::pair<int, domain::Protocol>> ports;  ///< in use: the machine's own, then the tasks'
  int running_tasks = 0;
  int pending_tasks = 0;
};

class Fleet final {
 public:
  /// Instances of one cluster; those that are INACTIVE are left out.
  explicit Fleet(std::vector<domain::ContainerInstance> instances = {});

  /// A live task takes its reservation; one of another cluster, or without an instance, changes nothing.
  void hold(domain::Task const& task);
  void release(domain::Task const& task);

  /// Resources, then attributes, then constraints, then the strategies in order. Does not hold.
  Choice choose(Demand const& demand, Dice const& dice) const;
  /// Why this instance cannot take it (StartTask, DAEMON); nullopt: it can. An unknown one is MISSING.
  std::optional<Obstacle> refusal_of(domain::ContainerInstanceId const& id, Demand const& demand) const;
  /// What every instance that came into question lacks, by id: `failures[]` of RunTask.
  std::vector<Obstacle> refusals(Demand const& demand) const;
  /// Where a DAEMON service wants a task: ACTIVE instances that meet attributes and constraints, whatever
  /// resources they have left. By id.
  std::vector<domain::ContainerInstance const*> eligible(Demand const& demand) const;

  /// The `count` tasks of `candidates` to stop: pending ones first, then so that the rest is spread best by
  /// the strategies (by zone, then by instance without any), the oldest before the newest. Tasks without an
  /// instance count by their zone.
  std::vector<domain::Task const*> choose_to_stop(
      std::vector<domain::Task const*> candidates, int count,
      std::vector<domain::PlacementStrategy> const& strategy) const;

  /// Whether a filter of ListContainerInstances holds for it.
  bool satisfies(domain::ContainerInstanceId const& id, query::Expression const& expression) const;

  domain::ContainerInstance const* find(domain::ContainerInstanceId const& id) const;
  Remaining remaining(domain::ContainerInstanceId const& id) const;
  /// No instance but perhaps the local one: the local one takes tasks only then.
  bool has_registered() const;
  bool empty() const { return seats_.empty(); }

 private:
  struct Seat;

  static std::string group_of(domain::Task const& task);
  bool takes_new_tasks(Seat const& seat, Demand const& demand) const;
  std::optional<std::string> resource_missing(Seat const& seat, domain::Reservation const& needs) const;
  static bool is_in_zones(Seat const& seat, Demand const& demand);
  static bool tells_capabilities(domain::ContainerInstance const& instance);
  std::optional<std::string> attribute_missing(Seat const& seat, Demand const& demand) const;
  std::optional<std::string> constraint_failed(Seat const& seat, Demand const& demand) const;
  bool is_member(Seat const& seat, domain::PlacementConstraint const& constraint) const;
  std::vector<Seat const*> candidates(Demand const& demand) const;
  std::vector<Seat const*> best_of(std::vector<Seat const*> seats, domain::PlacementStrategy const& strategy,
                                   Demand const& demand, Dice const& dice) const;
  std::string bucket_of(domain::Task const& task, std::string const& field) const;

  struct Held {
    domain::Reservation reservation;  ///< with the ports that were chosen at start
    std::string group;
    bool is_running = false;
  };
  struct Seat {
    domain::ContainerInstance instance;
    std::map<domain::TaskId, Held> tasks;
    int cpu = 0, memory_mib = 0, gpus = 0;  ///< held by the tasks
  };
  std::map<domain::ContainerInstanceId, Seat> seats_;
};

/// The value of an attribute; nullopt: there is none; "": it has no value.
std::optional<std::string> attribute_of(domain::ContainerInstance const& instance, std::string_view name);
/// ecs.availability-zone, "" without.
std::string zone_of(domain::ContainerInstance const& instance);

}  // namespace neargate::placement
