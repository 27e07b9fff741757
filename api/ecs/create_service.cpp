#include "api/ecs/deploy.h"
#include "api/ecs/deployment_configuration.h"
#include "api/ecs/launch.h"
#include "api/ecs/network_request.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/deployment_rules.h"
#include "api/ecs/rules/placement_request.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/rules/service_rules.h"
#include "api/ecs/service_view.h"
#include "api/ecs/tag_view.h"
#include "api/ecs/task_sets.h"
#include "api/ecs/typed_members.h"
#include "api/ecs/unhonoured.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t token_length_max = 36;

/// The service that this request repeats, if it does. The name is free again once the service is INACTIVE.
std::optional<domain::Service> find_repeated(Call& call, domain::ServiceKey const& key,
                                             CreateServiceRequest const& request, std::string const& text) {
  auto stored = state::find_service(call.db, key);
  if (!stored || stored->status == domain::ServiceStatus::Inactive) return std::nullopt;
  if (stored->status == domain::ServiceStatus::Draining)
    refuse(invalid("Unable to Start a service that is still Draining."));
  ServiceDocument const document = service_document(stored->document);
  std::string const token = request.client_token.value_or("");
  if (token.empty() || token != document.client_token || text != document.request)
    refuse(invalid("Creation of service was not idempotent."));
  return stored;
}

DeploymentControllerType controller_of(CreateServiceRequest const& request) {
  if (!request.deployment_controller) return DeploymentControllerType::Ecs;
  return request.deployment_controller->type.value_or(DeploymentControllerType::Ecs);
}

bool needs_linked_role(domain::TaskDefinition const& definition) {
  return definition.network_mode == domain::NetworkMode::Awsvpc;
}

void check_against(CreateServiceRequest const& request, domain::Cluster const& cluster,
                   domain::TaskDefinition const& definition, domain::LaunchType type) {
  check(incompatible_launch(definition, type));
  if (request.scheduling_strategy == SchedulingStrategy::Daemon && type == domain::LaunchType::Fargate)
    refuse(daemon_on_fargate());
  check(platform_refused(request.platform_version, type));
  check(placements_refused(request.placement_constraints, request.placement_strategy, type));
  check(load_balancers_refused(items(request.load_balancers), definition, type));
  if (!request.role.value_or("").empty() && needs_linked_role(definition))
    refuse(invalid("You cannot specify an IAM role for services that require a service linked role."));
  check(registries_refused(items(request.service_registries), definition));
  bool const has_namespace = cluster_document(cluster.document).service_connect_defaults.has_value();
  check(service_connect_refused(request.service_connect_configuration, definition, has_namespace));
  check(launch_volumes_refused(request.volume_configurations, definition));
}

AvailabilityZoneRebalancing rebalancing(CreateServiceRequest const& request,
                                        domain::DeploymentConfiguration const& bounds) {
  bool const has_room = bounds.maximum_percent > 100;
  return request.availability_zone_rebalancing.value_or(has_room ? AvailabilityZoneRebalancing::Enabled
                                                                 : AvailabilityZoneRebalancing::Disabled);
}

/// What any service echoes, whoever deploys it.
Service echoed_members(Call const& call, CreateServiceRequest const& request) {
  Service echoed;
  echoed.load_balancers = items(request.load_balancers);
  echoed.service_registries = items(request.service_registries);
  echoed.created_by = call.caller_arn;
  echoed.placement_constraints = items(request.placement_constraints);
  echoed.placement_strategy = items(request.placement_strategy);
  echoed.health_check_grace_period_seconds = request.health_check_grace_period_seconds.value_or(0);
  echoed.scheduling_strategy = request.scheduling_strategy.value_or(SchedulingStrategy::Replica);
  echoed.deployment_controller = DeploymentController{.type = controller_of(request)};
  echoed.enable_ecs_managed_tags = request.enable_ecs_managed_tags.value_or(false);
  echoed.propagate_tags = request.propagate_tags.value_or(PropagateTags::None);
  echoed.enable_execute_command = request.enable_execute_command.value_or(false);
  echoed.resource_management_type = ResourceManagementType::Customer;
  return echoed;
}

void take_launch(Call const& call, Service& echoed, CreateServiceRequest const& request, Launch const& launch,
                 domain::TaskDefinition const& definition) {
  if (launch.type == domain::LaunchType::Fargate) {
    std::string const version = request.platform_version.value_or("");
    echoed.platform_version = version.empty() ? "LATEST" : version;
    echoed.platform_family = platform_family(definition);
  }
  if (needs_linked_role(definition))
    echoed.role_arn = "arn:" + domain::partition_of(call.scope.region) +
                      ":iam::" + call.scope.account.text() +
                      ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS";
  else if (!request.role.value_or("").empty())
    echoed.role_arn = request.role;
}

void check_request(CreateServiceRequest const& request) {
  check(service_name_refused(request.service_name.value_or("")));
  check(client_token_refused(request.client_token, token_length_max));
  check(new_service_refused(request));
  check(tags_refused(request.tags));
}

