#pragma once
// What RunTask refuses by looking at the request alone (ecs-tasks.md "RunTask / StartTask rules").

#include <optional>

#include "api/ecs/refuse.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

std::optional<Refusal> run_request_refused(RunTaskRequest const& request);
/// "service:…" belongs to the scheduler.
std::optional<Refusal> group_refused(std::string const& group);

}  // namespace neargate::api::ecs
