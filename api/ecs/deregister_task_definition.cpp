#include "api/call.h"
#include "api/ecs/refuse.h"
#include "api/ecs/task_definition_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/task_definitions.h"

namespace neargate::api::ecs {

namespace {

domain::TaskDefinition require_revision(Call& call, std::string const& text) {
  auto const reference = domain::task_definition_from(call.scope, text);
  if (!reference) refuse(client("Unable to deregister task definition."));
  if (reference->revision_text.empty()) refuse(client("Revision is missing."));
  if (!reference->revision) refuse(client("Invalid revision number. Number: " + reference->revision_text));
  auto found = state::find_task_definition(call.db, call.scope, {reference->family, *reference->revision});
  if (!found) refuse(client("Unable to deregister task definition."));
  if (found->status == domain::TaskDefinitionStatus::DeleteInProgress)
    refuse(client(
        "The task definition could not be deregistered because it is in the process of being deleted."));
  return *std::move(found);
}

}  // namespace

DeregisterTaskDefinitionResponse deregister_task_definition(Call& call,
                                                            DeregisterTaskDefinitionRequest const& request) {
  domain::TaskDefinition definition = require_revision(call, request.task_definition.value_or(""));
  bool const was_active = definition.status == domain::TaskDefinitionStatus::Active;
  if (was_active) {
    definition.status = domain::TaskDefinitionStatus::Inactive;
    definition.deregistered_at = call.clock.now();
    state::save_task_definition(call.db, definition);
  }
  DeregisterTaskDefinitionResponse response;
  response.task_definition = task_definition_view(definition);
  // This answer has no deregisteredAt, but a member that is not in AWS's model.
  response.task_definition->deregistered_at.reset();
  if (was_active) response.task_definition->previous_status = TaskDefinitionStatus::Active;
  return response;
}

}  // namespace neargate::api::ecs
