#pragma once
// What a plan consists of. A Change is a row, an Action a Docker call with everything decided, a Waiting says
// why nothing happens. One Action is one attempt: the next plan looks at what came of it.

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "docker/engine.h"
#include "domain/service.h"
#include "domain/task.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

struct SaveTask {
  domain::Task task;
  domain::TaskStatus from;  ///< lastStatus before, for the log
  bool is_new = false;
};
struct SaveService {
  domain::Service service;
};
struct AddEvent {
  domain::ServiceKey service;
  domain::ServiceEvent event;
};
struct SaveServiceDeployment {
  domain::ServiceDeployment deployment;
};
/// This machine, offered to a cluster in which nobody has registered an instance.
struct SaveContainerInstance {
  domain::ContainerInstance instance;
};
/// A rollback deploys an earlier revision under its own id; what is in it only `api` knows.
struct CopyServiceRevision {
  domain::ServiceKey service;
  domain::DeploymentId from, to;
  domain::Time at;
};
using Change = std::variant<SaveTask, SaveService, AddEvent, SaveServiceDeployment, CopyServiceRevision,
                            SaveContainerInstance>;

/// Make sure that the daemon has the image; pull it when it has not.
struct ObtainImage {
  domain::Scope scope;
  std::string docker_name;
  std::string image;           ///< as the task definition says it
  docker::Labels labels = {};  ///< of the container that it is for
};
/// Create (or adopt what has the name) and start.
struct StartContainer {
  docker::ContainerSpec spec;
};
struct StopContainer {
  std::string docker_name, id;
  std::chrono::seconds grace;
};
struct RemoveContainer {
  std::string docker_name, id;
};
using Action = std::variant<ObtainImage, StartContainer, StopContainer, RemoveContainer>;

struct Waiting {
  std::string subject;  ///< a task's or service's ARN
  std::string reason;
  /// AWS tells some of these as service events; identical ones are suppressed for 6 hours.
  std::optional<domain::ServiceKey> service;
  std::string event;
};

struct Plan {
  std::vector<Change> changes;
  std::vector<Action> actions;
  std::vector<Waiting> waiting;
  std::optional<domain::Time> wake_at;  ///< when something changes by time alone

  bool is_empty() const { return changes.empty() && actions.empty(); }
  void wake_by(domain::Time time) {
    if (!wake_at || time < *wake_at) wake_at = time;
  }
};

/// The name that an action is about; one action is in flight per name.
std::string const& docker_name_of(Action const& action);
Step step_of(Action const& action);

/// One line a change, action and waiting: what tests compare and --log-level debug shows.
std::string print(Plan const& plan);

}  // namespace neargate::reconcile
