#pragma once
// A small world for the tests of rows.

#include "domain/new_task.h"
#include "state/store.h"

namespace neargate::state::scene {

inline domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};
inline domain::ClusterName const cluster{"hello"};

inline domain::Time at(int seconds) { return domain::Time{std::chrono::seconds{seconds}}; }

inline domain::Service service(char const* name) {
  domain::Service service;
  service.key = {scope, cluster, domain::ServiceName{name}};
  service.desired_count = 2;
  service.task_definition = {domain::Family{"web"}, 1};
  service.launch_type = domain::LaunchType::Fargate;
  service.network = {.subnets = {domain::SubnetId{"subnet-1"}},
                     .security_groups = {domain::SecurityGroupId{"sg-1"}},
                     .assign_public_ip = true};
  service.created_at = at(1);
  domain::Deployment deployment;
  deployment.id = domain::DeploymentId{std::string("ecs-svc/") + name};
  deployment.task_definition = service.task_definition;
  deployment.network = service.network;
  deployment.created_at = deployment.updated_at = at(1);
  service.deployments.push_back(deployment);
  return service;
}

inline domain::Task task(domain::Mint& mint) {
  domain::TaskDefinition definition;
  definition.scope = scope;
  definition.key = {domain::Family{"web"}, 1};
  definition.network_mode = domain::NetworkMode::Awsvpc;
  domain::ContainerDefinition container;
  container.name = "app";
  container.image = "busybox";
  definition.containers.push_back(container);
  domain::TaskOrder order;
  order.cluster = cluster;
  order.group = "family:web";
  order.launch_type = domain::LaunchType::Fargate;
  order.subnet = domain::Subnet{};
  order.subnet->id = domain::SubnetId{"subnet-1"};
  order.subnet->vpc = domain::VpcId{"vpc-1"};
  order.network = {.subnets = {domain::SubnetId{"subnet-1"}},
                   .security_groups = {domain::SecurityGroupId{"sg-1"}},
                   .assign_public_ip = true};
  order.overrides.push_back({.name = "app", .command = {{"sleep", "1"}}, .environment = {{"K", "v"}}});
  return domain::make_task(definition, order, mint, at(2));
}

}  // namespace neargate::state::scene
