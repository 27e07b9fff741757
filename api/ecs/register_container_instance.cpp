#include <charconv>
#include <nlohmann/json.hpp>

#include "api/ecs/capacity_providers.h"
#include "api/ecs/container_instances.h"
#include "api/ecs/local_machine.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/attribute_rules.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/capacity_providers.h"
#include "state/container_instances.h"

namespace neargate::api::ecs {

namespace {

/// The members of an EC2 instance identity document that ECS reads. Its signature cannot be verified here.
struct Identity {
  std::string instance_id, zone, instance_type, image_id;
};

std::string text_member(wire::Value const& object, char const* name) {
  auto const found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Identity identity_of(wire::Optional<std::string> const& document) {
  if (document.value_or("").empty()) return {};
  auto const value = wire::Value::parse(*document, nullptr, false);
  if (!value.is_object()) refuse(client("Invalid identity document."));
  return {text_member(value, "instanceId"), text_member(value, "availabilityZone"),
          text_member(value, "instanceType"), text_member(value, "imageId")};
}

int port_from(std::string const& text) {
  int port = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535)
    refuse(invalid("Invalid port: " + text));
  return port;
}

void take_ports(Resource const& resource, domain::Protocol protocol, domain::ContainerInstance& instance) {
  for (std::string const& text : items(resource.string_set_value))
    instance.reserved_ports.emplace_back(port_from(text), protocol);
}

/// An agent always tells what its machine has. Of who registers by hand and tells nothing, tasks are to find
/// room all the same: then it is a machine of 4 vCPU and 8 GiB, less what the agent keeps, with its ports.
void assume_resources(domain::ContainerInstance& instance) {
  instance.cpu = 4096;
  instance.memory_mib = 7680;
  for (int const port : {22, 2376, 2375, 51678, 51679})
    instance.reserved_ports.emplace_back(port, domain::Protocol::Tcp);
}

void take_resources(std::vector<Resource> const& resources, domain::ContainerInstance& instance) {
  instance.reserved_ports.clear();
  if (resources.empty()) assume_resources(instance);
  for (Resource const& resource : resources) {
    std::string const name = resource.name.value_or("");
    if (resource.integer_value.value_or(0) < 0) refuse(invalid("Invalid value of resource " + name));
    if (name == "CPU")
      instance.cpu = resource.integer_value.value_or(0);
    else if (name == "MEMORY")
      instance.memory_mib = resource.integer_value.value_or(0);
    else if (name == "PORTS")
      take_ports(resource, domain::Protocol::Tcp, instance);
    else if (name == "PORTS_UDP")
      take_ports(resource, domain::Protocol::Udp, instance);
    else if (name == "GPU")
      instance.gpus = items(resource.string_set_value);
    else
      refuse(invalid("Invalid resource: " + name));
  }
}

void take_attributes(Identity const& identity, std::vector<Attribute> const& attributes,
                     domain::ContainerInstance& instance) {
  for (auto const& [name, value] : {std::pair{"ecs.availability-zone", identity.zone},
                                    {"ecs.instance-type", identity.instance_type},
                                    {"ecs.ami-id", identity.image_id},
                                    {"ecs.os-type", "linux"}})
    if (!value.empty()) put_attribute(instance, {.name = name, .value = value});
  for (Attribute const& attribute : attributes) {
    check(attribute_refused(attribute));
    put_attribute(instance, attribute);
  }
  check(too_many_attributes(instance));
}

/// An agent that starts again registers under the ARN that it was given.
domain::ContainerInstance registered_before(Call& call, domain::Cluster const& cluster,
                                            std::string const& arn, Identity const& identity) {
  auto found = find_instance(call, cluster.name, arn);
  if (!found || found->status == domain::ContainerInstanceStatus::Inactive)
    refuse(client("Referenced container instance " + arn.substr(arn.rfind('/') + 1) + " not registered."));
  auto const type = placement::attribute_of(*found, "ecs.instance-type").value_or("");
  if (!type.empty() && !identity.instance_type.empty() && type != identity.instance_type)
    refuse(
        client("Container instance type changes are not supported. Container instance was previously "
               "registered as " +
               type + "."));
  ++found->version;
  return *std::move(found);
}

/// On AWS the instance's Auto Scaling group tells. Here whoever registers it may say so, with this attribute.
constexpr char const* const provider_attribute = "neargate.capacity-provider";

void take_provider(Call& call, domain::ContainerInstance& instance) {
  auto const name = placement::attribute_of(instance, provider_attribute);
  if (!name) return;
  auto const provider = state::find_capacity_provider(call.db, call.scope, *name);
  if (!provider || !provider->is_active) refuse(provider_not_found());
  instance.capacity_provider = *name;
}

}  // namespace

RegisterContainerInstanceResponse register_container_instance(
    Call& call, RegisterContainerInstanceRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  check(tags_refused(request.tags));
  auto const identity = identity_of(request.instance_identity_document);
  std::string const arn = request.container_instance_arn.value_or("");
  domain::ContainerInstance instance;
  if (arn.empty()) {
    instance.key = {call.scope, cluster.name, call.mint.container_instance_id()};
    instance.registered_at = call.clock.now();
  } else {
    instance = registered_before(call, cluster, arn, identity);
  }
  if (!identity.instance_id.empty()) instance.ec2_instance_id = identity.instance_id;
  instance.agent_connected = true;
  take_resources(items(request.total_resources), instance);
  take_attributes(identity, items(request.attributes), instance);
  take_provider(call, instance);
  if (auto const& version = request.version_info) {
    instance.agent_version = version->agent_version.value_or("");
    instance.agent_hash = version->agent_hash.value_or("");
    instance.docker_version = version->docker_version.value_or("");
  }
  state::save_container_instance(call.db, instance);
  state::set_tags(call.db, domain::container_instance_arn(instance.key), tag_list(request.tags));
  withdraw_local_machine(call, cluster.name);
  return {.container_instance =
              instance_view(call, instance, fleet_of(call, cluster.name), InstanceTags::Shown)};
}

}  // namespace neargate::api::ecs
