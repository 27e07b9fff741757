#include "api/ecs/task_tags.h"

#include "api/ecs/documents.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "state/services.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

std::vector<Tag> deployment_tags(Call& call, domain::Task const& task) {
  if (!task.service || !task.deployment) return {};
  auto const service = state::find_service(call.db, {task.key.scope, task.key.cluster, *task.service});
  if (!service) return {};
  auto const document = service_document(service->document);
  auto const found = document.deployments.find(task.deployment->text());
  return found == document.deployments.end() ? std::vector<Tag>{} : found->second.task_tags;
}

}  // namespace

state::TagList task_tags(Call& call, domain::Task const& task) {
  auto own = state::list_tags(call.db, domain::task_arn(task.key));
  if (task_document(task.document).tags_settled) return own;
  return tag_list(merged_tags(deployment_tags(call, task), tag_view(own)));
}

void settle_task_tags(Call& call, domain::Task& task) {
  auto document = task_document(task.document);
  if (document.tags_settled) return;
  state::set_tags(call.db, domain::task_arn(task.key), task_tags(call, task));
  document.tags_settled = true;
  task.document = print_document(document);
  state::save_task(call.db, task);
}

}  // namespace neargate::api::ecs
