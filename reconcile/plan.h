#pragma once
// From what is wanted and what is to what is done next. Pure: rows, world, time and ids are arguments;
// planning changes nothing, and a settled world gives an empty plan.
//
// A tick is observe -> plan -> commit the changes -> act (loop.h). Start reading here; rollout.h has the
// rules of one service, fold.h and sequence.h those of one task.

#include "domain/mint.h"
#include "reconcile/action.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

Plan plan(Desired const& desired, Observed const& observed, Settings const& settings, domain::Time now,
          domain::Mint& mint);

}  // namespace neargate::reconcile
