#include "api/ecs/overrides.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/task_size.h"
#include "api/wire/codec.h"
#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t overrides_length_max = 8192;

wire::Optional<std::string> given(wire::Optional<std::string> const& text) {
  if (text && !text->empty()) return text;
  return std::nullopt;
}
wire::Optional<int> given(wire::Optional<int> const& number) {
  if (number.value_or(0) != 0) return number;
  return std::nullopt;
}
template <class T>
wire::Optional<std::vector<T>> given(wire::Optional<std::vector<T>> const& list) {
  if (list && !list->empty()) return list;
  return std::nullopt;
}

ContainerOverride without_empty_values(ContainerOverride const& sent) {
  return {.name = given(sent.name),
          .command = given(sent.command),
          .environment = given(sent.environment),
          .environment_files = given(sent.environment_files),
          .cpu = given(sent.cpu),
          .memory = given(sent.memory),
          .memory_reservation = given(sent.memory_reservation),
          .resource_requirements = given(sent.resource_requirements)};
}

bool has_container(domain::TaskDefinition const& definition, std::string const& name) {
  return std::ranges::find(definition.containers, name, &domain::ContainerDefinition::name) !=
         definition.containers.end();
}

std::optional<Refusal> size_refused(TaskOverride const& overrides, domain::TaskDefinition const& definition,
                                    domain::LaunchType type) {
  if (overrides.cpu && !parse_cpu(*overrides.cpu)) return invalid("Invalid 'cpu' setting for task.");
  if (overrides.memory && !parse_memory(*overrides.memory))
    return invalid("Invalid 'memory' setting for task.");
  if (type != domain::LaunchType::Fargate || (!overrides.cpu && !overrides.memory)) return std::nullopt;
  int const cpu = overridden_cpu(overrides).value_or(definition.cpu.value_or(0));
  int const memory = overridden_memory(overrides).value_or(definition.memory_mib.value_or(0));
  if (is_fargate_pair(cpu, memory)) return std::nullopt;
  return client(
      fmt::format("No Fargate configuration exists for given values: {} CPU, {} memory. See the Amazon ECS "
                  "documentation for the valid values.",
                  cpu, memory));
}

}  // namespace

TaskOverride without_empty_values(wire::Optional<TaskOverride> const& sent) {
  if (!sent) return {};
  TaskOverride overrides{.cpu = given(sent->cpu),
                         .execution_role_arn = given(sent->execution_role_arn),
                         .memory = given(sent->memory),
                         .task_role_arn = given(sent->task_role_arn)};
  if (sent->ephemeral_storage && sent->ephemeral_storage->size_in_gib.value_or(0) != 0)
    overrides.ephemeral_storage = sent->ephemeral_storage;
  overrides.container_overrides.emplace();
  for (ContainerOverride const& container : items(sent->container_overrides))
    overrides.container_overrides->push_back(without_empty_values(container));
  return overrides;
}

std::optional<Refusal> overrides_refused(TaskOverride const& overrides,
                                         domain::TaskDefinition const& definition, domain::LaunchType type) {
  if (to_value(overrides).dump().size() > overrides_length_max)
    return invalid("Container Overrides length must be at most 8192");
  for (ContainerOverride const& container : items(overrides.container_overrides))
    if (!has_container(definition, container.name.value_or("")))
      return invalid(fmt::format("Override for container named {} is not a container in the TaskDefinition.",
                                 container.name.value_or("")));
  if (auto refusal = size_refused(overrides, definition, type)) return refusal;
  if (!overrides.ephemeral_storage) return std::nullopt;
  if (type != domain::LaunchType::Fargate)
    return client("Tasks using the EC2 launch type do not support EphemeralStorage.");
  int const size = *overrides.ephemeral_storage->size_in_gib;
  if (size < 21) return client("EphemeralStorage size should be at least 21");
  if (size > 200) return client("EphemeralStorage size should be at most 200");
  return std::nullopt;
}

std::vector<domain::ContainerOverride> container_overrides(TaskOverride const& overrides) {
  std::vector<domain::ContainerOverride> list;
  for (ContainerOverride const& container : items(overrides.container_overrides)) {
    domain::ContainerOverride entry{.name = container.name.value_or(""),
                                    .command = container.command,
                                    .cpu = container.cpu,
                                    .memory_mib = container.memory,
                                    .memory_reservation_mib = container.memory_reservation};
    for (KeyValuePair const& variable : items(container.environment))
      entry.environment.emplace_back(variable.name.value_or(""), variable.value.value_or(""));
    list.push_back(std::move(entry));
  }
  return list;
}

std::optional<int> overridden_cpu(TaskOverride const& overrides) {
  return overrides.cpu ? parse_cpu(*overrides.cpu) : std::nullopt;
}

std::optional<int> overridden_memory(TaskOverride const& overrides) {
  return overrides.memory ? parse_memory(*overrides.memory) : std::nullopt;
}

TaskOverride overrides_view(TaskOverride const& overrides, domain::TaskDefinition const& definition) {
  TaskOverride view = overrides;
  view.inference_accelerator_overrides.emplace();
  view.container_overrides.emplace();
  auto const& given_ones = items(overrides.container_overrides);
  for (auto const& container : definition.containers) {
    auto const found = std::ranges::find_if(
        given_ones, [&](ContainerOverride const& one) { return one.name == container.name; });
    view.container_overrides->push_back(found == given_ones.end() ? ContainerOverride{.name = container.name}
                                                                  : *found);
  }
  return view;
}

}  // namespace neargate::api::ecs
