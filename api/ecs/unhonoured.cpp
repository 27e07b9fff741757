#include "api/ecs/unhonoured.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

bool asks_for_something(wire::Value const& member) {
  if (member.is_boolean()) return member.get<bool>();
  if (member.is_number()) return member != 0;
  if (member.is_object() && member.contains("enabled")) return asks_for_something(member["enabled"]);
  return !member.empty();
}

void log(Call const& call, std::string_view operation, wire::Value const& request) {
  auto const used = unhonoured_members_of(request);
  if (!used.empty())
    spdlog::warn("request={} operation={} not-honoured=\"{}\"", call.request_id, operation,
                 fmt::join(used, ","));
}

}  // namespace

std::vector<std::string> unhonoured_members_of(wire::Value const& request) {
  std::vector<std::string> used;
  for (std::string_view const name : unhonoured_request_members) {
    auto const member = request.find(std::string(name));
    if (member != request.end() && asks_for_something(*member)) used.emplace_back(name);
  }
  auto const configuration = request.find("deploymentConfiguration");
  if (configuration != request.end() && configuration->contains("alarms") &&
      asks_for_something((*configuration)["alarms"].value("enable", wire::Value(false))))
    used.emplace_back("deploymentConfiguration.alarms");
  return used;
}

void log_unhonoured_members(Call const& call, CreateServiceRequest const& request) {
  log(call, "CreateService", to_value(request));
}
void log_unhonoured_members(Call const& call, UpdateServiceRequest const& request) {
  log(call, "UpdateService", to_value(request));
}
void log_unhonoured_members(Call const& call, CreateTaskSetRequest const& request) {
  log(call, "CreateTaskSet", to_value(request));
}
void log_unhonoured_members(Call const& call, RunTaskRequest const& request) {
  log(call, "RunTask", to_value(request));
}

}  // namespace neargate::api::ecs
