#pragma once
// One task: its next lawful step towards what is wanted of it. Pure; the outside is in the scene.

#include <string>
#include <vector>

#include "domain/task.h"
#include "domain/task_definition.h"
#include "reconcile/action.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

struct TaskScene {
  Desired const& desired;
  Observed const& observed;
  Settings const& settings;
  domain::Time now;
  AddressBook& addresses;
};

/// Moves the task as far as it can go without Docker and adds the Docker calls that come next to `plan`.
void advance(domain::Task& task, domain::TaskDefinition const& definition, TaskScene const& scene,
             Plan& plan);

}  // namespace neargate::reconcile
