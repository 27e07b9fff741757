#include <nlohmann/json.hpp>

#include "tests/api/ecs/fleet_scene.h"

namespace neargate::api::ecs {

using testing::as_json;
using testing::FleetScene;
using testing::Wire;

namespace {

constexpr char const* create =
    R"({"name": "big", "autoScalingGroupProvider": {"autoScalingGroupArn":
        "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:1:autoScalingGroupName/big"}})";
constexpr char const* big_arn = R"("arn:aws:ecs:eu-west-1:123456789012:capacity-provider/big")";

std::string put(std::string const& providers, std::string const& strategy = "[]") {
  return R"({"cluster": "c", "capacityProviders": )" + providers +
         R"(, "defaultCapacityProviderStrategy": )" + strategy + "}";
}

/// How many tasks of an answer went to which provider.
std::map<std::string, int> by_provider(testing::Answer const& answer) {
  std::map<std::string, int> count;
  auto const body = nlohmann::json::parse(answer.body);
  for (auto const& task : body.at("tasks")) ++count[task.at("capacityProviderName").get<std::string>()];
  return count;
}

}  // namespace

TEST_CASE("a capacity provider lives") {
  FleetScene scene;
  Wire wire(scene);
  auto const made = wire("CreateCapacityProvider", create, R"({"tags": [{"key": "a", "value": "b"}]})");
  made.shows({{"/capacityProvider/capacityProviderArn", big_arn},
              {"/capacityProvider/name", R"("big")"},
              {"/capacityProvider/status", R"("ACTIVE")"},
              {"/capacityProvider/type", R"("EC2_AUTOSCALING")"},
              {"/capacityProvider/updateStatus", "absent"},
              {"/capacityProvider/tags", R"([{"key": "a", "value": "b"}])"},
              {"/capacityProvider/autoScalingGroupProvider/managedScaling",
               R"({"instanceWarmupPeriod": 300, "maximumScalingStepSize": 10000, "minimumScalingStepSize": 1,
                   "status": "DISABLED", "targetCapacity": 100})"},
              {"/capacityProvider/autoScalingGroupProvider/managedTerminationProtection", R"("DISABLED")"},
              {"/capacityProvider/autoScalingGroupProvider/managedDraining", R"("ENABLED")"}});
  auto const all = wire("DescribeCapacityProviders", "{}");
  all.shows({{"/capacityProviders/0/name", R"("FARGATE")"},
             {"/capacityProviders/0/type", R"("FARGATE")"},
             {"/capacityProviders/1/name", R"("FARGATE_SPOT")"},
             {"/capacityProviders/2/name", R"("big")"},
             {"/capacityProviders/2/tags", "[]"},
             {"/capacityProviders/3", "absent"}});
  wire("DescribeCapacityProviders", R"({"include": ["TAGS"], "capacityProviders": ["big", "none"]})")
      .shows({{"/capacityProviders/0/tags/0/key", R"("a")"},
              {"/failures/0/arn", R"("arn:aws:ecs:eu-west-1:123456789012:capacity-provider/none")"},
              {"/failures/0/reason", R"("MISSING")"}});

  auto const update =
      R"({"name": "big", "autoScalingGroupProvider": {
                          "managedScaling": {"status": "ENABLED", "targetCapacity": 80},
                          "managedDraining": "DISABLED"}})";
  wire("UpdateCapacityProvider", update)
      .shows({{"/capacityProvider/updateStatus", R"("UPDATE_IN_PROGRESS")"},
              {"/capacityProvider/autoScalingGroupProvider/managedScaling/targetCapacity", "80"},
              {"/capacityProvider/autoScalingGroupProvider/managedDraining", R"("DISABLED")"}});
  wire("DescribeCapacityProviders", R"({"capacityProviders": ["big"]})")
      .shows({{"/capacityProviders/0/updateStatus", R"("UPDATE_COMPLETE")"}});

  wire("DeleteCapacityProvider", R"({"capacityProvider": "big"})")
      .shows({{"/capacityProvider/status", R"("ACTIVE")"},
              {"/capacityProvider/updateStatus", R"("DELETE_IN_PROGRESS")"}});
  // INACTIVE ones appear only when they are named.
  wire("DescribeCapacityProviders", "{}").shows({{"/capacityProviders/2", "absent"}});
  wire("DescribeCapacityProviders", R"({"capacityProviders": ["big"]})")
      .shows({{"/capacityProviders/0/status", R"("INACTIVE")"},
              {"/capacityProviders/0/updateStatus", R"("DELETE_COMPLETE")"}});
  CHECK(wire("DeleteCapacityProvider", R"({"capacityProvider": "big"})").status == 400);
  wire("CreateCapacityProvider", create)
      .shows({{"/capacityProvider/tags", "[]"}, {"/capacityProvider/status", R"("ACTIVE")"}});
}