/// Counts and rules, without what its tasks are made of: all that an EXTERNAL service has.
domain::Service make_service(Call& call, domain::ServiceKey const& key, CreateServiceRequest const& request,
                             ServiceDocument& document) {
  document.echoed = echoed_members(call, request);
  domain::Service service{
      .key = key, .desired_count = request.desired_count.value_or(0), .created_at = call.clock.now()};
  service.scheduling =
      domain::from_word<domain::SchedulingStrategy>(to_text(*document.echoed.scheduling_strategy)).value();
  service.controller =
      domain::from_word<domain::DeploymentController>(to_text(controller_of(request))).value();
  auto configuration = with_defaults(with_sent({}, request.deployment_configuration), service.scheduling);
  check(deployment_configuration_refused(configuration, service.scheduling, service.controller));
  service.deployment_configuration = typed_configuration(configuration);
  check(shifting_balancers_refused(items(request.load_balancers), service.deployment_configuration.strategy));
  document.echoed.availability_zone_rebalancing = rebalancing(request, service.deployment_configuration);
  document.echoed.deployment_configuration = std::move(configuration);
  return service;
}

/// The definition, where it runs and how it is attached.
ServiceRevision take_workload(Call& call, domain::Service& service, ServiceDocument& document,
                              CreateServiceRequest const& request, domain::Cluster const& cluster) {
  auto const definition = require_active_task_definition(call, request.task_definition.value_or(""));
  Launch const launch = resolve_launch(cluster, request.launch_type, request.capacity_provider_strategy);
  check_against(request, cluster, definition, launch.type);
  take_launch(call, document.echoed, request, launch, definition);
  service.task_definition = definition.key;
  service.launch_type = launch.type;
  service.capacity_providers = provider_strategy(launch.strategy);
  service.network =
      resolve_network(call, request.network_configuration, definition.network_mode, launch.type);
  return {.load_balancers = items(request.load_balancers),
          .service_registries = items(request.service_registries),
          .service_connect_configuration = request.service_connect_configuration,
          .volume_configurations = request.volume_configurations,
          .vpc_lattice_configurations = request.vpc_lattice_configurations};
}

/// CodeDeploy's first task set is made by ECS itself, PRIMARY and at full scale.
void start_first_task_set(Call& call, domain::Service& service, Service const& echoed) {
  TaskSetOrder order{.definition = task_definition_of(call, service.task_definition)};
  order.launch = {.type = service.launch_type.value_or(domain::LaunchType::Ec2),
                  .strategy = strategy_view(service.capacity_providers)};
  order.network = service.network;
  order.platform_version = echoed.platform_version.value_or("");
  order.document.echoed.load_balancers = echoed.load_balancers;
  order.document.echoed.service_registries = echoed.service_registries;
  domain::TaskSet& set = add_task_set(call, service, std::move(order));
  set.status = domain::TaskSetStatus::Primary;
}

void store_service(Call& call, domain::Service& service, ServiceDocument const& document,
                   CreateServiceRequest const& request, ServiceRevision attached) {
  // An INACTIVE service of the name is forgotten with its history.
  std::string const arn = domain::service_arn(service.key);
  state::delete_service(call.db, service.key);
  state::remove_all_tags(call.db, arn);
  state::set_tags(call.db, arn, tag_list(request.tags));
  take_typed_members(service, document.echoed);
  service.document = print_document(document);
  switch (service.controller) {
    case domain::DeploymentController::Ecs:
      start_deployment(call, service, document, std::move(attached));
      break;
    case domain::DeploymentController::CodeDeploy:
      start_first_task_set(call, service, document.echoed);
      break;
    case domain::DeploymentController::External:
      break;
  }
  state::save_service(call.db, service);
}

}  // namespace

CreateServiceResponse create_service(Call& call, CreateServiceRequest const& request) {
  check_request(request);
  auto const cluster = require_cluster(call, request.cluster);
  domain::ServiceKey const key{call.scope, cluster.name, domain::ServiceName{*request.service_name}};
  CreateServiceRequest same_cluster = request;
  same_cluster.cluster = cluster.name.text();
  std::string const text = canonical_text(std::move(same_cluster));
  if (auto const repeated = find_repeated(call, key, request, text))
    return {.service = service_view(call, *repeated, ServiceTags::Shown)};

  ServiceDocument document;
  document.client_token = request.client_token.value_or("");
  document.request = text;
  domain::Service service = make_service(call, key, request, document);
  ServiceRevision attached;
  if (service.controller != domain::DeploymentController::External)
    attached = take_workload(call, service, document, request, cluster);
  else
    check(placements_refused(request.placement_constraints, request.placement_strategy,
                             domain::LaunchType::Ec2));
  store_service(call, service, document, request, std::move(attached));
  log_unhonoured_members(call, request);
  return {.service = service_view(call, service, ServiceTags::Shown)};
}

}  // namespace neargate::api::ecs
