// Deployment controllers, strategies and schedulers of services, over the wire.

#include "tests/api/ecs/service_scene.h"

namespace neargate::api::ecs {

using testing::external_request;

using testing::Scene;
using testing::web_request;
using testing::Wire;

namespace {

char const* const code_deploy =
    R"(, "deploymentController": {"type": "CODE_DEPLOY"},
        "loadBalancers": [{"targetGroupArn": "t", "containerName": "app", "containerPort": 80}])";
char const* const daemon =
    R"({"cluster": "c", "serviceName": "s", "taskDefinition": "box", "schedulingStrategy": "DAEMON"})";
char const* const update = R"({"cluster": "c", "service": "s"})";

std::string configured(std::string const& configuration) {
  return web_request(R"(, "deploymentConfiguration": )" + configuration);
}

}  // namespace

TEST_CASE("what an EXTERNAL service's task sets say cannot be said of the service") {
  Scene scene;
  Wire wire(scene);
  wire.refuses(
      "CreateService", external_request(),
      {{R"({"taskDefinition": "web"})", "400 InvalidParameterException: TaskDefinition must be blank"},
       {R"({"loadBalancers": [{"targetGroupArn": "t"}]})",
        "400 InvalidParameterException: LoadBalancers must be empty or null"},
       {R"({"serviceRegistries": [{}]})",
        "400 InvalidParameterException: ServiceRegistries must be empty or null"},
       {R"({"launchType": "EC2"})", "400 InvalidParameterException: LaunchType must be blank"},
       {R"({"capacityProviderStrategy": [{"capacityProvider": "FARGATE"}]})",
        "400 InvalidParameterException: CapacityProviderStrategy must be empty or null"},
       {R"({"platformVersion": "LATEST"})", "400 InvalidParameterException: PlatformVersion must be blank"},
       {R"({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}}})",
        "400 InvalidParameterException: NetworkConfiguration must be empty or null"},
       {R"({"schedulingStrategy": "DAEMON"})", "400 InvalidParameterException: The daemon scheduling …"},
       {R"({"desiredCount": -1})", "400 InvalidParameterException: DesiredCount can not be lesser than 0"},
       {R"({"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": false}}})",
        "400 InvalidParameterException: The deployment circuit breaker is only supported with the ECS "
        "deployment controller."},
       {R"({"deploymentConfiguration": {"strategy": "LINEAR"}})",
        "400 InvalidParameterException: Deployment strategies are only supported with the ECS deployment "
        "controller."}});
}

TEST_CASE("a CODE_DEPLOY service needs a load balancer and starts with a primary task set") {
  Scene scene;
  Wire wire(scene);
  CHECK(wire("CreateService", web_request(R"(, "deploymentController": {"type": "CODE_DEPLOY"})")).told ==
        "400 InvalidParameterException: When specifying the CODE_DEPLOY deployment controller type, the "
        "service "
        "requires an Application Load Balancer or Network Load Balancer.");
  wire("CreateService", web_request(code_deploy))
      .shows({{"/service/deployments", "[]"},
              {"/service/launchType", R"("FARGATE")"},
              {"/service/taskSets/0/status", R"("PRIMARY")"},
              {"/service/taskSets/0/scale/value", "100.0"},
              {"/service/taskSets/0/computedDesiredCount", "2"},
              {"/service/taskSets/0/loadBalancers/0/targetGroupArn", R"("t")"},
              {"/service/taskSets/1", "absent"}});
  CHECK(
      wire("CreateTaskSet", testing::task_set_request()).told ==
      "400 InvalidParameterException: Amazon ECS only supports task set management on services configured to "
      "use external deployment controllers.");
  std::string const rest =
      " on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new "
      "deployment.";
  std::string const no_definition = "400 InvalidParameterException: Unable to update task definition" + rest;
  std::string const no_network = "400 InvalidParameterException: Unable to update network parameters" + rest;
  std::string const no_force = "400 InvalidParameterException: Cannot force a new deployment" + rest;
  wire.refuses(
      "UpdateService", update,
      {{R"({"taskDefinition": "web:1"})", no_definition.c_str()},
       {R"({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-f525c9be"]}}})",
        no_network.c_str()},
       {R"({"forceNewDeployment": true})", no_force.c_str()},
       {R"({"loadBalancers": []})", "400 InvalidParameterException: Unable to update load …"},
       {R"({"platformVersion": "1.4.0"})", "400 InvalidParameterException: Unable to update platform …"}});
  wire("UpdateService", update, R"({"desiredCount": 4, "healthCheckGracePeriodSeconds": 9})")
      .shows({{"/service/taskSets/0/computedDesiredCount", "4"},
              {"/service/healthCheckGracePeriodSeconds", "9"}});
}