TEST_CASE("capacity providers are refused in AWS's words") {
  FleetScene scene;
  Wire wire(scene);
  CHECK(wire("CreateCapacityProvider", create).status == 200);
  wire.refuses(
      "CreateCapacityProvider", create,
      {
          {"{}",
           "400 ClientException: The specified capacity provider already exists. To change the configuration "
           "of an "
           "existing capacity provider, update the capacity provider."},
          {R"({"name": "other"})",
           "400 ClientException: The specified Auto Scaling group ARN is already being used by another "
           "capacity provider. "
           "Specify a unique Auto Scaling group ARN and try again."},
          {R"({"name": ""})", "400 InvalidParameterException: CapacityProvider name must not be blank"},
          {R"({"name": "aws-x"})",
           "400 InvalidParameterException: The specified capacity provider name is invalid.…"},
          {R"({"name": "Fargate2"})",
           "400 InvalidParameterException: The specified capacity provider name is invalid.…"},
          {R"({"name": "ecs"})",
           "400 InvalidParameterException: The specified capacity provider name is invalid.…"},
          {R"({"name": "a b"})",
           "400 InvalidParameterException: The specified capacity provider name is invalid.…"},
          {R"({"autoScalingGroupProvider": null})",
           "400 InvalidParameterException: The Auto Scaling group provider details are required…"},
          {R"({"/autoScalingGroupProvider/autoScalingGroupArn": ""})",
           "400 InvalidParameterException: The specified Auto Scaling group ARN is invalid.…"},
          {R"({"/autoScalingGroupProvider/managedScaling": {"targetCapacity": 101}})",
           "400 InvalidParameterException: The target capacity value is invalid.…"},
          {R"({"/autoScalingGroupProvider/managedScaling":
                {"minimumScalingStepSize": 5, "maximumScalingStepSize": 4}})",
           "400 InvalidParameterException: The minimum or maximum scaling step size value is invalid.…"},
          {R"({"/autoScalingGroupProvider/managedScaling": {"instanceWarmupPeriod": 10001}})",
           "400 InvalidParameterException: The instance warmup period value is invalid.…"},
          {R"({"/autoScalingGroupProvider/managedTerminationProtection": "ENABLED"})",
           "400 InvalidParameterException: The managed termination protection setting for the capacity "
           "provider is invalid.…"},
          {R"({"tags": [{"key": "a"}]})", "400 InvalidParameterException: Tag value can not be null."},
      });
  wire.refuses("UpdateCapacityProvider", R"({"name": "big", "autoScalingGroupProvider": {}})",
               {
                   {R"({"name": "none"})",
                    "400 ClientException: The specified capacity provider does not exist. Specify a valid "
                    "name or ARN and try again."},
                   {R"({"name": ""})",
                    "400 InvalidParameterException: A name is required when updating a capacity provider"},
                   {R"({"autoScalingGroupProvider": null})",
                    "400 InvalidParameterException: The Auto Scaling group provider details are required…"},
                   {R"({"/autoScalingGroupProvider/managedScaling": {"targetCapacity": 0}})",
                    "400 InvalidParameterException: The target capacity value is invalid.…"},
               });
  wire.refuses("DeleteCapacityProvider", R"({"capacityProvider": "big"})",
               {
                   {R"({"capacityProvider": "FARGATE"})",
                    "400 InvalidParameterException: The specified capacity provider cannot be deleted. The "
                    "FARGATE and FARGATE_SPOT "
                    "capacity providers are reserved."},
                   {R"({"capacityProvider": "none"})",
                    "400 ClientException: The specified capacity provider does not exist. Specify a valid "
                    "name or ARN and try again."},
               });
  wire.refuses(
      "DescribeCapacityProviders", "{}",
      {
          {R"({"maxResults": 11})", "400 InvalidParameterException: Max results can not be greater than 10"},
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
      });
  wire.refuses("PutClusterCapacityProviders", put(R"(["big"])"),
               {
                   {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
                   {R"({"capacityProviders": ["none"]})",
                    "400 InvalidParameterException: The specified capacity provider was not found. Specify a "
                    "valid capacity provider "
                    "and try again."},
                   {R"({"defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]})",
                    "400 InvalidParameterException: The specified capacity provider strategy cannot contain "
                    "a capacity provider that "
                    "is not associated with the cluster.…"},
                   {R"({"capacityProviders": ["big", "FARGATE"], "defaultCapacityProviderStrategy": [
            {"capacityProvider": "FARGATE", "weight": 1}, {"capacityProvider": "big", "weight": 1}]})",
                    "400 InvalidParameterException: A capacity provider strategy cannot contain a mix of "
                    "capacity providers using Auto "
                    "Scaling groups and Fargate providers.…"},
               });
}

