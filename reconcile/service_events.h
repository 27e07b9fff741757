#pragma once
// The lines of a service's history, in AWS's words (ecs-services.md "Events").

#include <string>
#include <vector>

#include "domain/service.h"
#include "domain/task.h"

namespace neargate::reconcile::event {

std::string started(domain::ServiceName const& service, std::vector<domain::TaskId> const& tasks);
std::string stopped_running(domain::ServiceName const& service, std::vector<domain::TaskId> const& tasks);
std::string stopped_pending(domain::ServiceName const& service, std::size_t count);
std::string deployment_completed(domain::ServiceName const& service, domain::DeploymentId const& deployment);
std::string deployment_failed(domain::ServiceName const& service, domain::DeploymentId const& deployment);
std::string rolling_back(domain::ServiceName const& service, domain::DeploymentId const& target);
std::string steady_state(domain::ServiceName const& service);
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

}  // namespace neargate::reconcile::rollout_reason
