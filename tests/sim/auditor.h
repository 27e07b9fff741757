#pragma once
// Looks at rows, answers and containers after each step and checks what must hold, from the rules as AWS
// tells them (ecs-services.md, ecs-tasks.md). Written apart from the planner: it calls none of its functions.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/container_instance.h"
#include "domain/service.h"
#include "domain/task.h"
#include "tests/sim/process.h"

namespace neargate::sim {

enum class Expected { AllRunning, Nothing };
enum class Cause { Tick, Call, Else };

/// The world at one moment, read from outside.
struct Sighting {
  domain::Time now{};
  std::map<domain::ServiceKey, domain::Service> services;  ///< INACTIVE ones too
  std::map<domain::TaskKey, domain::Task> tasks;           ///< not STOPPED
  std::map<domain::TaskKey, domain::Task> ended;           ///< STOPPED since the sighting before
  std::map<domain::ServiceKey, std::vector<domain::ServiceDeployment>> records;
  std::vector<domain::ContainerInstance> instances;  ///< not INACTIVE
  std::vector<docker::ContainerState> containers;    ///< ours, as the daemon has them
};

class Auditor final {
 public:
  explicit Auditor(Ground& ground) : ground_(ground) {}

  /// Throws Violation. `cause` is what happened since the last look, which was one step ago.
  void look(Process& process, Cause cause);
  /// What the API tells against the rows.
  void compare_answers(Process& process);
  /// The daemon's containers alone: rows did not change.
  void look_at_containers();
  /// Why the world cannot be called settled, as of the last look; "" when it can.
  std::string unsettled(Expected expected) const;

  Sighting const& last() const { return last_; }

 private:
  Sighting see(Process& process) const;

  void check_events(domain::ServiceKey const& key, nlohmann::json const& told);

  Ground& ground_;
  Sighting last_;
  std::map<std::pair<domain::ServiceKey, domain::Time>, std::vector<std::string>> told_events_;  ///< ids
};

// The rules, each given the world before and after one step; they throw Violation.
void check_tasks(Sighting const& before, Sighting const& after);
void check_containers(Sighting const& after, Ground const& ground);
void check_services(Sighting const& before, Sighting const& after, Cause cause);
void check_deployments(domain::Service const* before, domain::Service const& after);
void check_records(Sighting const& before, Sighting const& after);
void check_instances(Sighting const& before, Sighting const& after);
/// Why it cannot be called settled, "" when it can.
std::string unsettled_service(domain::Service const& service, Sighting const& sighting);

std::string name_of(domain::Task const& task);
std::string name_of(domain::ServiceKey const& key);
/// All tasks of a service that are not STOPPED.
std::vector<domain::Task const*> tasks_of(Sighting const& sighting, domain::ServiceKey const& key);

}  // namespace neargate::sim
