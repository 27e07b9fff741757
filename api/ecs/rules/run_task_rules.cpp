#include "api/ecs/rules/run_task_rules.h"

#include "api/ecs/rules/service_rules.h"
#include "api/ecs/tag_view.h"

namespace neargate::api::ecs {

namespace {
constexpr int count_max = 10;
constexpr std::size_t token_length_max = 64, started_by_length_max = 128, reference_length_max = 1024;
}  // namespace

std::optional<Refusal> group_refused(std::string const& group) {
  if (group.starts_with("service:")) return invalid("Invalid namespace for group.");
  if (group.size() > 255) return invalid("group longer than 255.");
  return std::nullopt;
}

std::optional<Refusal> run_request_refused(RunTaskRequest const& request) {
  if (request.task_definition.value_or("").empty()) return invalid("TaskDefinition can not be blank.");
  if (auto refusal = client_token_refused(request.client_token, token_length_max)) return refusal;
  // 0 is how the Go SDK says "not given".
  if (request.count.value_or(1) > count_max) return invalid("Count can not be greater than 10");
  if (request.count.value_or(1) < 0) return invalid("Count can not be lesser than 1");
  if (auto refusal = group_refused(request.group.value_or(""))) return refusal;
  if (request.started_by.value_or("").size() > started_by_length_max)
    return invalid("startedBy longer than 128.");
  if (request.reference_id.value_or("").size() > reference_length_max)
    return invalid("referenceId longer than 1024.");
  if (request.propagate_tags == PropagateTags::Service)
    return invalid(
        "Tags can not be propagated from a service when running a task. Specify TASK_DEFINITION or NONE.");
  return tags_refused(request.tags);
}

}  // namespace neargate::api::ecs
