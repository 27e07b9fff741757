#pragma once
// A deployment that has failed, and the way back to the last one that completed (ecs-services.md "Circuit
// breaker", "BLUE_GREEN, LINEAR, CANARY").

#include <string>

#include "reconcile/service_draft.h"

namespace neargate::reconcile {

/// The primary deployment is FAILED: no more tasks of it are started.
void fail_deployment(ServiceDraft& draft, std::string reason);

/// What a rollback would go back to: the newest that completed. It may have no task left.
domain::Deployment* find_rollback_target(ServiceDraft& draft);

/// The last deployment that completed becomes the target, the primary one drains. Without such a one the
/// primary stays as it is, and the record says so. `why` is the record's reason.
void roll_back(ServiceDraft& draft, std::string const& why);

/// A deployment without tasks leaves the list; the one that a rollback would need is kept out of sight as
/// INACTIVE until the primary has completed.
void forget_old_deployments(ServiceDraft& draft);

}  // namespace neargate::reconcile

namespace neargate::reconcile::rollback_reason {

inline constexpr char const* by_breaker =
    "Service deployment rolled back because the circuit breaker threshold was exceeded.";
inline constexpr char const* by_user = "Service deployment rolled back by user";
std::string by_hook(domain::LifecycleStage stage, std::string const& target, std::string const& outcome);

}  // namespace neargate::reconcile::rollback_reason
