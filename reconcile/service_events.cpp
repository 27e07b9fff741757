#include "reconcile/service_events.h"

#include <fmt/format.h>

namespace neargate::reconcile {

namespace {

constexpr char const* see_guide =
    "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

std::string task_list(std::vector<domain::TaskId> const& tasks) {
  std::string text;
  for (auto const& task : tasks) text += fmt::format(" (task {})", task.text());
  return text;
}

std::string print(event::Subject const& subject) {
  if (subject.task_set.empty()) return fmt::format("(service {})", subject.service.text());
  return fmt::format("(service {}, taskSet {})", subject.service.text(), subject.task_set.text());
}

}  // namespace

namespace event {

std::string started(Subject const& subject, std::vector<domain::TaskId> const& tasks) {
  return fmt::format("{} has started {} tasks:{}.", print(subject), tasks.size(), task_list(tasks));
}

std::string stopped_running(Subject const& subject, std::vector<domain::TaskId> const& tasks) {
  return fmt::format("{} has stopped {} running tasks:{}.", print(subject), tasks.size(), task_list(tasks));
}

std::string stopped_pending(Subject const& subject, std::size_t count) {
  return fmt::format("{} stopped {} pending tasks.", print(subject), count);
}

std::string failed_health_checks(domain::ServiceName const& service, domain::TaskId const& task) {
  return fmt::format("(service {}) (task {}) failed container health checks.", service.text(), task.text());
}

std::string deployment_completed(domain::ServiceName const& service, domain::DeploymentId const& deployment) {
  return fmt::format("(service {}) (deployment {}) deployment completed.", service.text(), deployment.text());
}

std::string deployment_failed(domain::ServiceName const& service, domain::DeploymentId const& deployment) {
  return fmt::format("(service {}) (deployment {}) deployment failed: tasks failed to start.", service.text(),
                     deployment.text());
}

std::string rolling_back(domain::ServiceName const& service, domain::DeploymentId const& target) {
  return fmt::format("(service {}) rolling back to deployment {}.", service.text(), target.text());
}

std::string steady_state(Subject const& subject) {
  return fmt::format("{} has reached a steady state.", print(subject));
}

std::string protected_from_scale_in(domain::ServiceName const& service, domain::DeploymentId const& id) {
  return fmt::format(
      "(service {}) was unable to reach steady state because task set (taskSet {}) was unable to scale in. "
      "Reason: The number of protected tasks are more than the desired count of tasks.",
      service.text(), id.text());
}

std::string blocked_by_configuration(domain::ServiceName const& service) {
  return fmt::format(
      "(service {}) was unable to stop or start tasks during a deployment because of the service deployment "
      "configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
      service.text());
}

std::string port_in_use(domain::ServiceName const& service) {
  return fmt::format(
      "(service {}) was unable to place a task because no container instance met all of its requirements. "
      "The "
      "closest matching container-instance is already using a port required by your task. {}",
      service.text(), see_guide);
}

std::string inconsistent_starts(domain::ServiceName const& service) {
  return fmt::format("(service {}) is unable to consistently start tasks successfully. {}", service.text(),
                     see_guide);
}

std::string unable_to_place(domain::ServiceName const& service, std::string const& reason) {
  return fmt::format("(service {}) was unable to place a task. Reason: {}.", service.text(), reason);
}

}  // namespace event

namespace rollout_reason {

std::string in_progress(domain::DeploymentId const& deployment) {
  return fmt::format("ECS deployment {} in progress.", deployment.text());
}

std::string completed(domain::DeploymentId const& deployment) {
  return fmt::format("ECS deployment {} completed.", deployment.text());
}

std::string rolling_back(domain::DeploymentId const& target) {
  return fmt::format("ECS deployment circuit breaker: rolling back to deploymentId {}.", target.text());
}

}  // namespace rollout_reason

}  // namespace neargate::reconcile
