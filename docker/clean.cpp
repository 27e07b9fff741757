#include "docker/clean.h"

#include <map>

#include "docker/labels.h"

namespace neargate::docker {
namespace {

std::string value_of(Labels const& labels, char const* key) {
  auto const found = labels.find(key);
  return found == labels.end() ? std::string{} : found->second;
}

/// Notes the outcome of removing `name`.
void note(CleanReport& report, std::vector<std::string>& removed, std::string const& name,
          Outcome<void> const& outcome) {
  if (outcome) {
    removed.push_back(name);
  } else {
    report.failures.push_back(name + ": " + outcome.error().message);
  }
}

/// The list, or nothing and a line in the report.
template <class Item>
std::vector<Item> take(CleanReport& report, char const* what, Outcome<std::vector<Item>> outcome) {
  if (outcome) return std::move(*outcome);
  report.failures.push_back(std::string(what) + ": " + outcome.error().message);
  return {};
}

}  // namespace

CleanReport clean(Engine& engine, std::string const& instance) {
  CleanReport report;
  if (instance.empty()) return report;  // an empty value would match every instance
  for (ContainerState const& container : take(report, "containers", engine.list(label::instance, instance))) {
    note(report, report.containers, container.name, engine.remove(container.id));
  }
  for (NetworkState const& network : take(report, "networks", engine.list_networks())) {
    if (value_of(network.labels, label::instance) != instance) continue;
    note(report, report.networks, network.name, engine.remove_network(network.id));
  }
  for (VolumeState const& volume : take(report, "volumes", engine.list_volumes())) {
    if (value_of(volume.labels, label::instance) != instance) continue;
    note(report, report.volumes, volume.name, engine.remove_volume(volume.name));
  }
  return report;
}

Outcome<std::vector<Instance>> list_instances(Engine& engine) {
  auto const containers = engine.list(label::instance, "");
  if (!containers) return containers.error();
  auto const networks = engine.list_networks();
  if (!networks) return networks.error();
  auto const volumes = engine.list_volumes();
  if (!volumes) return volumes.error();

  std::map<std::string, Instance> by_id;
  auto const count = [&by_id](Labels const& labels, int Instance::*counter) {
    std::string const id = value_of(labels, label::instance);
    if (id.empty()) return;
    Instance& instance = by_id[id];
    instance.id = id;
    if (instance.data_directory.empty()) instance.data_directory = value_of(labels, label::data);
    ++(instance.*counter);
  };
  for (ContainerState const& container : *containers) count(container.labels, &Instance::containers);
  for (NetworkState const& network : *networks) count(network.labels, &Instance::networks);
  for (VolumeState const& volume : *volumes) count(volume.labels, &Instance::volumes);

  std::vector<Instance> instances;
  for (auto& [id, instance] : by_id) instances.push_back(std::move(instance));
  return instances;
}

}  // namespace neargate::docker
