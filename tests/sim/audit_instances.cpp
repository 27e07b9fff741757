// What tasks hold on container instances (ecs-tasks.md "Placement": reserved from PENDING until STOPPED).

#include <algorithm>

#include "tests/sim/auditor.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

namespace {

using domain::ContainerInstance;
using domain::ContainerInstanceStatus;
using domain::Task;

[[noreturn]] void refuse(ContainerInstance const& instance, std::string const& what) {
  throw Violation{"instance " + instance.key.id.text() + " " + what};
}

std::vector<Task const*> tasks_on(ContainerInstance const& instance, Sighting const& sighting) {
  std::vector<Task const*> tasks;
  for (auto const& [key, task] : sighting.tasks)
    if (key.cluster == instance.key.cluster && task.container_instance == instance.key.id)
      tasks.push_back(&task);
  return tasks;
}

void check_room(ContainerInstance const& instance, Sighting const& sighting) {
  int cpu = 0, memory = 0;
  auto ports = instance.reserved_ports;
  for (Task const* const task : tasks_on(instance, sighting)) {
    cpu += task->reservation.cpu;
    memory += task->reservation.memory_mib;
    for (auto const& port : task->reservation.ports) {
      if (std::ranges::find(ports, port) != ports.end())
        refuse(instance, "gives port " + std::to_string(port.first) + " twice");
      ports.push_back(port);
    }
  }
  if (cpu > instance.cpu) refuse(instance, "gives more CPU than it has");
  if (memory > instance.memory_mib) refuse(instance, "gives more memory than it has");
}

}  // namespace

void check_instances(Sighting const& before, Sighting const& after) {
  for (auto const& instance : after.instances) {
    check_room(instance, after);
    if (instance.status != ContainerInstanceStatus::Draining) continue;
    for (Task const* const task : tasks_on(instance, after))
      if (!before.tasks.contains(task->key) &&
          std::ranges::find(before.instances, instance) != before.instances.end())
        refuse(instance, "is DRAINING, and " + name_of(*task) + " was put on it");
  }
}

}  // namespace neargate::sim