TEST_CASE("a service may change hands while nothing is being deployed, and its tasks stay") {
  Scene scene;
  Wire wire(scene);
  std::string const id = wire("CreateService", web_request()).text("/service/deployments/0/id");
  CHECK(wire("UpdateService", update, R"({"deploymentController": {"type": "EXTERNAL"}})").told ==
        "400 InvalidParameterException: The deployment controller cannot be updated while a deployment is in "
        "progress. Wait until it has completed and try again.");
  scene.change_service([](domain::Service& service) {
    service.deployments.front().rollout_state = domain::RolloutState::Completed;
  });
  CHECK(wire("UpdateService", update, R"({"deploymentController": {"type": "CODE_DEPLOY"}})").status == 400);
  auto const external = wire("UpdateService", update, R"({"deploymentController": {"type": "EXTERNAL"}})");
  external.shows({{"/service/deployments", "[]"},
                  {"/service/deploymentController/type", R"("EXTERNAL")"},
                  {"/service/taskSets/0/status", R"("PRIMARY")"},
                  {"/service/taskSets/0/computedDesiredCount", "2"}});
  CHECK(external.text("/service/taskSets/0/id") == id);
  auto const back = wire("UpdateService", update, R"({"deploymentController": {"type": "ECS"}})");
  back.shows({{"/service/taskSets", "absent"}, {"/service/deployments/0/status", R"("PRIMARY")"}});
  CHECK(back.text("/service/deployments/0/id") == id);
}

