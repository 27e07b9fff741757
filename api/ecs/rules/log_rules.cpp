// Log drivers and their options.

#include <fmt/format.h>

#include <algorithm>

#include "api/ecs/rules/registration.h"

namespace neargate::api::ecs {

namespace {

/// The awslogs options that are asked for and not there, in AWS's order.
std::string missing_options(LogConfiguration const& log, bool fargate) {
  std::string missing;
  for (char const* option : {"awslogs-region", "awslogs-group", "awslogs-stream-prefix"}) {
    if (!fargate && option == std::string_view("awslogs-stream-prefix")) continue;
    if (log.options && log.options->contains(option)) continue;
    missing += missing.empty() ? option : std::string(", ") + option;
  }
  return missing;
}

bool has_router(Registration const& request) {
  return std::ranges::any_of(containers_of(request), [](ContainerDefinition const& container) {
    return container.firelens_configuration.has_value();
  });
}

}  // namespace

std::optional<Refusal> log_options_refused(Registration const& request) {
  // One router takes the logs of all the task's containers.
  if (std::ranges::count_if(containers_of(request), [](ContainerDefinition const& container) {
        return container.firelens_configuration.has_value();
      }) > 1)
    return client("Only one container in a task definition can have a firelens configuration object.");
  bool const fargate = requires_fargate(request);
  for (auto const& container : containers_of(request)) {
    if (!container.log_configuration || !container.log_configuration->log_driver) continue;
    LogConfiguration const& log = *container.log_configuration;
    LogDriver const driver = *log.log_driver;
    bool const on_fargate =
        driver == LogDriver::Awslogs || driver == LogDriver::Splunk || driver == LogDriver::Awsfirelens;
    if (fargate && !on_fargate)
      return client(fmt::format("{} is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]",
                                to_text(driver)));
    if (driver == LogDriver::Awslogs)
      if (std::string const missing = missing_options(log, fargate); !missing.empty())
        return client(fmt::format("Log driver awslogs requires options: {}", missing));
    if (driver == LogDriver::Awsfirelens && !has_router(request))
      return client(
          "When awsfirelens log driver is specified in log configuration, a firelens configuration object "
          "must be "
          "configured in one of the containers.");
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
