#include <algorithm>

#include "api/call.h"
#include "api/ecs/refuse.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_definition_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/task_definitions.h"

namespace neargate::api::ecs {

namespace {

/// `family` means its latest ACTIVE revision; an ARN must carry its revision. Any status can be described.
std::optional<domain::TaskDefinition> find_described(Call& call, std::string const& text) {
  auto const reference = domain::task_definition_from(call.scope, text);
  if (!reference) return std::nullopt;
  if (reference->revision)
    return state::find_task_definition(call.db, call.scope, {reference->family, *reference->revision});
  if (reference->is_arn || !reference->revision_text.empty()) return std::nullopt;
  return state::find_latest_task_definition(call.db, call.scope, reference->family);
}

}  // namespace

DescribeTaskDefinitionResponse describe_task_definition(Call& call,
                                                        DescribeTaskDefinitionRequest const& request) {
  auto const definition = find_described(call, request.task_definition.value_or(""));
  if (!definition) refuse(client("Unable to describe task definition."));

  DescribeTaskDefinitionResponse response;
  response.task_definition = task_definition_view(*definition);
  auto const& include = items(request.include);
  response.tags.emplace();
  if (std::ranges::find(include, TaskDefinitionField::Tags) != include.end())
    response.tags = tag_view(state::list_tags(call.db, *response.task_definition->task_definition_arn));
  return response;
}

}  // namespace neargate::api::ecs
