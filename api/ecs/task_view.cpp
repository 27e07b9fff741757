#include "api/ecs/task_view.h"

#include <algorithm>

#include "api/ecs/container_view.h"
#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "api/ecs/overrides.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_revision.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_tags.h"
#include "domain/arn.h"
#include "domain/task_health.h"
#include "domain/words.h"

namespace neargate::api::ecs {

namespace {

/// What RunTask echoes stands in the task's own document; a service's task has little of its own and echoes
/// its revision.
Task echoed_members(Call& call, domain::Task const& task, domain::TaskDefinition const& definition) {
  TaskDocument const document = task_document(task.document);
  Task echoed = document.echoed;
  echoed.overrides = overrides_view(echoed.overrides.value_or(TaskOverride{}), definition);
  if (!task.capacity_provider.empty()) echoed.capacity_provider_name = task.capacity_provider;
  if (!task.service || !task.deployment) return echoed;
  auto const revision =
      revision_of(call, {task.key.scope, task.key.cluster, *task.service}, *task.deployment);
  echoed.platform_version = revision.echoed.platform_version;
  echoed.platform_family = revision.echoed.platform_family;
  if (!document.tags_settled) echoed.enable_execute_command = revision.enable_execute_command;
  auto const& strategy = items(revision.echoed.capacity_provider_strategy);
  if (task.capacity_provider.empty() && !strategy.empty())
    echoed.capacity_provider_name = strategy.front().capacity_provider;
  return echoed;
}

void take_platform(Task& view, domain::TaskDefinition const& definition) {
  if (!view.platform_version) view.platform_version = resolved_platform("");
  if (!view.platform_family) view.platform_family = platform_family(definition);
  auto const overridden = view.overrides->ephemeral_storage;
  auto const defined = task_definition_document(definition.document).ephemeral_storage;
  int const usual_gib = 20;
  int const size = overridden ? overridden->size_in_gib.value_or(usual_gib)
                   : defined  ? defined->size_in_gib.value_or(usual_gib)
                              : usual_gib;
  view.ephemeral_storage = EphemeralStorage{.size_in_gib = size};
  view.fargate_ephemeral_storage = TaskEphemeralStorage{.size_in_gib = size};
}

/// Without sizes of its own the task shows the sums of its containers.
void take_sizes(Task& view, domain::Task const& task, domain::TaskDefinition const& definition) {
  int cpu = 0, memory = 0;
  for (auto const& container : definition.containers) {
    cpu += container.cpu;
    memory += container.memory_mib.value_or(container.memory_reservation_mib.value_or(0));
  }
  view.cpu = std::to_string(task.cpu.value_or(cpu));
  view.memory = std::to_string(task.memory_mib.value_or(memory));
}

void take_stamps(Task& view, domain::Task const& task) {
  view.created_at = task.created_at;
  view.connectivity_at = task.connectivity_at;
  if (task.connectivity_at) view.connectivity = Connectivity::Connected;
  view.pull_started_at = task.pull_started_at;
  view.pull_stopped_at = task.pull_stopped_at;
  view.started_at = task.started_at;
  view.stopping_at = task.stopping_at;
  view.execution_stopped_at = task.execution_stopped_at;
  view.stopped_at = task.stopped_at;
}

void take_stop(Task& view, domain::Task const& task) {
  if (task.stop_code) {
    TaskStopCode code{};
    from_text(domain::word(*task.stop_code), code);
    view.stop_code = code;
  }
  if (!task.stopped_reason.empty()) view.stopped_reason = task.stopped_reason;
}

HealthStatus health_view(domain::HealthStatus health) {
  HealthStatus view{};
  from_text(domain::word(health), view);
  return view;
}

void show_health(Task& view, domain::Task const& task, domain::TaskDefinition const& definition) {
  view.health_status = health_view(domain::task_health(task, definition));
  for (Container& container : *view.containers) {
    auto const known = std::ranges::find(task.containers, container.name, &domain::Container::name);
    auto const health = known == task.containers.end() ? std::nullopt : known->health;
    container.health_status = health_view(health.value_or(domain::HealthStatus::Unknown));
  }
}

}  // namespace

std::string cpu_architecture() {
#if defined(__aarch64__)
  return "arm64";
#else
  return "x86_64";
#endif
}

Task task_view(Call& call, domain::Task const& task, TaskHealth health, TaskTags tags) {
  auto const definition = task_definition_of(call, task.task_definition);
  Task view = echoed_members(call, task, definition);
  view.task_arn = domain::task_arn(task.key);
  view.cluster_arn = domain::cluster_arn(task.key.scope, task.key.cluster);
  view.task_definition_arn = domain::task_definition_arn(task.key.scope, task.task_definition);
  view.last_status = std::string(domain::word(task.last_status));
  view.desired_status = std::string(domain::word(task.desired_status));
  view.version = task.version;
  view.group = task.group;
  if (!task.started_by.empty()) view.started_by = task.started_by;
  if (!task.availability_zone.empty()) view.availability_zone = task.availability_zone;
  if (task.launch_type) view.launch_type = launch_type_view(*task.launch_type);
  if (task.container_instance)
    view.container_instance_arn =
        domain::container_instance_arn({task.key.scope, task.key.cluster, *task.container_instance});
  view.enable_execute_command = view.enable_execute_command.value_or(false);
  view.attributes = {{.name = "ecs.cpu-architecture", .value = cpu_architecture()}};
  view.attachments = attachment_views(task);
  view.containers = container_views(task, definition);
  take_sizes(view, task, definition);
  take_stamps(view, task);
  take_stop(view, task);
  if (task.launch_type == domain::LaunchType::Fargate) take_platform(view, definition);
  if (health == TaskHealth::Shown) show_health(view, task, definition);
  view.tags = tags == TaskTags::Shown ? tag_view(task_tags(call, task)) : std::vector<Tag>{};
  return view;
}

}  // namespace neargate::api::ecs
