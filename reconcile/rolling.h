#pragma once
// From the old tasks to the new ones, never below minimumHealthyPercent nor above maximumPercent
// (ecs-services.md "Rolling deployment"); what also keeps a service that is settled.

#include "reconcile/service_draft.h"

namespace neargate::reconcile {

void roll(ServiceDraft& draft);

/// The primary deployment has FAILED: nothing of it is started, the old tasks stay and are replaced when they
/// die; only what the bounds forbid goes.
void hold_failed(ServiceDraft& draft);

// Shared with the other strategies -------------------------------------------------------------------------

/// Keeps as many as desired, whatever maximumPercent says: a new revision comes up whole beside the old one,
/// a task set beside others.
void maintain(ServiceDraft& draft, TaskSource const& source, int desired);
/// Stops the unhealthy tasks of a bucket that has enough healthy ones without them.
void stop_replaced(ServiceDraft& draft, domain::DeploymentId const& id, int desired);
/// Stops what is beyond `desired`; says so when protection keeps it from that.
void stop_surplus(ServiceDraft& draft, domain::DeploymentId const& id, int desired);
/// An old deployment wants as many tasks as it still has.
void shrink_old_desired_counts(ServiceDraft& draft);

}  // namespace neargate::reconcile
