#include "api/ecs/deploy.h"
#include "api/ecs/deployment_configuration.h"
#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/service_rules.h"
#include "api/ecs/service_view.h"
#include "api/ecs/unhonoured.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

/// One update on its way: the service as it becomes, and whether a new deployment carries it out.
struct Update {
  domain::Service service;
  ServiceDocument document;
  Deployment deployment;  ///< what the newest deployment echoes
  domain::TaskDefinition definition;
  bool deploys = false;
  bool renews_tags = false;
};

template <class T>
bool differs(wire::Optional<T> const& sent, wire::Optional<T> const& stored) {
  return sent && !(sent == stored);
}

void check_request(UpdateServiceRequest const& request, domain::Service const& service) {
  if (request.desired_count && service.scheduling == domain::SchedulingStrategy::Daemon)
    refuse(
        invalid("The daemon scheduling strategy does not support a desired count for services. Remove the "
                "desired count "
                "value and try again"));
  if (request.desired_count.value_or(0) < 0) refuse(invalid("Task count can not be lesser than 0"));
  check(unserved_feature(request.deployment_controller, request.deployment_configuration));
}

void take_definition(Call& call, Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  std::string const text = request.task_definition.value_or("");
  // Without one the present revision stays, even when it has become INACTIVE.
  update.definition = text.empty() ? task_definition_of(call, service.task_definition)
                                   : require_active_task_definition(call, text);
  if (update.definition.key == service.task_definition) return;
  service.task_definition = update.definition.key;
  update.deploys = true;
}

void take_launch(Update& update, domain::Cluster const& cluster, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  Service& echoed = update.document.echoed;
  if (request.capacity_provider_strategy && !request.capacity_provider_strategy->empty()) {
    Launch const launch = resolve_launch(cluster, {}, request.capacity_provider_strategy);
    Strategy const strategy = launch.strategy;
    update.deploys |= differs(strategy, echoed.capacity_provider_strategy);
    echoed.capacity_provider_strategy = strategy;
    service.launch_type = launch.type;
  }
  domain::LaunchType const type = service.launch_type.value_or(domain::LaunchType::Ec2);
  check(incompatible_launch(update.definition, type));
  check(platform_refused(request.platform_version, type));
  if (type != domain::LaunchType::Fargate) return;
  std::string const version = request.platform_version.value_or("");
  update.deploys |= !version.empty() && version != echoed.platform_version;
  if (!version.empty()) echoed.platform_version = version;
  echoed.platform_version = echoed.platform_version.value_or("LATEST");
  echoed.platform_family = platform_family(update.definition);
}

void take_network(Call& call, Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  bool const is_awsvpc = update.definition.network_mode == domain::NetworkMode::Awsvpc;
  if (is_awsvpc && service.network && !is_network_given(request.network_configuration)) return;
  auto const network = resolve_network(call, request.network_configuration, update.definition.network_mode,
                                       service.launch_type.value_or(domain::LaunchType::Ec2));
  update.deploys |= network != service.network;
  service.network = network;
}

void take_attachments(Update& update, domain::Cluster const& cluster, UpdateServiceRequest const& request) {
  Service& echoed = update.document.echoed;
  Deployment& deployed = update.deployment;
  domain::LaunchType const type = update.service.launch_type.value_or(domain::LaunchType::Ec2);
  check(load_balancers_refused(items(request.load_balancers), update.definition, type));
  check(registries_refused(items(request.service_registries), update.definition));
  bool const has_namespace = cluster_document(cluster.document).service_connect_defaults.has_value();
  check(service_connect_refused(request.service_connect_configuration, update.definition, has_namespace));
  check(launch_volumes_refused(request.volume_configurations, update.definition));
  update.deploys |= differs(request.load_balancers, echoed.load_balancers) ||
                    differs(request.service_registries, echoed.service_registries) ||
                    differs(request.service_connect_configuration, deployed.service_connect_configuration) ||
                    differs(request.volume_configurations, deployed.volume_configurations) ||
                    differs(request.vpc_lattice_configurations, deployed.vpc_lattice_configurations);
  if (request.load_balancers) echoed.load_balancers = request.load_balancers;
  if (request.service_registries) echoed.service_registries = request.service_registries;
  if (request.service_connect_configuration)
    deployed.service_connect_configuration = request.service_connect_configuration;
  if (request.volume_configurations) deployed.volume_configurations = request.volume_configurations;
  if (request.vpc_lattice_configurations)
    deployed.vpc_lattice_configurations = request.vpc_lattice_configurations;
}

/// Members that change without a new deployment.
void take_settings(Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  Service& echoed = update.document.echoed;
  domain::LaunchType const type = service.launch_type.value_or(domain::LaunchType::Ec2);
  check(placements_refused(request.placement_constraints, request.placement_strategy, type));
  auto const configuration = with_sent(echoed.deployment_configuration.value_or(DeploymentConfiguration{}),
                                       request.deployment_configuration, service.scheduling);
  service.deployment_configuration = bounds_of(configuration);
  check(deployment_bounds_refused(service.deployment_configuration, service.scheduling));
  echoed.deployment_configuration = configuration;
  if (request.placement_constraints) echoed.placement_constraints = request.placement_constraints;
  if (request.placement_strategy) echoed.placement_strategy = request.placement_strategy;
  if (request.health_check_grace_period_seconds)
    echoed.health_check_grace_period_seconds = request.health_check_grace_period_seconds;
  if (request.enable_execute_command) echoed.enable_execute_command = request.enable_execute_command;
  if (request.availability_zone_rebalancing)
    echoed.availability_zone_rebalancing = request.availability_zone_rebalancing;
  update.renews_tags = differs(request.enable_ecs_managed_tags, echoed.enable_ecs_managed_tags) ||
                       differs(request.propagate_tags, echoed.propagate_tags);
  if (request.enable_ecs_managed_tags) echoed.enable_ecs_managed_tags = request.enable_ecs_managed_tags;
  if (request.propagate_tags) echoed.propagate_tags = request.propagate_tags;
  if (request.desired_count && *request.desired_count != service.desired_count) {
    service.desired_count = *request.desired_count;
    service.steady_since.reset();
  }
}

}  // namespace

UpdateServiceResponse update_service(Call& call, UpdateServiceRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  Update update{.service = require_service(call, cluster, request.service.value_or(""))};
  if (update.service.status != domain::ServiceStatus::Active)
    refuse({ServiceNotActiveException, "Service was not ACTIVE."});
  update.document = service_document(update.service.document);
  update.deployment = deployment_document(update.document, update.document.newest).echoed;
  update.deploys = request.force_new_deployment.value_or(false);

  check_request(request, update.service);
  take_definition(call, update, request);
  take_launch(update, cluster, request);
  take_network(call, update, request);
  take_attachments(update, cluster, request);
  take_settings(update, request);

  if (update.renews_tags) renew_task_tags(call, update.service, update.document);
  if (update.deploys) start_deployment(call, update.service, update.document, std::move(update.deployment));
  update.service.document = print_document(update.document);
  state::save_service(call.db, update.service);
  log_unhonoured_members(call, request);
  return {.service = service_view(call, update.service, ServiceTags::Hidden)};
}

}  // namespace neargate::api::ecs
