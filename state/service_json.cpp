#include "state/service_json.h"

#include "state/json_text.h"
#include "state/row_json.h"

namespace neargate::state {

namespace {

Json providers_json(domain::CapacityProviderStrategy const& strategy) {
  Json list = Json::array();
  for (auto const& item : strategy)
    list.push_back({{"provider", item.provider}, {"weight", item.weight}, {"base", item.base}});
  return list;
}

domain::CapacityProviderStrategy providers_from(Json const& list) {
  domain::CapacityProviderStrategy strategy;
  for (Json const& item : list)
    strategy.push_back(
        {.provider = item.at("provider"), .weight = item.at("weight"), .base = item.at("base")});
  return strategy;
}

Json configuration_json(domain::DeploymentConfiguration const& configuration) {
  Json object = {{"maximum", configuration.maximum_percent},
                 {"minimum", configuration.minimum_healthy_percent},
                 {"breaker", configuration.circuit_breaker},
                 {"rollback", configuration.rollback},
                 {"threshold", domain::word(configuration.threshold_type)},
                 {"threshold_value", configuration.threshold_value},
                 {"threshold_resets", configuration.reset_on_healthy_task},
                 {"strategy", domain::word(configuration.strategy)},
                 {"bake", configuration.bake_time.count()},
                 {"step", configuration.step_percent},
                 {"step_bake", configuration.step_bake_time.count()}};
  object["hooks"] = Json::array();
  for (auto const& hook : configuration.hooks) {
    Json stages = Json::array();
    for (auto const stage : hook.stages) stages.push_back(domain::word(stage));
    object["hooks"].push_back({{"target", hook.target_arn},
                               {"pause", hook.is_pause},
                               {"stages", stages},
                               {"timeout", hook.timeout.count()},
                               {"timeout_continues", hook.timeout_continues}});
  }
  return object;
}

domain::DeploymentConfiguration configuration_from(Json const& object) {
  domain::DeploymentConfiguration configuration;
  take(object, "maximum", configuration.maximum_percent);
  take(object, "minimum", configuration.minimum_healthy_percent);
  take(object, "breaker", configuration.circuit_breaker);
  take(object, "rollback", configuration.rollback);
  take_word(object, "threshold", configuration.threshold_type);
  take(object, "threshold_value", configuration.threshold_value);
  take(object, "threshold_resets", configuration.reset_on_healthy_task);
  take_word(object, "strategy", configuration.strategy);
  configuration.bake_time = std::chrono::minutes{object.value("bake", 0)};
  take(object, "step", configuration.step_percent);
  configuration.step_bake_time = std::chrono::minutes{object.value("step_bake", 0)};
  for (Json const& one : object.value("hooks", Json::array())) {
    domain::LifecycleHook hook{.target_arn = one.at("target"), .is_pause = one.at("pause")};
    for (Json const& stage : one.at("stages"))
      hook.stages.push_back(domain::from_word<domain::LifecycleStage>(stage.get<std::string>()).value());
    hook.timeout = std::chrono::minutes{one.value("timeout", hook.timeout.count())};
    hook.timeout_continues = one.value("timeout_continues", false);
    configuration.hooks.push_back(std::move(hook));
  }
  return configuration;
}

Json constraints_json(std::vector<domain::PlacementConstraint> const& constraints) {
  Json list = Json::array();
  for (auto const& one : constraints)
    list.push_back({{"type", domain::word(one.type)}, {"expression", one.expression}});
  return list;
}

Json placement_json(std::vector<domain::PlacementStrategy> const& strategy) {
  Json list = Json::array();
  for (auto const& one : strategy) list.push_back({{"type", domain::word(one.type)}, {"field", one.field}});
  return list;
}

}  // namespace

std::string print_capacity_providers(domain::CapacityProviderStrategy const& strategy) {
  return providers_json(strategy).dump();
}
domain::CapacityProviderStrategy parse_capacity_providers(std::string const& json) {
  return providers_from(Json::parse(json));
}

std::string print_service_record(domain::Service const& service) {
  return Json{{"configuration", configuration_json(service.deployment_configuration)},
              {"providers", providers_json(service.capacity_providers)},
              {"constraints", constraints_json(service.placement_constraints)},
              {"placement", placement_json(service.placement_strategy)},
              {"grace", service.health_check_grace.count()}}
      .dump();
}

void parse_service_record(std::string const& json, domain::Service& service) {
  Json const object = Json::parse(json);
  // A row of an older neargate has only the columns.
  if (auto const found = object.find("configuration"); found != object.end())
    service.deployment_configuration = configuration_from(*found);
  service.capacity_providers = providers_from(object.value("providers", Json::array()));
  for (Json const& one : object.value("constraints", Json::array())) {
    domain::PlacementConstraint constraint{.expression = one.at("expression")};
    take_word(one, "type", constraint.type);
    service.placement_constraints.push_back(std::move(constraint));
  }
  for (Json const& one : object.value("placement", Json::array())) {
    domain::PlacementStrategy strategy{.field = one.at("field")};
    take_word(one, "type", strategy.type);
    service.placement_strategy.push_back(std::move(strategy));
  }
  service.health_check_grace = std::chrono::seconds{object.value("grace", std::int64_t{0})};
}

std::string print_task_set_record(domain::TaskSet const& set) {
  Json object = {{"family", set.task_definition.family.text()},
                 {"revision", set.task_definition.revision},
                 {"providers", providers_json(set.capacity_providers)},
                 {"scale", set.scale_percent},
                 {"computed", set.computed_desired_count},
                 {"stability", domain::word(set.stability)},
                 {"stability_at", time_json(set.stability_at)},
                 {"updated_at", time_json(set.updated_at)},
                 {"failures", set.consecutive_failures}};
  put_word(object, "launch_type", set.launch_type);
  put(object, "not_before", set.not_before);
  if (set.network) object["network"] = Json::parse(print_network(*set.network));
  return object.dump();
}

void parse_task_set_record(std::string const& json, domain::TaskSet& set) {
  Json const object = Json::parse(json);
  set.task_definition = {domain::Family{object.at("family").get<std::string>()}, object.at("revision")};
  take_word(object, "launch_type", set.launch_type);
  set.capacity_providers = providers_from(object.at("providers"));
  if (auto const network = object.find("network"); network != object.end())
    set.network = parse_network(network->dump());
  set.scale_percent = object.at("scale");
  set.computed_desired_count = object.at("computed");
  take_word(object, "stability", set.stability);
  set.stability_at = time_from(object.at("stability_at"));
  set.updated_at = time_from(object.at("updated_at"));
  set.consecutive_failures = object.at("failures");
  take(object, "not_before", set.not_before);
}

namespace {

Json pauses_json(std::vector<domain::HookPause> const& pauses) {
  Json list = Json::array();
  for (auto const& pause : pauses)
    list.push_back({{"hook", pause.hook}, {"turn", pause.turn}, {"status", domain::word(pause.status)}});
  return list;
}

std::vector<domain::HookPause> pauses_from(Json const& list) {
  std::vector<domain::HookPause> pauses;
  for (Json const& one : list) {
    domain::HookPause pause{.hook = one.at("hook"), .turn = one.at("turn")};
    take_word(one, "status", pause.status);
    pauses.push_back(pause);
  }
  return pauses;
}

}  // namespace

std::string print_service_deployment_record(domain::ServiceDeployment const& deployment) {
  Json object = {{"target", deployment.target.text()},
                 {"sources", id_list(deployment.sources)},
                 {"reason", deployment.status_reason},
                 {"breaker", domain::word(deployment.breaker)},
                 {"failures", deployment.failure_count},
                 {"threshold", deployment.threshold},
                 {"pauses", pauses_json(deployment.pauses)},
                 {"rollback_reason", deployment.rollback_reason},
                 {"updated_at", time_json(deployment.updated_at)},
                 {"configuration", configuration_json(deployment.configuration)}};
  put_word(object, "stage", deployment.stage);
  if (deployment.rollback_to) object["rollback_to"] = deployment.rollback_to->text();
  put(object, "rollback_at", deployment.rollback_at);
  put(object, "started_at", deployment.started_at);
  put(object, "finished_at", deployment.finished_at);
  put(object, "stopped_at", deployment.stopped_at);
  return object.dump();
}

void parse_service_deployment_record(std::string const& json, domain::ServiceDeployment& deployment) {
  Json const object = Json::parse(json);
  deployment.target = domain::DeploymentId{object.at("target").get<std::string>()};
  deployment.sources = id_list_from<domain::DeploymentId>(object.at("sources"));
  deployment.status_reason = object.at("reason");
  take_word(object, "breaker", deployment.breaker);
  deployment.failure_count = object.at("failures");
  deployment.threshold = object.at("threshold");
  take_word(object, "stage", deployment.stage);
  deployment.pauses = pauses_from(object.value("pauses", Json::array()));
  if (auto const found = object.find("rollback_to"); found != object.end())
    deployment.rollback_to = domain::DeploymentId{found->get<std::string>()};
  deployment.rollback_reason = object.at("rollback_reason");
  take(object, "rollback_at", deployment.rollback_at);
  deployment.configuration = configuration_from(object.at("configuration"));
  deployment.updated_at = time_from(object.at("updated_at"));
  take(object, "started_at", deployment.started_at);
  take(object, "finished_at", deployment.finished_at);
  take(object, "stopped_at", deployment.stopped_at);
}

}  // namespace neargate::state
