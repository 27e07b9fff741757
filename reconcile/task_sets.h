#pragma once
// Services whose deployment controller is EXTERNAL or CODE_DEPLOY: each task set is kept at its scale
// (ecs-services.md "Task sets"). Who changes scales is not here.

#include "reconcile/service_draft.h"

namespace neargate::reconcile {

/// True when every task set is stable, and there is one.
bool scale_task_sets(ServiceDraft& draft);

}  // namespace neargate::reconcile
