// Sizes of the task and of its containers against each other.

#include <fmt/format.h>

#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/task_size.h"

namespace neargate::api::ecs {

namespace {

std::optional<int> task_cpu(Registration const& request) {
  return request.cpu ? parse_cpu(*request.cpu) : std::nullopt;
}
std::optional<int> task_memory(Registration const& request) {
  return request.memory ? parse_memory(*request.memory) : std::nullopt;
}

}  // namespace

std::optional<Refusal> task_size_text_refused(Registration const& request) {
  if (request.cpu && !task_cpu(request)) return invalid("Invalid 'cpu' setting for task.");
  // Fargate has its table; elsewhere any value between 1/8 and 192 vCPU will do.
  if (request.cpu && !requires_fargate(request) && (*task_cpu(request) < 128 || *task_cpu(request) > 196608))
    return invalid("Invalid 'cpu' setting for task.");
  if (request.memory && !task_memory(request)) return invalid("Invalid 'memory' setting for task.");
  return std::nullopt;
}

std::optional<Refusal> container_memory_missing(Registration const& request) {
  if (task_memory(request)) return std::nullopt;
  for (auto const& container : containers_of(request))
    if (container.memory.value_or(0) == 0 && container.memory_reservation.value_or(0) == 0)
      return client(
          fmt::format("Invalid setting for container '{}'. At least one of 'memory' or 'memoryReservation' "
                      "must be specified.",
                      *container.name));
  return std::nullopt;
}

std::optional<Refusal> container_memory_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    for (auto const& [member, value] :
         {std::pair{"cpu", container.cpu}, std::pair{"memory", container.memory},
          std::pair{"memoryReservation", container.memory_reservation}})
      if (value.value_or(0) < 0)
        return client(fmt::format("Invalid '{}' setting for container '{}'.", member, *container.name));
    // Equal is accepted, although AWS's documentation says "greater".
    if (container.memory && container.memory_reservation && *container.memory < *container.memory_reservation)
      return client(
          fmt::format("Invalid setting for container '{}'. 'memory' must be greater than or equal to "
                      "'memoryReservation'.",
                      *container.name));
    if (auto const whole = task_memory(request); whole && container.memory.value_or(0) > *whole)
      return client(fmt::format("The 'memory' setting for container '{}' is greater than for the task.",
                                *container.name));
  }
  return std::nullopt;
}

std::optional<Refusal> container_sums_refused(Registration const& request) {
  auto const whole = task_cpu(request);
  if (!whole) return std::nullopt;
  std::int64_t sum = 0;
  for (auto const& container : containers_of(request)) sum += container.cpu.value_or(0);
  if (sum > *whole)
    return client(
        "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.");
  return std::nullopt;
}

}  // namespace neargate::api::ecs
