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
                             {"request", document.request}};
  return value.dump();
}

ServiceDocument service_document(std::string const& json) {
  wire::Value const value = wire::Value::parse(json);
  return {.echoed = parsed<Service>(value.value("service", wire::Value::object())),
          .client_token = member<std::string>(value, "clientToken"),
          .request = member<std::string>(value, "request")};
}

std::string print_document(RevisionDocument const& document) {
  wire::Value const value = {{"revision", to_value(document.echoed)},
                             {"taskTags", wire::to_value(document.task_tags)},
                             {"enableExecuteCommand", document.enable_execute_command},
                             {"taskSet", document.is_task_set}};
  return value.dump();
}

RevisionDocument revision_document(std::string const& json) {
  wire::Value const value = wire::Value::parse(json);
  return {.echoed = parsed<ServiceRevision>(value.value("revision", wire::Value::object())),
          .task_tags = member<std::vector<Tag>>(value, "taskTags"),
          .enable_execute_command = member<bool>(value, "enableExecuteCommand"),
          .is_task_set = member<bool>(value, "taskSet")};
}

std::string print_document(TaskSetDocument const& document) {
  wire::Value const value = {{"taskSet", to_value(document.echoed)},
                             {"clientToken", document.client_token},
                             {"request", document.request}};
  return value.dump();
}

TaskSetDocument task_set_document(std::string const& json) {
  wire::Value const value = wire::Value::parse(json);
  return {.echoed = parsed<TaskSet>(value.value("taskSet", wire::Value::object())),
          .client_token = member<std::string>(value, "clientToken"),
          .request = member<std::string>(value, "request")};
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

std::string canonical_text(CreateTaskSetRequest request) {
  request.client_token.reset();
  request.tags.reset();
  return to_value(request).dump();
}

std::string canonical_text(RunTaskRequest request) {
  request.client_token.reset();
  return to_value(request).dump();
}

}  // namespace neargate::api::ecs
