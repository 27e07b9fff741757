#pragma once
// What tests of services ask of a toy world.

#include <string>

#include "toy.h"

namespace neargate::reconcile::toy {

inline domain::TaskDefinition web(int revision) {
  auto app = container("app");
  app.image = "app:" + std::to_string(revision);
  return definition("web", revision, domain::NetworkMode::Awsvpc, {app});
}

inline domain::TaskDefinition on_instance(int revision, int host_port = 0) {
  auto app = container("app");
  app.image = "app:" + std::to_string(revision);
  app.cpu = 256;
  app.memory_mib = 128;
  if (host_port != 0) app.port_mappings = {{.container_port = 80, .host_port = host_port}};
  return definition("web", revision, domain::NetworkMode::Bridge, {app});
}

/// As CreateService with launch type EC2 does.
inline domain::Service& serve_on_instances(World& world, domain::TaskDefinition const& one, int count,
                                           domain::DeploymentConfiguration const& bounds = {}) {
  domain::Service& service = world.serve(one, count, bounds);
  service.launch_type = domain::LaunchType::Ec2;
  service.network.reset();
  return service;
}

/// As CreateService with schedulingStrategy DAEMON does.
inline domain::Service& serve_daemon(World& world, domain::TaskDefinition const& one) {
  domain::Service& service =
      serve_on_instances(world, one, 0, {.maximum_percent = 100, .minimum_healthy_percent = 0});
  service.scheduling = domain::SchedulingStrategy::Daemon;
  return service;
}

inline int running_on(World const& world, char const* instance) {
  auto const running = world.running();
  return static_cast<int>(std::ranges::count_if(running, [instance](domain::Task const* task) {
    return task->container_instance == domain::ContainerInstanceId{instance};
  }));
}

inline int running_of(World const& world, int revision) {
  auto const running = world.running();
  return static_cast<int>(std::ranges::count_if(
      running, [revision](domain::Task const* task) { return task->task_definition.revision == revision; }));
}

inline bool has_event(World const& world, std::string const& part) {
  return std::ranges::any_of(
      world.events, [&part](std::string const& text) { return text.find(part) != std::string::npos; });
}

}  // namespace neargate::reconcile::toy
