#include "reconcile/container_spec.h"

#include <algorithm>

#include "docker/labels.h"
#include "docker/pause_image.h"
#include "domain/arn.h"
#include "domain/words.h"

namespace neargate::reconcile {

namespace {

using domain::NetworkMode;

constexpr int cpu_shares_min = 2, cpu_shares_max = 262144;  // Linux's bounds, which the agent keeps to
constexpr int memory_mib_min = 6;                           // below it Docker 20.10 and newer refuse
constexpr std::int64_t mib = std::int64_t{1} << 20;
constexpr std::int64_t nano_cpus_per_core = 1'000'000'000, cpu_units_per_core = 1024;

domain::ContainerOverride const* find_override(domain::Task const& task, std::string const& container) {
  auto const found = std::ranges::find(task.overrides, container, &domain::ContainerOverride::name);
  return found == task.overrides.end() ? nullptr : &*found;
}

/// Override over definition, in the definition's order, then what the override adds.
std::vector<std::pair<std::string, std::string>> merged_environment(
    domain::ContainerDefinition const& container, domain::ContainerOverride const* change) {
  auto merged = container.environment;
  if (change == nullptr) return merged;
  for (auto const& [key, value] : change->environment) {
    auto const known = std::ranges::find(merged, key, &std::pair<std::string, std::string>::first);
    if (known != merged.end())
      known->second = value;
    else
      merged.emplace_back(key, value);
  }
  return merged;
}

std::vector<std::string> environment(domain::Task const& task, domain::ContainerDefinition const& container,
                                     domain::ContainerOverride const* change) {
  std::vector<std::string> out;
  bool has_region = false;
  for (auto const& [key, value] : merged_environment(container, change)) {
    has_region = has_region || key == "AWS_REGION" || key == "AWS_DEFAULT_REGION";
    out.push_back(key + '=' + value);
  }
  bool const fargate = task.launch_type == domain::LaunchType::Fargate;
  out.push_back(fargate ? "AWS_EXECUTION_ENV=AWS_ECS_FARGATE" : "AWS_EXECUTION_ENV=AWS_ECS_EC2");
  if (!has_region) {  // the agent sets neither when either is set
    out.push_back("AWS_REGION=" + task.key.scope.region.text());
    out.push_back("AWS_DEFAULT_REGION=" + task.key.scope.region.text());
  }
  return out;
}

docker::Labels labels(domain::Task const& task, std::string const& container, char const* role,
                      Settings const& settings) {
  namespace label = docker::label;
  return {
      {label::instance, settings.instance_id},
      {label::data, settings.data_label},
      {label::role, role},
      {label::generation, "1"},
      {label::task_arn, domain::task_arn(task.key)},
      {label::container_name, container},
      {label::family, task.task_definition.family.text()},
      {label::revision, std::to_string(task.task_definition.revision)},
      {label::cluster, task.key.cluster.text()},
  };
}

/// As the agent hands it over; the numbers are there, since RegisterTaskDefinition fills them in.
std::optional<docker::HealthCheck> health_check(domain::ContainerDefinition const& container) {
  if (!container.health_check) return std::nullopt;
  using std::chrono::seconds;
  domain::HealthCheck const& check = *container.health_check;
  return docker::HealthCheck{.test = check.command,
                             .interval = check.interval.value_or(seconds{30}),
                             .timeout = check.timeout.value_or(seconds{5}),
                             .start_period = check.start_period.value_or(seconds{0}),
                             .retries = check.retries.value_or(3)};
}

/// A task's CPU is a limit on AWS; without a parent cgroup each container gets the whole of it.
std::int64_t nano_cpus(domain::Task const& task, Settings const& settings) {
  if (!task.cpu) return 0;
  std::int64_t const limit = *task.cpu * nano_cpus_per_core / cpu_units_per_core;
  // The whole host is no limit, and Docker refuses more than there is.
  return settings.host_nano_cpus > 0 && limit >= settings.host_nano_cpus ? 0 : limit;
}

void set_sizes(docker::ContainerSpec& spec, domain::Task const& task,
               domain::ContainerDefinition const& container, domain::ContainerOverride const* change,
               Settings const& settings) {
  auto const memory = change && change->memory_mib ? change->memory_mib : container.memory_mib;
  auto const limit = memory ? memory : task.memory_mib;
  if (limit) spec.memory_bytes = std::max(*limit, memory_mib_min) * mib;
  auto const reservation = change && change->memory_reservation_mib ? change->memory_reservation_mib
                                                                    : container.memory_reservation_mib;
  if (reservation) spec.memory_reservation_bytes = std::max(*reservation, memory_mib_min) * mib;
  int const cpu = change && change->cpu ? *change->cpu : container.cpu;
  spec.cpu_shares = std::clamp(cpu, cpu_shares_min, cpu_shares_max);
  spec.nano_cpus = nano_cpus(task, settings);
}

/// Every port of the task, published on its public address: the container that owns the namespace does it.
std::vector<docker::PublishedPort> public_ports(domain::Task const& task,
                                                domain::TaskDefinition const& definition) {
  std::vector<docker::PublishedPort> ports;
  if (!task.eni || !task.eni->public_ip) return ports;
  for (auto const& container : definition.containers)
    for (auto const& mapping : container.port_mappings) {
      docker::PublishedPort port{.container_port = mapping.container_port,
                                 .protocol = std::string(domain::word(mapping.protocol)),
                                 .host_ip = *task.eni->public_ip,
                                 .host_port = mapping.container_port};
      if (std::ranges::find(ports, port) == ports.end()) ports.push_back(std::move(port));
    }
  return ports;
}

void own_namespace(docker::ContainerSpec& spec, domain::Task const& task,
                   domain::TaskDefinition const& definition, Settings const& settings) {
  spec.network_mode = settings.vpc_network;
  if (!task.eni) return;
  spec.ipv4_address = task.eni->private_ip;
  spec.mac_address = task.eni->mac_address;
  spec.hostname = domain::private_dns_name(*task.eni);
  spec.ports = public_ports(task, definition);
}

std::vector<docker::PublishedPort> bridge_ports(domain::ContainerDefinition const& container) {
  std::vector<docker::PublishedPort> ports;
  for (auto const& mapping : container.port_mappings)
    ports.push_back({.container_port = mapping.container_port,
                     .protocol = std::string(domain::word(mapping.protocol)),
                     .host_ip = "0.0.0.0",  // where the agent binds, and the bindIP that it reports
                     .host_port = mapping.host_port});
  return ports;
}

void set_network(docker::ContainerSpec& spec, domain::Task const& task,
                 domain::TaskDefinition const& definition, domain::ContainerDefinition const& container,
                 std::string const& pause_id, Settings const& settings) {
  switch (task.network_mode) {
    case NetworkMode::Awsvpc:
      if (pause_id.empty())
        own_namespace(spec, task, definition, settings);
      else
        spec.network_mode = "container:" + pause_id;
      return;
    case NetworkMode::Bridge:
      spec.network_mode = "bridge";
      spec.ports = bridge_ports(container);
      return;
    case NetworkMode::Host:
      spec.network_mode = "host";
      return;
    case NetworkMode::None:
      spec.network_mode = "none";
      return;
  }
}

}  // namespace

docker::Labels container_labels(domain::Task const& task, domain::ContainerDefinition const& container,
                                Settings const& settings) {
  docker::Labels all = labels(task, container.name, "container", settings);
  all.insert(container.docker_labels.begin(), container.docker_labels.end());  // ECS's own win
  return all;
}

docker::ContainerSpec container_spec(domain::Task const& task, domain::TaskDefinition const& definition,
                                     domain::ContainerDefinition const& container, std::string const& image,
                                     std::string const& pause_id, Settings const& settings) {
  domain::ContainerOverride const* const change = find_override(task, container.name);
  docker::ContainerSpec spec;
  auto const instance = std::ranges::find(task.containers, container.name, &domain::Container::name);
  if (instance != task.containers.end()) spec.name = instance->docker_name;
  spec.image = image;
  spec.entry_point = container.entry_point;
  spec.command = change && change->command ? change->command : container.command;
  spec.environment = environment(task, container, change);
  spec.user = container.user;
  spec.working_directory = container.working_directory;
  spec.labels = container_labels(task, container, settings);
  spec.health_check = health_check(container);
  set_sizes(spec, task, container, change, settings);
  set_network(spec, task, definition, container, pause_id, settings);
  return spec;
}

docker::ContainerSpec pause_spec(domain::Task const& task, domain::TaskDefinition const& definition,
                                 Settings const& settings) {
  docker::ContainerSpec spec;
  spec.name = task.pause_docker_name;
  spec.image = docker::pause_image_reference();
  spec.labels = labels(task, pause_name, "pause", settings);
  own_namespace(spec, task, definition, settings);
  return spec;
}

std::vector<domain::NetworkBinding> network_bindings(domain::Task const& task,
                                                     domain::ContainerDefinition const& container,
                                                     docker::ContainerState const& state) {
  std::vector<domain::NetworkBinding> bindings;
  if (task.network_mode == NetworkMode::Host)
    for (auto const& mapping : container.port_mappings)
      bindings.push_back({"0.0.0.0", mapping.container_port, mapping.container_port, mapping.protocol});
  if (task.network_mode == NetworkMode::Bridge)
    for (auto const& port : state.ports) {
      bool const everywhere = port.host_ip == "0.0.0.0" || port.host_ip.empty();
      auto const protocol = domain::from_word<domain::Protocol>(port.protocol);
      if (everywhere && protocol)
        bindings.push_back({"0.0.0.0", port.container_port, port.host_port, *protocol});
    }
  return bindings;
}

}  // namespace neargate::reconcile
