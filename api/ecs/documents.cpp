#include "api/ecs/documents.h"

#include <nlohmann/json.hpp>

#include "api/wire/codec.h"
#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

template <class Shape>
Shape parsed(wire::Value const& value) {
  Shape shape;
  from_value(value, shape);
  return shape;
}

template <class Shape>
Shape member(wire::Value const& object, char const* name) {
  Shape shape{};
  if (auto const found = object.find(name); found != object.end()) wire::from_value(*found, shape);
  return shape;
}

wire::Value print_deployments(std::map<std::string, DeploymentDocument> const& deployments) {
  wire::Value value = wire::Value::object();
  for (auto const& [id, deployment] : deployments)
    value[id] = {{"deployment", to_value(deployment.echoed)},
                 {"taskTags", wire::to_value(deployment.task_tags)},
                 {"enableExecuteCommand", deployment.enable_execute_command}};
  return value;
}

}  // namespace

std::string print_document(Cluster const& echoed) { return to_value(echoed).dump(); }
Cluster cluster_document(std::string const& json) { return parsed<Cluster>(wire::Value::parse(json)); }

std::string print_document(TaskDefinition const& echoed) { return to_value(echoed).dump(); }
TaskDefinition task_definition_document(std::string const& json) {
  return parsed<TaskDefinition>(wire::Value::parse(json));
}

std::string print_document(ServiceDocument const& document) {
  wire::Value const value = {{"service", to_value(document.echoed)},
                             {"clientToken", document.client_token},
                             {"request", document.request},
                             {"deployments", print_deployments(document.deployments)},
                             {"newest", document.newest}};
  return value.dump();
}

ServiceDocument service_document(std::string const& json) {
  wire::Value const value = wire::Value::parse(json);
  ServiceDocument document;
  document.echoed = parsed<Service>(value.value("service", wire::Value::object()));
  document.client_token = member<std::string>(value, "clientToken");
  document.request = member<std::string>(value, "request");
  document.newest = member<std::string>(value, "newest");
  wire::Value const deployments = value.value("deployments", wire::Value::object());
  for (auto const& [id, entry] : deployments.items())
    document.deployments[id] = {
        .echoed = parsed<Deployment>(entry.value("deployment", wire::Value::object())),
        .task_tags = member<std::vector<Tag>>(entry, "taskTags"),
        .enable_execute_command = member<bool>(entry, "enableExecuteCommand")};
  return document;
}

DeploymentDocument deployment_document(ServiceDocument const& document, std::string const& id) {
  auto found = document.deployments.find(id);
  if (found == document.deployments.end()) found = document.deployments.find(document.newest);
  return found == document.deployments.end() ? DeploymentDocument{} : found->second;
}

std::string print_document(TaskDocument const& document) {
  wire::Value const value = {{"task", to_value(document.echoed)},
                             {"referenceId", document.reference_id},
                             {"tagsSettled", document.tags_settled}};
  return value.dump();
}

TaskDocument task_document(std::string const& json) {
  wire::Value const value = wire::Value::parse(json);
  return {.echoed = parsed<Task>(value.value("task", wire::Value::object())),
          .reference_id = member<std::string>(value, "referenceId"),
          .tags_settled = member<bool>(value, "tagsSettled")};
}

std::string canonical_text(CreateServiceRequest request) {
  request.client_token.reset();
  request.tags.reset();  // changed tags are ignored silently (ecs-services.md "Create")
  return to_value(request).dump();
}

std::string canonical_text(RunTaskRequest request) {
  request.client_token.reset();
  return to_value(request).dump();
}

}  // namespace neargate::api::ecs
