#include "api/ecs/unhonoured.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <span>

#include "gen/ecs/codec.h"

namespace neargate::api::ecs {

namespace {

bool asks_for_something(wire::Value const& member) {
  if (member.is_boolean()) return member.get<bool>();
  if (member.is_number()) return member != 0;
  if (member.is_object() && member.contains("enabled")) return asks_for_something(member["enabled"]);
  return !member.empty();
}

void collect(wire::Value const& object, std::span<std::string_view const> members, std::string const& prefix,
             std::vector<std::string>& used) {
  for (std::string_view const name : members) {
    auto const member = object.find(std::string(name));
    if (member != object.end() && asks_for_something(*member)) used.push_back(prefix + std::string(name));
  }
}

void collect_overrides(wire::Value const& overrides, std::vector<std::string>& used) {
  collect(overrides, unhonoured_override_members, "overrides.", used);
  auto const containers = overrides.find("containerOverrides");
  if (containers == overrides.end()) return;
  for (wire::Value const& container : *containers)
    collect(container, unhonoured_container_override_members, "overrides.containerOverrides.", used);
}

void log(Call const& call, std::string_view operation, std::vector<std::string> const& used) {
  if (!used.empty())
    spdlog::warn("request={} operation={} not-honoured=\"{}\"", call.request_id, operation,
                 fmt::join(used, ","));
}

}  // namespace

std::vector<std::string> unhonoured_members_of(wire::Value const& request) {
  std::vector<std::string> used;
  collect(request, unhonoured_request_members, "", used);
  if (auto const overrides = request.find("overrides"); overrides != request.end())
    collect_overrides(*overrides, used);
  auto const configuration = request.find("deploymentConfiguration");
  if (configuration != request.end() && configuration->contains("alarms") &&
      asks_for_something((*configuration)["alarms"].value("enable", wire::Value(false))))
    used.emplace_back("deploymentConfiguration.alarms");
  return used;
}

std::vector<std::string> unhonoured_members_of_cluster(wire::Value const& request) {
  std::vector<std::string> used;
  collect(request, unhonoured_cluster_members, "", used);
  return used;
}

void log_unhonoured_members(Call const& call, CreateServiceRequest const& request) {
  log(call, "CreateService", unhonoured_members_of(to_value(request)));
}
void log_unhonoured_members(Call const& call, UpdateServiceRequest const& request) {
  log(call, "UpdateService", unhonoured_members_of(to_value(request)));
}
void log_unhonoured_members(Call const& call, CreateTaskSetRequest const& request) {
  log(call, "CreateTaskSet", unhonoured_members_of(to_value(request)));
}
void log_unhonoured_members(Call const& call, RunTaskRequest const& request) {
  log(call, "RunTask", unhonoured_members_of(to_value(request)));
}

void log_unhonoured_members(Call const& call, CreateClusterRequest const& request) {
  log(call, "CreateCluster", unhonoured_members_of_cluster(to_value(request)));
}
void log_unhonoured_members(Call const& call, UpdateClusterRequest const& request) {
  log(call, "UpdateCluster", unhonoured_members_of_cluster(to_value(request)));
}

}  // namespace neargate::api::ecs
