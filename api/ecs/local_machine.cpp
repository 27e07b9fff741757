#include "api/ecs/local_machine.h"

#include <algorithm>

#include "domain/arn.h"
#include "placement/local_instance.h"
#include "state/container_instances.h"
#include "state/networks.h"
#include "state/tags.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

void offer_local_machine(Call& call, domain::ClusterName const& cluster) {
  if (!call.settings.local_machine || !state::list_container_instances(call.db, call.scope, cluster).empty())
    return;
  auto const zones = state::availability_zones(call.scope.region);
  state::save_container_instance(
      call.db, placement::local_instance(call.scope, cluster, *call.settings.local_machine,
                                         zones.empty() ? "" : zones.front(), call.mint, call.clock.now()));
}

void withdraw_local_machine(Call& call, domain::ClusterName const& cluster) {
  auto const tasks = state::list_live_tasks_in(call.db, call.scope, cluster);
  for (auto const& instance : state::list_container_instances(call.db, call.scope, cluster)) {
    bool const is_busy = std::ranges::any_of(
        tasks, [&](domain::Task const& task) { return task.container_instance == instance.key.id; });
    if (!instance.is_local || is_busy) continue;
    state::delete_container_instance(call.db, instance.key);
    state::remove_all_tags(call.db, domain::container_instance_arn(instance.key));
  }
}

}  // namespace neargate::api::ecs
