// The recipe of a task, read from the stored `taskDefinition` document.

#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "domain/words.h"
#include "state/task_definitions.h"

namespace neargate::state {

namespace {

using Json = nlohmann::json;

template <class Value>
std::optional<Value> member(Json const& object, char const* name) {
  auto const found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->get<Value>();
}

std::optional<std::chrono::seconds> seconds_member(Json const& object, char const* name) {
  auto const count = member<int>(object, name);
  if (!count) return std::nullopt;
  return std::chrono::seconds{*count};
}

Json const& list_member(Json const& object, char const* name) {
  static Json const empty = Json::array();
  auto const found = object.find(name);
  return found == object.end() ? empty : *found;
}

/// Task cpu and memory are text on the wire ("256").
std::optional<int> number_text(Json const& object, char const* name) {
  auto const text = member<std::string>(object, name);
  if (!text) return std::nullopt;
  int number = 0;
  auto const [next, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || next != text->data() + text->size()) return std::nullopt;
  return number;
}

std::optional<domain::HealthCheck> health_check(Json const& container) {
  auto const found = container.find("healthCheck");
  if (found == container.end() || !found->is_object()) return std::nullopt;
  return domain::HealthCheck{
      .command = member<std::vector<std::string>>(*found, "command").value_or(std::vector<std::string>{}),
      .interval = seconds_member(*found, "interval"),
      .timeout = seconds_member(*found, "timeout"),
      .start_period = seconds_member(*found, "startPeriod"),
      .retries = member<int>(*found, "retries")};
}

domain::ContainerDefinition container_from(Json const& object) {
  domain::ContainerDefinition container;
  container.name = member<std::string>(object, "name").value_or("");
  container.image = member<std::string>(object, "image").value_or("");
  container.essential = member<bool>(object, "essential").value_or(true);
  container.cpu = member<int>(object, "cpu").value_or(0);
  container.memory_mib = member<int>(object, "memory");
  container.memory_reservation_mib = member<int>(object, "memoryReservation");
  container.command = member<std::vector<std::string>>(object, "command");
  container.entry_point = member<std::vector<std::string>>(object, "entryPoint");
  container.user = member<std::string>(object, "user");
  container.working_directory = member<std::string>(object, "workingDirectory");
  container.start_timeout = seconds_member(object, "startTimeout");
  container.stop_timeout = seconds_member(object, "stopTimeout");
  container.health_check = health_check(object);
  container.docker_labels = member<std::map<std::string, std::string>>(object, "dockerLabels")
                                .value_or(std::map<std::string, std::string>{});
  for (Json const& pair : list_member(object, "environment"))
    container.environment.emplace_back(member<std::string>(pair, "name").value_or(""),
                                       member<std::string>(pair, "value").value_or(""));
  for (Json const& mapping : list_member(object, "portMappings")) {
    auto const port = member<int>(mapping, "containerPort");
    if (!port) continue;  // a containerPortRange, not acted upon yet
    auto const protocol =
        domain::from_word<domain::Protocol>(member<std::string>(mapping, "protocol").value_or("tcp"));
    container.port_mappings.push_back({.container_port = *port,
                                       .host_port = member<int>(mapping, "hostPort").value_or(0),
                                       .protocol = protocol.value_or(domain::Protocol::Tcp)});
  }
  for (Json const& dependency : list_member(object, "dependsOn"))
    container.depends_on.push_back(
        {.container = member<std::string>(dependency, "containerName").value_or(""),
         .condition = domain::from_word<domain::DependencyCondition>(
                          member<std::string>(dependency, "condition").value_or("START"))
                          .value_or(domain::DependencyCondition::Start)});
  for (Json const& resource : list_member(object, "resourceRequirements"))
    if (member<std::string>(resource, "type") == "GPU")
      container.gpus = number_text(resource, "value").value_or(0);
  return container;
}

domain::PlacementConstraint constraint_from(Json const& object) {
  return {.type = domain::from_word<domain::ConstraintType>(member<std::string>(object, "type").value_or(""))
                      .value_or(domain::ConstraintType::MemberOf),
          .expression = member<std::string>(object, "expression").value_or("")};
}

}  // namespace

domain::TaskDefinition recipe_from_document(std::string const& document) {
  try {
    Json const object = Json::parse(document);
    domain::TaskDefinition definition;
    definition.document = document;
    // Without networkMode Linux tasks use Docker's default bridge (ecs-task-runtime.md "Network modes").
    definition.network_mode =
        domain::from_word<domain::NetworkMode>(member<std::string>(object, "networkMode").value_or("bridge"))
            .value_or(domain::NetworkMode::Bridge);
    definition.cpu = number_text(object, "cpu");
    definition.memory_mib = number_text(object, "memory");
    for (Json const& container : list_member(object, "containerDefinitions"))
      definition.containers.push_back(container_from(container));
    for (Json const& attribute : list_member(object, "requiresAttributes"))
      definition.required_attributes.push_back(member<std::string>(attribute, "name").value_or(""));
    for (Json const& constraint : list_member(object, "placementConstraints"))
      definition.placement_constraints.push_back(constraint_from(constraint));
    return definition;
  } catch (Json::exception const& error) {
    throw std::invalid_argument(std::string("not a task definition document: ") + error.what());
  }
}

}  // namespace neargate::state
