#include "reconcile/action.h"

#include <fmt/format.h>

#include "domain/words.h"

namespace neargate::reconcile {

namespace {

template <class... Functions>
struct overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

std::string print_container(domain::Container const& container) {
  std::string text = fmt::format("{}={}", container.name, domain::word(container.status));
  if (container.exit_code) text += fmt::format("({})", *container.exit_code);
  return text;
}

std::string print_task(SaveTask const& change) {
  domain::Task const& task = change.task;
  std::string text = change.is_new ? "new task" : fmt::format("task {} ->", domain::word(change.from));
  text +=
      fmt::format(" {} of {}:{} wants {}", domain::word(task.last_status), task.task_definition.family.text(),
                  task.task_definition.revision, domain::word(task.desired_status));
  for (auto const& container : task.containers) text += ' ' + print_container(container);
  if (task.stop_code) text += fmt::format(" {}: {}", domain::word(*task.stop_code), task.stopped_reason);
  return text;
}

std::string print_service(domain::Service const& service) {
  std::string text = fmt::format("service {} {} wants {}", service.key.name.text(),
                                 domain::word(service.status), service.desired_count);
  for (auto const& deployment : service.deployments)
    text += fmt::format(" [{} {}:{} desired {} failed {} {}]", domain::word(deployment.status),
                        deployment.task_definition.family.text(), deployment.task_definition.revision,
                        deployment.desired_count, deployment.failed_tasks,
                        domain::word(deployment.rollout_state));
  return text;
}

std::string print_record(domain::ServiceDeployment const& record) {
  std::string text = fmt::format("service deployment {}", domain::word(record.status));
  if (record.stage) text += fmt::format(" at {}", domain::word(*record.stage));
  if (record.failure_count > 0) text += fmt::format(" failures {}", record.failure_count);
  if (!record.status_reason.empty()) text += ": " + record.status_reason;
  return text;
}

/// Docker names end in 20 random digits; what is before them reads well.
std::string stem(std::string const& docker_name) {
  auto const dash = docker_name.rfind('-');
  return dash == std::string::npos ? docker_name : docker_name.substr(0, dash);
}

}  // namespace

std::string const& docker_name_of(Action const& action) {
  return std::visit(overloaded{
                        [](StartContainer const& start) -> std::string const& { return start.spec.name; },
                        [](auto const& other) -> std::string const& { return other.docker_name; },
                    },
                    action);
}

Step step_of(Action const& action) {
  return std::visit(overloaded{
                        [](ObtainImage const&) { return Step::Pull; },
                        [](StartContainer const&) { return Step::Start; },
                        [](StopContainer const&) { return Step::Stop; },
                        [](RemoveContainer const&) { return Step::Remove; },
                    },
                    action);
}

std::string print(Plan const& plan) {
  std::string text;
  for (auto const& change : plan.changes)
    std::visit(overloaded{
                   [&text](SaveTask const& save) { text += print_task(save); },
                   [&text](SaveService const& save) { text += print_service(save.service); },
                   [&text](AddEvent const& add) { text += "event " + add.event.message; },
                   [&text](SaveServiceDeployment const& save) { text += print_record(save.deployment); },
                   [&text](SaveContainerInstance const& save) {
                     text += "instance " + save.instance.ec2_instance_id;
                   },
                   [&text](CopyServiceRevision const& copy) {
                     text += "revision " + copy.from.text() + " again as " + copy.to.text();
                   },
               },
               change),
        text += '\n';
  for (auto const& action : plan.actions)
    std::visit(overloaded{
                   [&text](ObtainImage const& obtain) { text += "obtain " + obtain.image; },
                   [&text](StartContainer const& start) {
                     text += fmt::format("start {} on {}", stem(start.spec.name), start.spec.network_mode);
                   },
                   [&text](StopContainer const& stop) {
                     text += fmt::format("stop {} within {} s", stem(stop.docker_name), stop.grace.count());
                   },
                   [&text](RemoveContainer const& remove) { text += "remove " + stem(remove.docker_name); },
               },
               action),
        text += '\n';
  for (auto const& waiting : plan.waiting) text += "waiting: " + waiting.reason + '\n';
  return text;
}

}  // namespace neargate::reconcile
