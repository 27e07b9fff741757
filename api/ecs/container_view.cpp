#include "api/ecs/container_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/arn.h"
#include "domain/words.h"

namespace neargate::api::ecs {

namespace {

wire::Optional<std::string> number_text(std::optional<int> number) {
  if (!number) return std::nullopt;
  return std::to_string(*number);
}

wire::Optional<std::string> unless_empty(std::string const& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

/// Fargate shows <task id>-<10 digits>, elsewhere it is Docker's own id.
std::string runtime_id(domain::Task const& task, std::string const& docker_id) {
  if (docker_id.empty() || task.launch_type != domain::LaunchType::Fargate) return docker_id;
  std::uint64_t hash = 14695981039346656037ull;
  for (char const c : docker_id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return fmt::format("{}-{:010}", task.key.id.text(), hash % 10'000'000'000ull);
}

bool has_address(domain::Task const& task) {
  return task.eni && task.eni->status != domain::InterfaceStatus::Precreated && !task.eni->private_ip.empty();
}

std::vector<NetworkBinding> binding_views(domain::Container const& container) {
  std::vector<NetworkBinding> views;
  for (auto const& binding : container.bindings) {
    TransportProtocol protocol{};
    from_text(domain::word(binding.protocol), protocol);
    views.push_back({.bind_ip = binding.bind_ip,
                     .container_port = binding.container_port,
                     .host_port = binding.host_port,
                     .protocol = protocol});
  }
  return views;
}

void take_sizes(Container& view, domain::Task const& task, domain::TaskDefinition const& definition) {
  auto const recipe =
      std::ranges::find(definition.containers, *view.name, &domain::ContainerDefinition::name);
  auto const override_ = std::ranges::find(task.overrides, *view.name, &domain::ContainerOverride::name);
  domain::ContainerOverride const changed =
      override_ == task.overrides.end() ? domain::ContainerOverride{} : *override_;
  if (recipe == definition.containers.end()) return;
  view.cpu = std::to_string(changed.cpu.value_or(recipe->cpu));
  view.memory = number_text(changed.memory_mib ? changed.memory_mib : recipe->memory_mib);
  view.memory_reservation = number_text(changed.memory_reservation_mib ? changed.memory_reservation_mib
                                                                       : recipe->memory_reservation_mib);
}

Container container_view(domain::Task const& task, domain::Container const& container,
                         domain::TaskDefinition const& definition) {
  Container view;
  view.container_arn = domain::container_arn(task.key, container.uuid);
  view.task_arn = domain::task_arn(task.key);
  view.name = container.name;
  view.image = container.image;
  view.image_digest = unless_empty(container.image_digest);
  view.runtime_id = unless_empty(runtime_id(task, container.runtime_id));
  view.last_status = std::string(domain::word(container.status));
  view.exit_code = container.exit_code;
  view.reason = unless_empty(container.reason);
  view.network_interfaces.emplace();
  if (has_address(task))
    view.network_interfaces->push_back(
        {.attachment_id = task.eni->attachment_id, .private_ipv4_address = task.eni->private_ip});
  if (container.status != domain::ContainerStatus::Pending) view.network_bindings = binding_views(container);
  take_sizes(view, task, definition);
  return view;
}

/// Names and their order as on AWS; they come as they get known.
std::vector<KeyValuePair> interface_details(domain::NetworkInterface const& eni) {
  std::vector<KeyValuePair> details{{.name = "subnetId", .value = eni.subnet.text()}};
  if (eni.status == domain::InterfaceStatus::Precreated) return details;
  if (eni.private_ip.empty()) {  // stopped before the interface existed
    details.push_back({.name = "networkInterfaceId", .value = "unset"});
    details.push_back({.name = "macAddress"});
    return details;
  }
  details.push_back({.name = "networkInterfaceId", .value = eni.id.text()});
  details.push_back({.name = "macAddress", .value = eni.mac_address});
  details.push_back({.name = "privateDnsName", .value = domain::private_dns_name(eni)});
  details.push_back({.name = "privateIPv4Address", .value = eni.private_ip});
  return details;
}

}  // namespace

std::vector<Container> container_views(domain::Task const& task, domain::TaskDefinition const& definition) {
  std::vector<Container> views;
  for (auto const& container : task.containers) views.push_back(container_view(task, container, definition));
  return views;
}

std::vector<Attachment> attachment_views(domain::Task const& task) {
  if (!task.eni) return {};
  std::string status(domain::word(task.eni->status));
  std::ranges::transform(status, status.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  return {{.id = task.eni->attachment_id,
           .type = "ElasticNetworkInterface",
           .status = status,
           .details = interface_details(*task.eni)}};
}

}  // namespace neargate::api::ecs
