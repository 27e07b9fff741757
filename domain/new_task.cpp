#include "domain/new_task.h"

namespace neargate::domain {

namespace {

NetworkInterface precreated_interface(TaskOrder const& order, TaskKey const& key, Mint& mint, Time now) {
  NetworkInterface eni;
  eni.scope = key.scope;
  eni.id = NetworkInterfaceId{mint.ec2_id("eni")};
  eni.attachment_id = mint.uuid();
  eni.ec2_attachment_id = mint.ec2_id("eni-attach");
  eni.task = key.id;
  eni.cluster = key.cluster;
  eni.subnet = order.subnet->id;
  eni.vpc = order.subnet->vpc;
  if (order.network) eni.groups = order.network->security_groups;
  eni.availability_zone = order.subnet->availability_zone;
  eni.mac_address = mint.mac_address();
  eni.created_at = now;
  return eni;
}

}  // namespace

std::string docker_name(TaskDefinitionKey const& key, std::string const& container, Mint& mint) {
  std::string name = "ecs-" + key.family.text() + '-' + std::to_string(key.revision) + '-';
  for (char const c : container)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') name += c;
  return name + '-' + mint.hex(20);
}

bool needs_pause(TaskDefinition const& definition) {
  return definition.network_mode == NetworkMode::Awsvpc && definition.containers.size() > 1;
}

Task make_task(TaskDefinition const& definition, TaskOrder const& order, Mint& mint, Time now) {
  Task task;
  task.key = {definition.scope, order.cluster, mint.task_id()};
  task.task_definition = definition.key;
  task.network_mode = definition.network_mode;
  bool const awsvpc = definition.network_mode == NetworkMode::Awsvpc;
  task.last_status = awsvpc ? TaskStatus::Provisioning : TaskStatus::Pending;
  task.launch_type = order.launch_type;
  task.group = order.group;
  task.started_by = order.started_by;
  task.service = order.service;
  task.deployment = order.deployment;
  task.network = order.network;
  task.availability_zone = order.availability_zone;
  task.container_instance = order.container_instance;
  task.capacity_provider = order.capacity_provider;
  task.reservation = order.reservation;
  task.cpu = order.cpu ? order.cpu : definition.cpu;
  task.memory_mib = order.memory_mib ? order.memory_mib : definition.memory_mib;
  task.overrides = order.overrides;
  task.created_at = now;
  task.document = order.document;
  for (auto const& container : definition.containers) {
    Container entry;
    entry.name = container.name;
    entry.uuid = mint.uuid();
    entry.docker_name = docker_name(definition.key, container.name, mint);
    entry.image = container.image;
    task.containers.push_back(entry);
  }
  if (needs_pause(definition)) task.pause_docker_name = docker_name(definition.key, "internalecspause", mint);
  if (awsvpc && order.subnet) task.eni = precreated_interface(order, task.key, mint, now);
  return task;
}

}  // namespace neargate::domain
