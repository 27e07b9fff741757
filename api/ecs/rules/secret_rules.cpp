// Secrets and environment files.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api/ecs/rules/registration_limits.h"
#include "domain/arn.h"

namespace neargate::api::ecs {

namespace {

bool has_secrets(ContainerDefinition const& container) {
  return !items(container.secrets).empty() ||
         (container.log_configuration && !items(container.log_configuration->secret_options).empty());
}

}  // namespace

std::optional<Refusal> secrets_refused(Registration const& request) {
  if (!request.execution_role_arn.value_or("").empty()) return std::nullopt;
  for (auto const& container : containers_of(request))
    if (has_secrets(container))
      return client(
          "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
  return std::nullopt;
}

std::optional<Refusal> secret_names_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    std::set<std::string> names;
    for (Secret const& secret : items(container.secrets)) {
      std::string const name = secret.name.value_or("");
      if (!names.insert(name).second)
        return client(
            fmt::format("Duplicate secret names found: {}. Each secret name must be unique.", name));
      auto const& environment = items(container.environment);
      if (std::ranges::any_of(environment, [&](KeyValuePair const& pair) { return pair.name == name; }))
        return client(
            fmt::format("The secret name must be unique and not shared with any new or existing environment "
                        "variables set on the container, such as '{}'.",
                        name));
    }
  }
  return std::nullopt;
}

std::optional<Refusal> environment_files_refused(Registration const& request) {
  for (auto const& container : containers_of(request)) {
    auto const& files = items(container.environment_files);
    if (files.size() > 10)
      return client(
          "The maximum number of environment files was exceeded. Specify ten or less and try again.");
    for (EnvironmentFile const& file : files)
      if (!domain::Arn::parse(file.value.value_or(""))) return client("Invalid arn syntax");
  }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
