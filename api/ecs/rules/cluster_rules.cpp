#include "api/ecs/rules/cluster_rules.h"

#include <algorithm>

namespace neargate::api::ecs {

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::optional<Refusal> cluster_name_refused(std::string const& name) {
  if (is_name(name)) return std::nullopt;
  return invalid(R"(ClusterName must match ^[a-zA-Z0-9\-_]{1,255}$)");
}

std::optional<Refusal> settings_refused(wire::Optional<std::vector<ClusterSetting>> const& settings) {
  if (!settings) return std::nullopt;
  for (ClusterSetting const& setting : *settings) {
    if (setting.name.value_or("") != container_insights) return invalid("Invalid setting 'name'");
    std::string const value = setting.value.value_or("");
    if (value != "enabled" && value != "disabled" && value != "enhanced")
      return invalid("Invalid setting 'value'");
  }
  return std::nullopt;
}

std::optional<Refusal> configuration_refused(wire::Optional<ClusterConfiguration> const& configuration) {
  if (!configuration || !configuration->execute_command_configuration) return std::nullopt;
  auto const& command = *configuration->execute_command_configuration;
  bool const overrides = command.logging == ExecuteCommandLogging::Override;
  auto const& log = command.log_configuration;
  bool const has_log = log && *log != ExecuteCommandLogConfiguration{};
  bool const has_target = has_log && (!log->cloud_watch_log_group_name.value_or("").empty() ||
                                      !log->s3_bucket_name.value_or("").empty());
  if (overrides && !has_target)
    return invalid(
        "A CloudWatch log group name or S3 bucket name must be specified when overriding the default log "
        "configuration.");
  if (!overrides && has_log)
    return invalid("Log configuration can only be specified when logging is set to OVERRIDE.");
  return std::nullopt;
}

}  // namespace neargate::api::ecs
