#include "api/call.h"
#include "api/ecs/documents.h"
#include "api/ecs/registration_defaults.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/secret_accounts.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_definition_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/task_definitions.h"

namespace neargate::api::ecs {

RegisterTaskDefinitionResponse register_task_definition(Call& call,
                                                        RegisterTaskDefinitionRequest const& request) {
  check(registration_refused(request));
  check(secret_accounts_refused(request, call.scope.account.text()));

  TaskDefinition echoed = defined_by(request);
  echoed.registered_by = call.caller_arn;
  std::string const document = print_document(echoed);
  domain::Family const family{*request.family};
  domain::TaskDefinition definition = state::recipe_from_document(document);
  definition.scope = call.scope;
  definition.key = {family, state::next_revision(call.db, call.scope, family)};
  definition.registered_at = call.clock.now();
  state::save_task_definition(call.db, definition);
  state::set_tags(call.db, domain::task_definition_arn(call.scope, definition.key), tag_list(request.tags));

  RegisterTaskDefinitionResponse response;
  response.task_definition = task_definition_view(definition);
  if (request.tags && !request.tags->empty()) response.tags = request.tags;
  return response;
}

}  // namespace neargate::api::ecs
