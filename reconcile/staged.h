#pragma once
// BLUE_GREEN, LINEAR and CANARY (ecs-services.md): the new revision comes up whole beside the old one, then
// the deployment goes through its lifecycle stages, and the old one is stopped in the last.
//
// There is no load balancer to turn here: a shift of traffic is a number in the deployment that steps and
// bake times move by the clock. A first deployment, and a rollback, wait for neither.

#include "reconcile/service_draft.h"

namespace neargate::reconcile {

/// The primary deployment is in progress by such a strategy.
bool is_staged(ServiceDraft& draft);
void advance_stages(ServiceDraft& draft);
/// It has come to its last stage.
bool has_passed_stages(ServiceDraft& draft);

}  // namespace neargate::reconcile
