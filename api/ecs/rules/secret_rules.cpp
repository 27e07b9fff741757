// Secrets and environment files.

#include "api/ecs/rules/registration.h"
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