TEST_CASE("a provider that a cluster has, or uses, is not taken away") {
  FleetScene scene;
  Wire wire(scene);
  wire("CreateCapacityProvider", create);
  CHECK(wire("PutClusterCapacityProviders", put(R"(["big", "FARGATE"])")).status == 200);
  wire("DescribeCapacityProviders", R"({"cluster": "c"})")
      .shows({{"/capacityProviders/0/name", R"("FARGATE")"},
              {"/capacityProviders/1/name", R"("big")"},
              {"/capacityProviders/2", "absent"}});
  wire("DeleteCapacityProvider", R"({"capacityProvider": "big"})")
      .shows({{"/capacityProvider/status", R"("ACTIVE")"},
              {"/capacityProvider/updateStatus", R"("DELETE_FAILED")"},
              {"/capacityProvider/updateStatusReason",
               R"("The capacity provider cannot be deleted because it is associated with cluster: c. )"
               R"(Remove the capacity provider from the cluster and try again.")"}});
  FleetScene::join(wire);
  CHECK(wire("RunTask",
             R"({"cluster": "c", "taskDefinition": "box",
              "capacityProviderStrategy": [{"capacityProvider": "big"}]})")
            .status == 200);
  CHECK(wire("PutClusterCapacityProviders", put("[]")).told ==
        "400 ResourceInUseException: The specified capacity provider is in use and cannot be removed.");
  CHECK(wire("PutClusterCapacityProviders", put(R"(["big"])")).status == 200);
}

TEST_CASE("the strategy decides each task's provider: the base first, then by weight") {
  FleetScene scene;
  Wire wire(scene);
  wire("CreateCapacityProvider", create);
  wire("PutClusterCapacityProviders",
       put(R"(["big", "FARGATE", "FARGATE_SPOT"])", R"([{"capacityProvider": "big", "weight": 1}])"));
  auto const fargate = wire("RunTask", R"({"cluster": "c", "taskDefinition": "web", "count": 9,
      "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"]}},
      "capacityProviderStrategy": [{"capacityProvider": "FARGATE", "base": 1, "weight": 1},
                                   {"capacityProvider": "FARGATE_SPOT", "weight": 3}]})");
  CHECK(by_provider(fargate) == std::map<std::string, int>{{"FARGATE", 3}, {"FARGATE_SPOT", 6}});
  fargate.shows({{"/tasks/0/launchType", R"("FARGATE")"}, {"/tasks/0/containerInstanceArn", "absent"}});

  // The cluster's default strategy places on instances: on the provider's own where there are some.
  std::string const other = FleetScene::join(wire, "a");
  auto const anywhere = wire("RunTask", R"({"cluster": "c", "taskDefinition": "box"})");
  anywhere.shows({{"/tasks/0/capacityProviderName", R"("big")"},
                  {"/tasks/0/launchType", R"("EC2")"},
                  {"/tasks/0/containerInstanceArn", as_json(other).c_str()}});
  auto const joined = wire("RegisterContainerInstance", FleetScene::registration("b"),
                           R"({"/attributes/-": {"name": "neargate.capacity-provider", "value": "big"}})");
  joined.shows({{"/containerInstance/capacityProviderName", R"("big")"}});
  for (int i = 0; i < 4; ++i)
    CHECK(
        wire("RunTask", R"({"cluster": "c", "taskDefinition": "box"})").at("/tasks/0/containerInstanceArn") ==
        joined.at("/containerInstance/containerInstanceArn"));
}

TEST_CASE("a created provider carries tags, Fargate's do not") {
  FleetScene scene;
  Wire wire(scene);
  wire("CreateCapacityProvider", create);
  std::string const tag = R"({"tags": [{"key": "a", "value": "b"}], "resourceArn": )";
  CHECK(wire("TagResource", tag + big_arn + "}").status == 200);
  wire("ListTagsForResource", R"({"resourceArn": )" + std::string(big_arn) + "}")
      .shows({{"/tags/0/key", R"("a")"}});
  CHECK(wire("TagResource", tag + R"("arn:aws:ecs:eu-west-1:123456789012:capacity-provider/FARGATE"})")
            .status == 400);
  CHECK(wire("TagResource", tag + R"("arn:aws:ecs:eu-west-1:123456789012:capacity-provider/none"})").told ==
        "400 ClientException: The specified capacity provider does not exist. Specify a valid name or ARN "
        "and try again.");
}

}  // namespace neargate::api::ecs
