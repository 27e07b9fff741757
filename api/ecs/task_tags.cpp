#include "api/ecs/task_tags.h"

#include "api/ecs/documents.h"
#include "api/ecs/service_revision.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

RevisionDocument revision_of_task(Call& call, domain::Task const& task) {
  if (!task.service || !task.deployment) return {};
  return revision_of(call, {task.key.scope, task.key.cluster, *task.service}, *task.deployment);
}

}  // namespace

state::TagList task_tags(Call& call, domain::Task const& task) {
  auto own = state::list_tags(call.db, domain::task_arn(task.key));
  if (task_document(task.document).tags_settled) return own;
  return tag_list(merged_tags(revision_of_task(call, task).task_tags, tag_view(own)));
}

void settle_task_tags(Call& call, domain::Task& task) {
  auto document = task_document(task.document);
  if (document.tags_settled) return;
  RevisionDocument const revision = revision_of_task(call, task);
  state::TagList const own = state::list_tags(call.db, domain::task_arn(task.key));
  state::set_tags(call.db, domain::task_arn(task.key),
                  tag_list(merged_tags(revision.task_tags, tag_view(own))));
  document.tags_settled = true;
  document.echoed.enable_execute_command = revision.enable_execute_command;
  task.document = print_document(document);
  state::save_task(call.db, task);
}

}  // namespace neargate::api::ecs
