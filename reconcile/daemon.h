#pragma once
// DAEMON services: one task on each eligible instance, old ones stopped before new ones start
// (ecs-services.md "DAEMON"). An instance that drains lets its daemons go last.

#include "reconcile/service_draft.h"

namespace neargate::reconcile {

/// The desired count that a DAEMON service reports: how many instances are eligible.
int count_daemons(ServiceDraft& draft);
void place_daemons(ServiceDraft& draft);

}  // namespace neargate::reconcile
