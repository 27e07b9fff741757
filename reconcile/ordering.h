#pragma once
// dependsOn: what must have happened before a container starts, and who must be gone before it stops.

#include <optional>
#include <string>

#include "domain/task.h"
#include "domain/task_definition.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

/// Whether a container may start now.
struct Readiness {
  enum class Kind {
    Ready,
    Waits,       ///< `reason` says on whom
    Impossible,  ///< it never can: `reason` is the agent's text
  };
  Kind kind = Kind::Ready;
  std::string reason;
  std::optional<domain::Time> deadline;  ///< when waiting ends by startTimeout of the dependency
};

Readiness readiness(domain::Task const& task, domain::TaskDefinition const& definition,
                    domain::ContainerDefinition const& container, Observed const& observed, domain::Time now);

/// On stop the order is reversed: a container waits until those that depend on it are down.
bool has_live_dependants(domain::Task const& task, domain::TaskDefinition const& definition,
                         std::string const& container, Observed const& observed);

/// Created, starting or running: something of it is there to be stopped.
bool is_alive(std::string const& docker_name, Observed const& observed);
/// The daemon has a container of the name, in whatever state.
docker::ContainerState const* find_container(Observed const& observed, std::string const& docker_name);
std::optional<Step> find_in_flight(Observed const& observed, std::string const& docker_name);

domain::Container const* find_container(domain::Task const& task, std::string const& name);

}  // namespace neargate::reconcile
