#pragma once
// A world with a cluster and the definitions that service and task tests start from.

#include "state/services.h"
#include "state/tasks.h"
#include "tests/api/ecs/world.h"

namespace neargate::api::ecs::testing {

/// Cluster c; definitions web (Fargate and EC2 under awsvpc) and box (bridge).
struct Scene : World {
  Scene() {
    (*this)(&create_cluster, CreateClusterRequest{.cluster_name = "c"});
    register_web();
    register_box();
  }

  void register_web() {
    (*this)(&register_task_definition,
            RegisterTaskDefinitionRequest{
                .family = "web",
                .network_mode = NetworkMode::Awsvpc,
                .container_definitions =
                    std::vector<ContainerDefinition>{
                        {.name = "app",
                         .image = "nginx",
                         .cpu = 64,
                         .memory = 128,
                         .port_mappings = std::vector<PortMapping>{{.container_port = 80, .name = "http"}}},
                        {.name = "side", .image = "busybox", .essential = false}},
                .cpu = "256",
                .memory = "512",
                .tags = std::vector<Tag>{{.key = "from", .value = "definition"}}});
  }

  void register_box() {
    (*this)(&register_task_definition,
            RegisterTaskDefinitionRequest{.family = "box",
                                          .container_definitions = std::vector<ContainerDefinition>{
                                              {.name = "app", .image = "busybox", .cpu = 10, .memory = 64}}});
  }

  static NetworkConfiguration network(AssignPublicIp assign = AssignPublicIp::Disabled) {
    return {.awsvpc_configuration =
                AwsVpcConfiguration{.subnets = std::vector<std::string>{"subnet-f525c9be"},
                                    .security_groups = std::vector<std::string>{"sg-1"},
                                    .assign_public_ip = assign}};
  }

  static CreateServiceRequest web_service() {
    return {.cluster = "c",
            .service_name = "s",
            .task_definition = "web",
            .desired_count = 2,
            .launch_type = LaunchType::Fargate,
            .network_configuration = network()};
  }

  Service create(CreateServiceRequest const& request) { return *(*this)(&create_service, request).service; }
  Service update(UpdateServiceRequest request) {
    request.cluster = "c";
    request.service = "s";
    return *(*this)(&update_service, request).service;
  }
  Service described(std::string const& name = "s") {
    DescribeServicesRequest const request{.cluster = "c", .services = std::vector<std::string>{name}};
    return (*this)(&describe_services, request).services->at(0);
  }

  domain::ServiceKey key(std::string const& name = "s") const {
    return {scope, domain::ClusterName{"c"}, domain::ServiceName{name}};
  }
  /// What the scheduler does to a service's row.
  template <class Change>
  void change_service(Change change) {
    store.transact([&](state::Database& db) {
      auto service = *state::find_service(db, key());
      change(service);
      state::save_service(db, service);
    });
  }
};

}  // namespace neargate::api::ecs::testing
