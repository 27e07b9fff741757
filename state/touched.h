#pragma once
// Which rows of the reconciler's nouns were written since it last looked, so that a tick reads what changed
// and not what exists.

#include <set>

#include "domain/container_instance.h"
#include "domain/task.h"

namespace neargate::state {

struct Touched {
  bool everything = false;  ///< nobody has looked yet, or rows went by the thousand (a reset)
  std::set<domain::TaskKey> tasks;
  std::set<domain::ServiceKey> services;
  std::set<domain::ContainerInstanceKey> instances;

  void add(Touched more) {
    everything |= more.everything;
    tasks.merge(more.tasks);
    services.merge(more.services);
    instances.merge(more.instances);
  }
};

}  // namespace neargate::state
