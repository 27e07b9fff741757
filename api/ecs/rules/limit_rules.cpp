// Limits of the whole and of what the kernel is asked for.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/ecs/rules/registration_limits.h"
#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {
constexpr std::size_t definition_bytes_max = 65536;
}

std::optional<Refusal> definition_length_refused(Registration const& request) {
  Registration definition = request;
  definition.tags.reset();  // they are no part of the definition
  std::size_t const length =
      to_value(definition).dump(-1, ' ', false, wire::Value::error_handler_t::replace).size();
  if (length <= definition_bytes_max) return std::nullopt;
  return client(
      fmt::format("Actual length: '{}'. Max allowed length is '{}' bytes.", length, definition_bytes_max));
}

std::optional<Refusal> kernel_limits_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    for (Ulimit const& limit : items(container.ulimits))
      // -1 is no limit, as on Docker.
      if (int const hard = limit.hard_limit.value_or(0); hard >= 0 && limit.soft_limit.value_or(0) > hard)
        return client(
            fmt::format("Invalid 'ulimits' setting for container '{}'. The soft limit must be less than or "
                        "equal to the hard limit.",
                        *container.name));
    if (!container.linux_parameters) continue;
    int const swappiness = container.linux_parameters->swappiness.value_or(0);
    if (swappiness < 0 || swappiness > 100)
      return client(fmt::format(
          "Invalid 'swappiness' setting for container '{}'. It must be between 0 and 100.", *container.name));
    if (container.linux_parameters->max_swap.value_or(0) < 0)
      return client(fmt::format("Invalid 'maxSwap' setting for container '{}'.", *container.name));
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
