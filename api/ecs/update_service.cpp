#include "api/ecs/controller_switch.h"
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
#include "api/ecs/task_sets.h"
#include "api/ecs/typed_members.h"
#include "api/ecs/unhonoured.h"
#include "domain/words.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

/// One update on its way: the service as it becomes, and whether a new deployment carries it out.
struct Update {
  domain::Service service;
  ServiceDocument document;
  ServiceRevision attached;                          ///< what the newest revision attaches
  std::optional<domain::TaskDefinition> definition;  ///< none: EXTERNAL without a primary task set
  bool deploys = false;
  bool renews_tags = false;
};

template <class T>
bool differs(wire::Optional<T> const& sent, wire::Optional<T> const& stored) {
  return sent && !(sent == stored);
}

/// Takes the member that was sent; tells whether it is another.
template <class T>
bool take(wire::Optional<T>& stored, wire::Optional<T> const& sent) {
  bool const is_new = differs(sent, stored);
  if (is_new) stored = sent;
  return is_new;
}

/// A service of an older neargate has its strategy in its document alone.
void take_old_strategy(domain::Service& service, Service& echoed) {
  if (service.capacity_providers.empty())
    service.capacity_providers = provider_strategy(items(echoed.capacity_provider_strategy));
  echoed.capacity_provider_strategy.reset();
}

void check_request(UpdateServiceRequest const& request, domain::Service const& service) {
  bool const is_daemon = service.scheduling == domain::SchedulingStrategy::Daemon;
  if (request.desired_count && is_daemon)
    refuse(
        invalid("The daemon scheduling strategy does not support a desired count for services. Remove the "
                "desired count value and try again"));
  if (request.desired_count.value_or(0) < 0) refuse(invalid("Task count can not be lesser than 0"));
  if (is_daemon && !items(request.placement_strategy).empty())
    refuse(
        invalid("The daemon scheduling strategy does not support placement strategies. Remove the placement "
                "strategy and try again"));
  if (is_daemon && request.availability_zone_rebalancing == AvailabilityZoneRebalancing::Enabled)
    refuse(invalid(
        "The service couldn't be updated because Availability Zone Rebalancing does not support DAEMON "
        "as scheduling strategy. Update scheduling strategy and try again."));
  if (items(request.service_registries).size() > 1)
    refuse(invalid("service registries can have at most 1 items."));
}

void take_controller(Call& call, Update& update, UpdateServiceRequest const& request) {
  if (request.deployment_controller && request.deployment_controller->type)
    switch_controller(
        call, update.service, update.document,
        domain::from_word<domain::DeploymentController>(to_text(*request.deployment_controller->type))
            .value());
  check(controlled_update_refused(request, update.service.controller));
}

void take_definition(Call& call, Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  std::string const text = request.task_definition.value_or("");
  // Without one the present revision stays, even when it has become INACTIVE.
  if (!text.empty())
    update.definition = require_active_task_definition(call, text);
  else if (!service.task_definition.family.empty())
    update.definition = task_definition_of(call, service.task_definition);
  if (!update.definition || update.definition->key == service.task_definition) return;
  service.task_definition = update.definition->key;
  update.deploys = true;
}

void take_launch(Update& update, domain::Cluster const& cluster, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  Service& echoed = update.document.echoed;
  if (request.capacity_provider_strategy && !request.capacity_provider_strategy->empty()) {
    Launch const launch = resolve_launch(cluster, {}, request.capacity_provider_strategy);
    auto const providers = provider_strategy(launch.strategy);
    update.deploys |= providers != service.capacity_providers;
    service.capacity_providers = providers;
    service.launch_type = launch.type;
  }
  domain::LaunchType const type = service.launch_type.value_or(domain::LaunchType::Ec2);
  check(incompatible_launch(*update.definition, type));
  if (service.scheduling == domain::SchedulingStrategy::Daemon && type == domain::LaunchType::Fargate)
    refuse(daemon_on_fargate());
  check(platform_refused(request.platform_version, type));
  if (type != domain::LaunchType::Fargate) {
    echoed.platform_version.reset();
    echoed.platform_family.reset();
    return;
  }
  if (!request.platform_version.value_or("").empty())
    update.deploys |= take(echoed.platform_version, request.platform_version);
  echoed.platform_version = echoed.platform_version.value_or("LATEST");
  echoed.platform_family = platform_family(*update.definition);
}

void take_network(Call& call, Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  bool const is_awsvpc = update.definition->network_mode == domain::NetworkMode::Awsvpc;
  if (is_awsvpc && service.network && !is_network_given(request.network_configuration)) return;
  auto const network = resolve_network(call, request.network_configuration, update.definition->network_mode,
                                       service.launch_type.value_or(domain::LaunchType::Ec2));
  update.deploys |= network != service.network;
  service.network = network;
}

