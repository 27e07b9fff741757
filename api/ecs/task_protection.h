#pragma once
// Task scale-in protection: which tasks a request names, and how protection is shown (ecs-control-plane.md
// "Task protection").

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "domain/cluster.h"
#include "domain/task.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// The service tasks among those named, each once; the others become failures MISSING or TASK_NOT_VALID.
std::vector<domain::Task> protectable_tasks(Call& call, domain::Cluster const& cluster,
                                            std::vector<std::string> const& named,
                                            std::vector<Failure>& failures);

/// Protection that has lapsed is none, whether or not the scheduler has noticed.
bool is_protected_at(domain::Task const& task, domain::Time now);
ProtectedTask protection_view(domain::Task const& task, domain::Time now);

}  // namespace neargate::api::ecs