TEST_CASE("strategies that shift traffic are filled in and checked") {
  Scene scene;
  Wire wire(scene);

  wire.refuses(
      "CreateService", configured(R"({"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5})"),
      {{R"({"/deploymentConfiguration/bakeTimeInMinutes": null})",
        "400 InvalidParameterException: bakeTimeInMinutes is required for the BLUE_GREEN deployment "
        "strategy."},
       {R"({"/deploymentConfiguration/bakeTimeInMinutes": 1441})",
        "400 InvalidParameterException: bakeTimeInMinutes must be between 0 and 1440."},
       {R"({"/deploymentConfiguration/linearConfiguration": {}})",
        "400 InvalidParameterException: linearConfiguration is only valid for the LINEAR deployment "
        "strategy."},
       {R"({"/deploymentConfiguration/canaryConfiguration": {}})",
        "400 InvalidParameterException: canaryConfiguration is only valid for the CANARY deployment "
        "strategy."},
       {R"({"/deploymentConfiguration/strategy": "LINEAR",
            "/deploymentConfiguration/linearConfiguration": {"stepPercent": 2.9}})",
        "400 InvalidParameterException: stepPercent must be a multiple of 0.1 between 3.0 and 100.0."},
       {R"({"/deploymentConfiguration/strategy": "LINEAR",
            "/deploymentConfiguration/linearConfiguration": {"stepBakeTimeInMinutes": -1}})",
        "400 InvalidParameterException: stepBakeTimeInMinutes must be between 0 and 1440."},
       {R"({"/deploymentConfiguration/strategy": "CANARY",
            "/deploymentConfiguration/canaryConfiguration": {"canaryPercent": 5.05}})",
        "400 InvalidParameterException: canaryPercent must be a multiple of 0.1 between 0.1 and 100.0."},
       {R"({"/deploymentConfiguration/strategy": "CANARY",
            "/deploymentConfiguration/canaryConfiguration": {"canaryBakeTimeInMinutes": 1441}})",
        "400 InvalidParameterException: canaryBakeTimeInMinutes must be between 0 and 1440."},
       {R"({"/deploymentConfiguration/lifecycleHooks":
            [{"hookTargetArn": "arn:aws:lambda:eu-west-1:123456789012:function:f",
              "lifecycleStages": ["PRE_SCALE_UP"]}]})",
        "400 UnsupportedFeatureException: Lifecycle hooks of type AWS_LAMBDA are not supported by neargate…"},
       {R"({"/deploymentConfiguration/lifecycleHooks": [{"targetType": "PAUSE"}]})",
        "400 InvalidParameterException: lifecycleStages must be specified for each lifecycle hook."},
       {R"({"loadBalancers": [{"targetGroupArn": "t", "containerName": "app", "containerPort": 80}]})",
        "400 InvalidParameterException: advancedConfiguration …"}});
  CHECK(wire("CreateService", configured(R"({"lifecycleHooks": [{"targetType": "PAUSE",
             "lifecycleStages": ["PRE_SCALE_UP"]}]})"))
            .told ==
        "400 InvalidParameterException: lifecycleHooks are not supported for the ROLLING deployment "
        "strategy.");
  wire("CreateService", configured(R"({"strategy": "CANARY"})"))
      .shows({{"/service/deploymentConfiguration/canaryConfiguration",
               R"({"canaryBakeTimeInMinutes":10,"canaryPercent":5.0})"},
              {"/service/deploymentConfiguration/bakeTimeInMinutes", "0"}});
  wire("UpdateService", update, R"({"deploymentConfiguration": {"strategy": "LINEAR"}})")
      .shows({{"/service/deploymentConfiguration/canaryConfiguration", "absent"},
              {"/service/deploymentConfiguration/linearConfiguration",
               R"({"stepBakeTimeInMinutes":6,"stepPercent":10.0})"}});
  wire("UpdateService", update,
       R"({"deploymentConfiguration": {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1,
       "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"]}]}})")
      .shows({{"/service/deploymentConfiguration/lifecycleHooks/0/lifecycleStages",
               R"(["PRE_PRODUCTION_TRAFFIC_SHIFT"])"},
              {"/service/deploymentConfiguration/linearConfiguration", "absent"}});
  auto const stored =
      *scene.store.read([&](state::Database& db) { return state::find_service(db, scene.key()); });
  CHECK(stored.deployment_configuration.strategy == domain::DeploymentStrategy::BlueGreen);
  CHECK(stored.deployment_configuration.bake_time == std::chrono::minutes{1});
  CHECK(stored.deployment_configuration.hooks ==
        std::vector<domain::LifecycleHook>{
            {.is_pause = true, .stages = {domain::LifecycleStage::PostTestTrafficShift}}});
}