void take_attachments(Update& update, domain::Cluster const& cluster, UpdateServiceRequest const& request) {
  ServiceRevision& attached = update.attached;
  domain::TaskDefinition const& definition = *update.definition;
  domain::LaunchType const type = update.service.launch_type.value_or(domain::LaunchType::Ec2);
  check(load_balancers_refused(items(request.load_balancers), definition, type));
  check(registries_refused(items(request.service_registries), definition));
  bool const has_namespace = cluster_document(cluster.document).service_connect_defaults.has_value();
  check(service_connect_refused(request.service_connect_configuration, definition, has_namespace));
  check(launch_volumes_refused(request.volume_configurations, definition));
  attached.load_balancers = items(attached.load_balancers);
  attached.service_registries = items(attached.service_registries);
  update.deploys |= take(attached.load_balancers, request.load_balancers);
  update.deploys |= take(attached.service_registries, request.service_registries);
  update.deploys |= take(attached.service_connect_configuration, request.service_connect_configuration);
  update.deploys |= take(attached.volume_configurations, request.volume_configurations);
  update.deploys |= take(attached.vpc_lattice_configurations, request.vpc_lattice_configurations);
  update.document.echoed.load_balancers = items(attached.load_balancers);
  update.document.echoed.service_registries = items(attached.service_registries);
}

/// What a new deployment carries out; the tasks of other controllers' services are their task sets'.
void take_workload(Call& call, Update& update, domain::Cluster const& cluster,
                   UpdateServiceRequest const& request) {
  take_definition(call, update, request);
  if (update.service.controller != domain::DeploymentController::Ecs) return;
  take_launch(update, cluster, request);
  take_network(call, update, request);
  take_attachments(update, cluster, request);
}

void take_configuration(Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  Service& echoed = update.document.echoed;
  auto const sent = with_sent(echoed.deployment_configuration.value_or(DeploymentConfiguration{}),
                              request.deployment_configuration);
  auto configuration = with_defaults(sent, service.scheduling);
  check(deployment_configuration_refused(configuration, service.scheduling, service.controller));
  service.deployment_configuration = typed_configuration(configuration);
  check(shifting_balancers_refused(items(echoed.load_balancers), service.deployment_configuration.strategy));
  echoed.deployment_configuration = std::move(configuration);
}

/// Members that change without a new deployment.
void take_settings(Call& call, Update& update, UpdateServiceRequest const& request) {
  domain::Service& service = update.service;
  Service& echoed = update.document.echoed;
  domain::LaunchType const type = service.launch_type.value_or(domain::LaunchType::Ec2);
  check(placements_refused(request.placement_constraints, request.placement_strategy, type));
  check(grace_period_refused(request.health_check_grace_period_seconds, items(echoed.load_balancers)));
  take_configuration(update, request);
  take(echoed.placement_constraints, request.placement_constraints);
  take(echoed.placement_strategy, request.placement_strategy);
  take(echoed.health_check_grace_period_seconds, request.health_check_grace_period_seconds);
  take(echoed.availability_zone_rebalancing, request.availability_zone_rebalancing);
  update.renews_tags |= take(echoed.enable_execute_command, request.enable_execute_command);
  update.renews_tags |= take(echoed.enable_ecs_managed_tags, request.enable_ecs_managed_tags);
  update.renews_tags |= take(echoed.propagate_tags, request.propagate_tags);
  take_typed_members(service, echoed);
  if (!request.desired_count || *request.desired_count == service.desired_count) return;
  service.desired_count = *request.desired_count;
  service.steady_since.reset();
  for (domain::TaskSet& set : service.task_sets)
    if (set.status != domain::TaskSetStatus::Draining)
      scale_task_set(set, service.desired_count, set.scale_percent, call.clock.now());
}

}  // namespace

UpdateServiceResponse update_service(Call& call, UpdateServiceRequest const& request) {
  auto const cluster = require_cluster(call, request.cluster);
  Update update{.service = require_service(call, cluster, request.service.value_or(""))};
  if (update.service.status != domain::ServiceStatus::Active)
    refuse({ServiceNotActiveException, "Service was not ACTIVE."});
  check_request(request, update.service);
  update.document = service_document(update.service.document);
  take_old_strategy(update.service, update.document.echoed);
  take_controller(call, update, request);
  update.attached = attached_now(call, update.service);
  update.deploys = request.force_new_deployment.value_or(false);
  take_workload(call, update, cluster, request);
  take_settings(call, update, request);

  if (update.renews_tags) renew_task_tags(call, update.service, update.document.echoed);
  if (update.deploys) start_deployment(call, update.service, update.document, std::move(update.attached));
  update.service.document = print_document(update.document);
  state::save_service(call.db, update.service);
  log_unhonoured_members(call, request);
  return {.service = service_view(call, update.service, ServiceTags::Hidden)};
}

}  // namespace neargate::api::ecs
