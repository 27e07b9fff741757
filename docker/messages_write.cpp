#include <nlohmann/json.hpp>

#include "docker/messages.h"

namespace neargate::docker::message {
namespace {

using Json = nlohmann::json;

constexpr int mac_address_with_network = 44;

std::string print(Json const& json) {
  // Text that is not UTF-8 must not end in an exception; Docker would refuse it anyway.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string port_key(PublishedPort const& port) {
  return std::to_string(port.container_port) + '/' + port.protocol;
}

bool shares_a_namespace(ContainerSpec const& spec) { return spec.network_mode.starts_with("container:"); }

bool is_named_network(std::string const& mode) {
  return !mode.empty() && mode != "bridge" && mode != "default" && mode != "host" && mode != "none" &&
         !mode.starts_with("container:");
}

Json host_config(ContainerSpec const& spec) {
  Json out = {{"RestartPolicy", {{"Name", "no"}}}};  // restarts are neargate's (ecs-task-runtime.md)
  if (!spec.network_mode.empty()) out["NetworkMode"] = spec.network_mode;
  if (spec.cpu_shares > 0) out["CpuShares"] = spec.cpu_shares;
  if (spec.nano_cpus > 0) out["NanoCpus"] = spec.nano_cpus;
  if (spec.memory_bytes > 0) out["Memory"] = spec.memory_bytes;
  if (spec.memory_reservation_bytes > 0) out["MemoryReservation"] = spec.memory_reservation_bytes;
  if (!spec.dns.empty()) out["Dns"] = spec.dns;
  for (PublishedPort const& port : spec.ports) {
    std::string const host_port = port.host_port == 0 ? "" : std::to_string(port.host_port);
    out["PortBindings"][port_key(port)].push_back({{"HostIp", port.host_ip}, {"HostPort", host_port}});
  }
  return out;
}

/// Docker counts in nanoseconds, and takes 0 for its own default.
Json health_check(HealthCheck const& check) {
  auto const nanos = [](std::chrono::seconds time) { return std::chrono::nanoseconds(time).count(); };
  return {{"Test", check.test},
          {"Interval", nanos(check.interval)},
          {"Timeout", nanos(check.timeout)},
          {"StartPeriod", nanos(check.start_period)},
          {"Retries", check.retries}};
}

Json endpoint(ContainerSpec const& spec, int api_minor) {
  Json out = Json::object();
  if (spec.ipv4_address) out["IPAMConfig"] = {{"IPv4Address", *spec.ipv4_address}};
  if (spec.mac_address && api_minor >= mac_address_with_network) out["MacAddress"] = *spec.mac_address;
  return out;
}

}  // namespace

std::string write_container(ContainerSpec const& spec, int api_minor) {
  Json out = {{"Image", spec.image}, {"Labels", spec.labels}, {"HostConfig", host_config(spec)}};
  if (spec.entry_point) out["Entrypoint"] = *spec.entry_point;
  if (spec.command) out["Cmd"] = *spec.command;
  if (!spec.environment.empty()) out["Env"] = spec.environment;
  if (spec.health_check) out["Healthcheck"] = health_check(*spec.health_check);
  if (spec.user) out["User"] = *spec.user;
  if (spec.working_directory) out["WorkingDir"] = *spec.working_directory;
  // The namespace's owner has the host name; Docker refuses a second one.
  if (spec.hostname && !shares_a_namespace(spec)) out["Hostname"] = *spec.hostname;
  for (PublishedPort const& port : spec.ports) out["ExposedPorts"][port_key(port)] = Json::object();
  if (spec.mac_address && api_minor < mac_address_with_network) out["MacAddress"] = *spec.mac_address;
  if (is_named_network(spec.network_mode)) {
    out["NetworkingConfig"]["EndpointsConfig"][spec.network_mode] = endpoint(spec, api_minor);
  }
  return print(out);
}

std::string write_network(NetworkSpec const& spec) {
  Json block = {{"Subnet", spec.subnet}};
  if (!spec.gateway.empty()) block["Gateway"] = spec.gateway;
  // CheckDuplicate: before API 1.44 the daemon makes two networks of one name unless asked not to.
  return print({{"Name", spec.name},
                {"CheckDuplicate", true},
                {"Driver", "bridge"},
                {"IPAM", {{"Driver", "default"}, {"Config", Json::array({block})}}},
                {"Labels", spec.labels}});
}

std::string write_registry_auth(RegistryAuth const& auth) {
  return print(
      {{"username", auth.username}, {"password", auth.password}, {"serveraddress", auth.server_address}});
}

std::string write_filters(std::map<std::string, std::vector<std::string>> const& filters) {
  return print(filters);
}

}  // namespace neargate::docker::message
