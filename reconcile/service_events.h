#pragma once
// The lines of a service's history, in AWS's words (ecs-services.md "Events").

#include <string>
#include <vector>

#include "domain/service.h"
#include "domain/task.h"

namespace neargate::reconcile::event {

/// Who does it: the service, or one of its task sets.
struct Subject {
  domain::ServiceName service;
  domain::DeploymentId task_set{};
};
std::string started(Subject const& subject, std::vector<domain::TaskId> const& tasks);
std::string stopped_running(Subject const& subject, std::vector<domain::TaskId> const& tasks);
std::string stopped_pending(Subject const& subject, std::size_t count);
std::string failed_health_checks(domain::ServiceName const& service, domain::TaskId const& task);
std::string deployment_completed(domain::ServiceName const& service, domain::DeploymentId const& deployment);
std::string deployment_failed(domain::ServiceName const& service, domain::DeploymentId const& deployment);
std::string rolling_back(domain::ServiceName const& service, domain::DeploymentId const& target);
std::string steady_state(Subject const& subject);
/// `id`: of the deployment or task set that has more protected tasks than it should have tasks.
std::string protected_from_scale_in(domain::ServiceName const& service, domain::DeploymentId const& id);
std::string blocked_by_configuration(domain::ServiceName const& service);
std::string port_in_use(domain::ServiceName const& service);
std::string inconsistent_starts(domain::ServiceName const& service);
std::string unable_to_place(domain::ServiceName const& service, std::string const& reason);

}  // namespace neargate::reconcile::event

namespace neargate::reconcile::rollout_reason {

std::string in_progress(domain::DeploymentId const& deployment);
std::string completed(domain::DeploymentId const& deployment);
std::string rolling_back(domain::DeploymentId const& target);
inline constexpr char const* failed = "ECS deployment circuit breaker: tasks failed to start.";
inline constexpr char const* stopped_by_user = "ECS deployment stopped by user.";
inline constexpr char const* rolled_back_by_user = "ECS deployment rolled back by user.";

}  // namespace neargate::reconcile::rollout_reason
