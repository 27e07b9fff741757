#include <variant>

#include "api/call.h"
#include "api/ecs/documents.h"
#include "api/ecs/refuse.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/task_definition_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/task_definitions.h"

namespace neargate::api::ecs {

namespace {

/// Marks one definition for deletion, or says why not.
std::variant<TaskDefinition, Failure> deleted(Call& call, std::string const& text) {
  auto const reference = domain::task_definition_from(call.scope, text);
  if (!reference || !reference->revision)
    return Failure{.arn = text,
                   .reason =
                       "The specified task definition identifier is invalid. Specify a valid name or ARN and "
                       "try again."};
  domain::TaskDefinitionKey const key{reference->family, *reference->revision};
  std::string const arn = domain::task_definition_arn(call.scope, key);
  auto found = state::find_task_definition(call.db, call.scope, key);
  if (!found)
    return Failure{.arn = arn,
                   .reason =
                       "The specified task definition does not exist. Specify a valid account, family, "
                       "revision and try again."};
  if (found->status == domain::TaskDefinitionStatus::Active)
    return Failure{
        .arn = arn,
        .reason =
            "The specified task definition is still in ACTIVE status. Please deregister the target "
            "and try again."};
  if (found->status == domain::TaskDefinitionStatus::Inactive) {
    found->status = domain::TaskDefinitionStatus::DeleteInProgress;
    TaskDefinition echoed = task_definition_document(found->document);
    echoed.delete_requested_at = call.clock.now();
    found->document = print_document(echoed);
    state::save_task_definition(call.db, *found);
  }
  TaskDefinition view = task_definition_view(*found);
  view.previous_status = TaskDefinitionStatus::Inactive;
  return view;
}

}  // namespace

DeleteTaskDefinitionsResponse delete_task_definitions(Call& call,
                                                      DeleteTaskDefinitionsRequest const& request) {
  auto const& named = items(request.task_definitions);
  if (named.empty()) refuse(invalid("size of TaskDefinition references list must be greater than 0"));
  if (named.size() > 10) refuse(invalid("Size of TaskDefinition references list cannot exceed 10"));

  DeleteTaskDefinitionsResponse response;
  response.task_definitions.emplace();
  response.failures.emplace();
  for (std::string const& text : named) {
    auto outcome = deleted(call, text);
    if (auto* const failure = std::get_if<Failure>(&outcome))
      response.failures->push_back(std::move(*failure));
    else
      response.task_definitions->push_back(std::get<TaskDefinition>(std::move(outcome)));
  }
  return response;
}

}  // namespace neargate::api::ecs
