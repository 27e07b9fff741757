#include "api/ecs/documents.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_history_arn.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/service_history.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// The digest that a task of the revision has pulled; an image that no task has pulled has none yet.
void resolve_digests(Call& call, domain::ServiceKey const& key, domain::DeploymentId const& id,
                     std::vector<ContainerImage>& images) {
  auto const task = state::find_running_task_of(call.db, key, id);
  if (!task) return;
  for (ContainerImage& image : images)
    for (auto const& container : task->containers)
      if (container.name == image.container_name && !container.image_digest.empty())
        image.image_digest = container.image_digest;
}

ServiceRevision revision_view(Call& call, domain::ServiceRevision const& row, ServiceRevision view) {
  view.service_revision_arn = domain::service_revision_arn(row.service, row.id);
  view.service_arn = domain::service_arn(row.service);
  view.cluster_arn = domain::cluster_arn(row.service.scope, row.service.cluster);
  view.created_at = row.created_at;
  if (view.container_images) resolve_digests(call, row.service, row.id, *view.container_images);
  return view;
}

}  // namespace

DescribeServiceRevisionsResponse describe_service_revisions(Call& call,
                                                            DescribeServiceRevisionsRequest const& request) {
  auto const history = require_history(call, HistoryKind::Revision, items(request.service_revision_arns));

  DescribeServiceRevisionsResponse response;
  response.service_revisions.emplace();
  response.failures.emplace();
  for (std::string const& digits : history.ids) {
    domain::DeploymentId const id{"ecs-svc/" + digits};
    auto const row = state::find_service_revision(call.db, history.service.key, id);
    auto document = row ? revision_document(row->document) : RevisionDocument{.is_task_set = true};
    if (!document.is_task_set)
      response.service_revisions->push_back(revision_view(call, *row, std::move(document.echoed)));
    else
      response.failures->push_back(
          {.arn = domain::service_revision_arn(history.service.key, id), .reason = "MISSING"});
  }
  return response;
}

}  // namespace neargate::api::ecs
