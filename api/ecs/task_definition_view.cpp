#include "api/ecs/task_definition_view.h"

#include "api/ecs/documents.h"
#include "domain/arn.h"
#include "domain/words.h"

namespace neargate::api::ecs {

TaskDefinition task_definition_view(domain::TaskDefinition const& definition) {
  TaskDefinition view = task_definition_document(definition.document);
  view.task_definition_arn = domain::task_definition_arn(definition.scope, definition.key);
  view.revision = definition.key.revision;
  TaskDefinitionStatus status{};
  from_text(domain::word(definition.status), status);
  view.status = status;
  view.registered_at = definition.registered_at;
  view.deregistered_at = definition.deregistered_at;
  return view;
}

}  // namespace neargate::api::ecs
