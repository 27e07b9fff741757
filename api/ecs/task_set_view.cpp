#include "api/ecs/task_set_view.h"

#include "api/ecs/documents.h"
#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/typed_members.h"
#include "domain/arn.h"
#include "domain/words.h"

namespace neargate::api::ecs {

TaskSet task_set_view(Call& call, domain::ServiceKey const& key, domain::TaskSet const& set,
                      TaskCountsById const& counts, ServiceTags tags) {
  TaskSet view = task_set_document(set.document).echoed;
  view.id = set.id.text();
  view.task_set_arn = domain::task_set_arn(key, set.id);
  view.service_arn = domain::service_arn(key);
  view.cluster_arn = domain::cluster_arn(key.scope, key.cluster);
  view.status = std::string(domain::word(set.status));
  view.task_definition = domain::task_definition_arn(key.scope, set.task_definition);
  view.computed_desired_count = set.computed_desired_count;
  auto const counted = counts.find(set.id);
  view.running_count = counted == counts.end() ? 0 : counted->second.running;
  view.pending_count = counted == counts.end() ? 0 : counted->second.pending;
  view.created_at = set.created_at;
  view.updated_at = set.updated_at;
  if (!set.capacity_providers.empty())
    view.capacity_provider_strategy = strategy_view(set.capacity_providers);
  else if (set.launch_type)
    view.launch_type = launch_type_view(*set.launch_type);
  if (set.network) view.network_configuration = network_view(*set.network);
  view.scale = Scale{.value = set.scale_percent, .unit = ScaleUnit::Percent};
  StabilityStatus stability{};
  from_text(domain::word(set.stability), stability);
  view.stability_status = stability;
  view.stability_status_at = set.stability_at;
  if (tags == ServiceTags::Shown) view.tags = tag_view(state::list_tags(call.db, *view.task_set_arn));
  return view;
}

}  // namespace neargate::api::ecs