TEST_CASE("a DAEMON service is refused what only replicas have") {
  Scene scene;
  Wire wire(scene);
  std::string const no_count =
      "400 InvalidParameterException: The daemon scheduling strategy does not support a desired count for "
      "services. Remove the desired count value and try again";
  wire.refuses(
      "CreateService", daemon,
      {{R"({"desiredCount": 0})", no_count.c_str()},
       {R"({"launchType": "FARGATE"})",
        "400 InvalidParameterException: The daemon scheduling strategy does not support the FARGATE launch "
        "type. "
        "Change the launch type and try again"},
       {R"({"deploymentConfiguration": {"maximumPercent": 101}})",
        "400 InvalidParameterException: The daemon scheduling strategy does not support values above 100 for "
        "maximumPercent…"},
       {R"({"placementStrategy": [{"type": "random"}]})",
        "400 InvalidParameterException: The daemon scheduling strategy does not support placement "
        "strategies…"},
       {R"({"availabilityZoneRebalancing": "ENABLED"})",
        "400 InvalidParameterException: The service couldn't be created because Availability Zone "
        "Rebalancing "
        "does not support DAEMON as scheduling strategy. Update scheduling strategy and try again."},
       {R"({"deploymentConfiguration": {"strategy": "CANARY"}})",
        "400 InvalidParameterException: The daemon scheduling strategy does not support the CANARY "
        "deployment "
        "strategy."}});
  wire("CreateService", daemon)
      .shows({{"/service/deploymentConfiguration/maximumPercent", "100"},
              {"/service/deploymentConfiguration/minimumHealthyPercent", "0"},
              {"/service/availabilityZoneRebalancing", R"("DISABLED")"}});
  CHECK(wire("UpdateService", update, R"({"desiredCount": 1})").told == no_count);
  CHECK(wire("DeleteService", update).told ==
        "400 InvalidParameterException: The service cannot be stopped while it is scaled above 0.");
  CHECK(wire("DeleteService", update, R"({"force": true})").text("/service/status") == "DRAINING");
}

TEST_CASE("placement, providers and grace are kept as the scheduler reads them") {
  Scene scene;
  Wire wire(scene);
  CHECK(wire("CreateService",
             R"({"cluster": "c", "serviceName": "s", "taskDefinition": "box", "desiredCount": 1,
                 "placementConstraints": [{"type": "memberOf", "expression": "attribute:a == b"}],
                 "placementStrategy": [{"type": "spread", "field": "host"}, {"type": "random"}]})")
            .told == "200");
  auto const stored = [&] {
    return *scene.store.read([&](state::Database& db) { return state::find_service(db, scene.key()); });
  };
  CHECK(stored().placement_constraints ==
        std::vector<domain::PlacementConstraint>{
            {.type = domain::ConstraintType::MemberOf, .expression = "attribute:a == b"}});
  CHECK(stored().placement_strategy == std::vector<domain::PlacementStrategy>{
                                           {.type = domain::PlacementStrategyType::Spread, .field = "host"},
                                           {.type = domain::PlacementStrategyType::Random, .field = ""}});
  wire("UpdateService", update, R"({"placementConstraints": [], "placementStrategy": [{}]})")
      .shows({{"/service/deployments/1", "absent"}, {"/service/placementConstraints", "[]"}});
  CHECK(stored().placement_constraints.empty());
  CHECK(stored().placement_strategy.empty());
}

TEST_CASE("services are listed by their Service Connect namespace, wherever they are") {
  Scene scene;
  Wire wire(scene);
  std::string const connected =
      R"(, "serviceConnectConfiguration": {"enabled": true, "namespace": "internal"})";
  CHECK(wire("CreateService", web_request(connected)).told == "200");
  CHECK(wire("CreateService", web_request(), R"({"serviceName": "alone"})").told == "200");
  wire("CreateCluster", R"({"clusterName": "d", "serviceConnectDefaults": {"namespace": "internal"}})");
  CHECK(wire("CreateService", web_request(R"(, "serviceConnectConfiguration": {"enabled": true})"),
             R"({"cluster": "d"})")
            .told == "200");
  auto const both = wire("ListServicesByNamespace", R"({"namespace": "internal", "maxResults": 1})");
  CHECK(both.text("/serviceArns/0") == testing::arn("service/c/s"));
  wire("ListServicesByNamespace",
       R"({"namespace": "internal", "nextToken": ")" + both.text("/nextToken") + "\"}")
      .shows({{"/serviceArns", R"(["arn:aws:ecs:eu-west-1:123456789012:service/d/s"])"},
              {"/nextToken", "absent"}});
  wire("ListServicesByNamespace", R"({"namespace": "other"})").shows({{"/serviceArns", "[]"}});
  wire.refuses(
      "ListServicesByNamespace", R"({"namespace": "internal"})",
      {{R"({"maxResults": 101})", "400 InvalidParameterException: Max results can not be greater than 100"},
       {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."}});
}

}  // namespace neargate::api::ecs
