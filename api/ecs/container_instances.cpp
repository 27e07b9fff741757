#include "api/ecs/container_instances.h"

#include <nlohmann/json.hpp>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/codec.h"
#include "state/container_instances.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

Resource number_resource(char const* name, int value) {
  return {.name = name, .type = "INTEGER", .double_value = 0.0, .long_value = 0, .integer_value = value};
}

Resource set_resource(char const* name, std::vector<std::string> values) {
  return {.name = name,
          .type = "STRINGSET",
          .double_value = 0.0,
          .long_value = 0,
          .integer_value = 0,
          .string_set_value = std::move(values)};
}

std::vector<std::string> port_texts(std::vector<std::pair<int, domain::Protocol>> const& ports,
                                    domain::Protocol protocol) {
  std::vector<std::string> texts;
  for (auto const& [port, of] : ports)
    if (of == protocol) texts.push_back(std::to_string(port));
  return texts;
}

/// In AWS's order; `ports` are those in use.
std::vector<Resource> resources(placement::Remaining const& amounts, bool has_gpus) {
  std::vector<Resource> list = {number_resource("CPU", amounts.cpu),
                                number_resource("MEMORY", amounts.memory_mib),
                                set_resource("PORTS", port_texts(amounts.ports, domain::Protocol::Tcp)),
                                set_resource("PORTS_UDP", port_texts(amounts.ports, domain::Protocol::Udp))};
  if (has_gpus) list.push_back(set_resource("GPU", amounts.gpus));
  return list;
}

std::vector<Attribute> attribute_views(domain::ContainerInstance const& instance) {
  std::vector<Attribute> view;
  for (auto const& attribute : instance.attributes) {
    Attribute one{.name = attribute.name};
    if (attribute.value) one.value = *attribute.value;
    view.push_back(std::move(one));
  }
  return view;
}

}  // namespace

std::optional<domain::ContainerInstance> find_instance(Call& call, domain::ClusterName const& cluster,
                                                       std::string const& id_or_arn) {
  auto const member = member_of(call, cluster, "container-instance", id_or_arn);
  if (!member) return std::nullopt;
  if (member->name.size() != 32 && member->name.size() != 36)
    refuse(invalid("instanceId length should be one of [32,36]"));
  if (member->other_cluster) return std::nullopt;
  return state::find_container_instance(call.db,
                                        {call.scope, cluster, domain::ContainerInstanceId{member->name}});
}

domain::ContainerInstance require_container_instance(Call& call, domain::Cluster const& cluster,
                                                     std::string const& id_or_arn) {
  auto found = find_instance(call, cluster.name, id_or_arn);
  if (!found || found->status == domain::ContainerInstanceStatus::Inactive)
    refuse(client("Referenced container instance " + id_or_arn.substr(id_or_arn.rfind('/') + 1) +
                  " not found."));
  return *std::move(found);
}

std::string instance_failure_arn(Call const& call, domain::ClusterName const& cluster,
                                 std::string const& id_or_arn) {
  if (id_or_arn.starts_with("arn:")) return id_or_arn;
  return domain::container_instance_arn({call.scope, cluster, domain::ContainerInstanceId{id_or_arn}});
}

placement::Fleet fleet_of(Call& call, domain::ClusterName const& cluster) {
  placement::Fleet fleet(state::list_container_instances(call.db, call.scope, cluster));
  if (fleet.empty()) return fleet;
  for (auto const& task : state::list_live_tasks_in(call.db, call.scope, cluster)) fleet.hold(task);
  return fleet;
}

ContainerInstance instance_document(std::string const& json) {
  ContainerInstance echoed;
  from_value(wire::Value::parse(json), echoed);
  return echoed;
}
std::string print_document(ContainerInstance const& echoed) { return to_value(echoed).dump(); }

void save_change(Call& call, domain::ContainerInstance& instance) {
  ++instance.version;
  state::save_container_instance(call.db, instance);
}

ContainerInstance instance_view(Call& call, domain::ContainerInstance const& instance,
                                placement::Fleet const& fleet, InstanceTags tags) {
  placement::Remaining const registered{.cpu = instance.cpu,
                                        .memory_mib = instance.memory_mib,
                                        .gpus = instance.gpus,
                                        .ports = instance.reserved_ports};
  // One that has left the cluster holds nothing any more.
  auto const remaining =
      fleet.find(instance.key.id) != nullptr ? fleet.remaining(instance.key.id) : registered;
  std::string const arn = domain::container_instance_arn(instance.key);

  ContainerInstance view = instance_document(instance.document);
  view.container_instance_arn = arn;
  if (!instance.ec2_instance_id.empty()) view.ec2_instance_id = instance.ec2_instance_id;
  if (!instance.capacity_provider.empty()) view.capacity_provider_name = instance.capacity_provider;
  view.version = instance.version;
  view.version_info.emplace();
  if (!instance.agent_version.empty()) view.version_info->agent_version = instance.agent_version;
  if (!instance.agent_hash.empty()) view.version_info->agent_hash = instance.agent_hash;
  if (!instance.docker_version.empty()) view.version_info->docker_version = instance.docker_version;
  view.registered_resources = resources(registered, !instance.gpus.empty());
  view.remaining_resources = resources(remaining, !instance.gpus.empty());
  view.status = std::string(domain::word(instance.status));
  view.agent_connected = instance.agent_connected;
  view.running_tasks_count = remaining.running_tasks;
  view.pending_tasks_count = remaining.pending_tasks;
  view.attributes = attribute_views(instance);
  view.attachments.emplace();
  view.registered_at = instance.registered_at;
  view.tags = tags == InstanceTags::Shown ? tag_view(state::list_tags(call.db, arn)) : std::vector<Tag>{};
  return view;
}

}  // namespace neargate::api::ecs
