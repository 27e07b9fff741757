#include "tests/api/ecs/scene.h"
#include "tests/api/ecs/table.h"

#include <algorithm>

namespace neargate::api::ecs {

using testing::arn;
using testing::Wire;
using testing::World;

namespace {

Cluster created(World& world, std::string const& name) {
  return *world(&create_cluster, {.cluster_name = name}).cluster;
}

std::optional<std::string> value_of(std::vector<KeyValuePair> const& pairs, std::string const& name) {
  auto const found = std::ranges::find(pairs, name, &KeyValuePair::name);
  return found == pairs.end() ? std::nullopt : found->value;
}

}  // namespace

TEST_CASE("a new cluster comes back with AWS's defaults") {
  World world;
  auto const response = world(&create_cluster, CreateClusterRequest{.cluster_name = "hello"});
  Cluster const& cluster = *response.cluster;
  CHECK(response.cluster_count == 1);
  CHECK(cluster.cluster_arn == arn("cluster/hello"));
  CHECK(cluster.cluster_name == "hello");
  CHECK(cluster.status == "ACTIVE");
  CHECK(cluster.active_services_count == 0);
  CHECK(cluster.pending_tasks_count == 0);
  CHECK(cluster.running_tasks_count == 0);
  CHECK(cluster.registered_container_instances_count == 0);
  CHECK(cluster.capacity_providers->empty());
  CHECK(cluster.default_capacity_provider_strategy->empty());
  CHECK(cluster.statistics->empty());
  CHECK(cluster.tags->empty());
  CHECK(*cluster.settings == std::vector<ClusterSetting>{{.name = "containerInsights", .value = "disabled"}});
  CHECK_FALSE(cluster.configuration);
}

TEST_CASE("a cluster without a name is called default") {
  World world;
  CHECK(world(&create_cluster, CreateClusterRequest{}).cluster->cluster_name == "default");
}

TEST_CASE("CreateCluster refuses in AWS's words") {
  World world;
  Wire wire(world);
  char const* const bad_name =
      R"(400 InvalidParameterException: ClusterName must match ^[a-zA-Z0-9\-_]{1,255}$)";
  std::string const long_name = R"({"clusterName": ")" + std::string(256, 'a') + R"("})";
  wire.refuses(
      "CreateCluster", R"({"clusterName": "c"})",
      {
          {R"({"clusterName": "a b"})", bad_name},
          {R"({"clusterName": "x/y"})", bad_name},
          {R"({"clusterName": "é"})", bad_name},
          {long_name.c_str(), bad_name},
          {R"({"settings": [{"name": "insights", "value": "enabled"}]})",
           "400 InvalidParameterException: Invalid setting 'name'"},
          {R"({"settings": [{"value": "enabled"}]})",
           "400 InvalidParameterException: Invalid setting 'name'"},
          {R"({"settings": [{"name": "containerInsights", "value": "on"}]})",
           "400 InvalidParameterException: Invalid setting 'value'"},
          {R"({"settings": [{"name": "containerInsights"}]})",
           "400 InvalidParameterException: Invalid setting 'value'"},
          {R"({"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE"}}})",
           "400 InvalidParameterException: A CloudWatch log group name or S3 bucket name must be specified "
           "when overriding the default log configuration…"},
          {R"({"configuration": {"executeCommandConfiguration":
               {"logging": "OVERRIDE", "logConfiguration": {"cloudWatchEncryptionEnabled": true}}}})",
           "400 InvalidParameterException: A CloudWatch log group name or S3 bucket name must be specified…"},
          {R"({"configuration": {"executeCommandConfiguration":
               {"logging": "NONE", "logConfiguration": {"s3BucketName": "b"}}}})",
           "400 InvalidParameterException: Log configuration can only be specified…"},
          {R"({"configuration": {"executeCommandConfiguration": {"logging": "SOMETIMES"}}})",
           "400 InvalidParameterException: logging should be one of [NONE,DEFAULT,OVERRIDE]"},
          {R"({"capacityProviders": ["mine"]})",
           "400 InvalidParameterException: The specified capacity provider was not found. Specify a valid "
           "capacity provider and try again."},
          {R"({"capacityProviders": ["FARGATE"],
               "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]})",
           "400 InvalidParameterException: The specified capacity provider strategy cannot contain a "
           "capacity "
           "provider that is not associated with the cluster. Associate the capacity provider with the "
           "cluster "
           "or specify a valid capacity provider and try again."},
          {R"({"capacityProviders": ["FARGATE", "FARGATE_SPOT"],
               "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 1},
                                                   {"capacityProvider": "FARGATE_SPOT", "base": 1}]})",
           "400 InvalidParameterException: There are multiple capacity providers in the specified capacity "
           "provider strategy with a base value defined…"},
          {R"({"capacityProviders": ["FARGATE", "FARGATE_SPOT"],
               "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE"},
                                                   {"capacityProvider": "FARGATE_SPOT"}]})",
           "400 InvalidParameterException: There are no capacity providers in the capacity provider strategy "
           "with a weight value greater than zero…"},
          {R"({"tags": [{"key": "k"}]})", "400 InvalidParameterException: Tag value can not be null."},
          {R"({"tags": [{"key": "aws:k", "value": "v"}]})", "400 InvalidParameterException: …"},
      });
  CHECK(wire("ListClusters", "{}").body == R"({"clusterArns":[]})");
}

TEST_CASE("creating a cluster again echoes the stored one, other arguments are refused") {
  World world;
  Wire wire(world);
  char const* const request = R"({"clusterName": "c", "capacityProviders": ["FARGATE"],
      "settings": [{"name": "containerInsights", "value": "enabled"}],
      "serviceConnectDefaults": {"namespace": "here"}})";
  auto const first = wire("CreateCluster", request);
  world.clock.advance(std::chrono::seconds{5});
  CHECK(wire("CreateCluster", request).body == first.body);
  CHECK(wire("CreateCluster", R"({"clusterName": "c"})").body == first.body);
  char const* const inconsistent =
      "400 InvalidParameterException: Arguments on this idempotent request are inconsistent with arguments "
      "used in previous request(s).";
  wire.refuses("CreateCluster", request,
               {{R"({"capacityProviders": []})", inconsistent},
                {R"({"/settings/0/value": "disabled"})", inconsistent},
                {R"({"configuration": {"executeCommandConfiguration": {"logging": "NONE"}}})", inconsistent},
                {R"({"serviceConnectDefaults": {"namespace": "there"}})", inconsistent}});
}

TEST_CASE("describe keeps the order asked for, collapses duplicates and tells what is missing") {
  World world;
  created(world, "a");
  created(world, "b");
  auto const response =
      world(&describe_clusters,
            DescribeClustersRequest{.clusters = {{"b", "nope", arn("cluster/a"), "b",
                                                  "arn:aws:ecs:us-east-1:123456789012:cluster/a"}}});
  REQUIRE(response.clusters->size() == 2);
  CHECK(response.clusters->at(0).cluster_name == "b");
  CHECK(response.clusters->at(1).cluster_name == "a");
  CHECK(*response.failures ==
        std::vector<Failure>{{.arn = arn("cluster/nope"), .reason = "MISSING"},
                             {.arn = "arn:aws:ecs:us-east-1:123456789012:cluster/a", .reason = "MISSING"}});
}

TEST_CASE("describe without names describes default, and shows extras only when asked") {
  World world;
  world(
      &create_cluster,
      CreateClusterRequest{
          .tags = std::vector<Tag>{{.key = "team", .value = "red"}},
          .configuration = {{.execute_command_configuration = {{.logging = ExecuteCommandLogging::None}}}}});
  Cluster const plain = world(&describe_clusters, DescribeClustersRequest{}).clusters->at(0);
  CHECK(plain.cluster_name == "default");
  CHECK(plain.settings->empty());
  CHECK(plain.statistics->empty());
  CHECK(plain.tags->empty());
  CHECK_FALSE(plain.configuration);
  Cluster const full =
      world(&describe_clusters,
            DescribeClustersRequest{.include = {{"SETTINGS", "TAGS", "STATISTICS", "CONFIGURATIONS"}}})
          .clusters->at(0);
  CHECK(full.settings->size() == 1);
  CHECK(full.tags->at(0) == Tag{.key = "team", .value = "red"});
  CHECK(full.configuration);
  REQUIRE(full.statistics->size() == 16);
  CHECK(full.statistics->at(0).name == "runningEC2TasksCount");
  CHECK(value_of(*full.statistics, "activeFargateServiceCount") == "0");
}

TEST_CASE("at most a hundred clusters are described at once") {
  World world;
  CHECK(world.refusal(&describe_clusters,
                      DescribeClustersRequest{.clusters = std::vector<std::string>(101, "a")}) ==
        "InvalidParameterException: clusters can have at most 100 items.");
}

TEST_CASE("clusters are listed in pages by name") {
  World world;
  for (char const* name : {"c", "a", "b"}) created(world, name);
  auto const first = world(&list_clusters, ListClustersRequest{.max_results = 2});
  CHECK(*first.cluster_arns == std::vector<std::string>{arn("cluster/a"), arn("cluster/b")});
  REQUIRE(first.next_token);
  auto const second =
      world(&list_clusters, ListClustersRequest{.next_token = first.next_token, .max_results = 2});
  CHECK(*second.cluster_arns == std::vector<std::string>{arn("cluster/c")});
  CHECK_FALSE(second.next_token);
  CHECK(world.refusal(&list_clusters, ListClustersRequest{.max_results = 101}) ==
        "InvalidParameterException: Max results can not be greater than 100");
}

TEST_CASE("a token that was edited or taken from another list is refused") {
  World world;
  for (char const* name : {"a", "b"}) created(world, name);
  std::string token = *world(&list_clusters, ListClustersRequest{.max_results = 1}).next_token;
  CHECK(
      world.refusal(&list_task_definition_families, ListTaskDefinitionFamiliesRequest{.next_token = token}) ==
      "InvalidParameterException: Invalid token.");
  for (std::string const& bad : {token.substr(1), "x" + token, std::string("AAAA"), std::string("!")})
    CHECK(world.refusal(&list_clusters, ListClustersRequest{.next_token = bad}) ==
          "InvalidParameterException: Invalid token.");
}

TEST_CASE("a deleted cluster is INACTIVE: described, not listed, and born anew") {
  World world;
  world(&create_cluster, CreateClusterRequest{.cluster_name = "c",
                                              .tags = std::vector<Tag>{{.key = "k", .value = "v"}},
                                              .capacity_providers = {{"FARGATE"}}});
  auto const deleted = world(&delete_cluster, DeleteClusterRequest{.cluster = "c"});
  CHECK(deleted.cluster_count == 0);
  CHECK(deleted.cluster->status == "INACTIVE");
  CHECK(*deleted.cluster->capacity_providers == std::vector<std::string>{"FARGATE"});
  CHECK(deleted.cluster->tags->empty());
  CHECK(world(&list_clusters, ListClustersRequest{}).cluster_arns->empty());
  Cluster const described =
      world(&describe_clusters, DescribeClustersRequest{.clusters = {{"c"}}, .include = {{"TAGS"}}})
          .clusters->at(0);
  CHECK(described.status == "INACTIVE");
  CHECK(described.tags->size() == 1);
  CHECK(world.refusal(&update_cluster, UpdateClusterRequest{.cluster = "c"}) ==
        "ClientException: Cluster was not ACTIVE.");
  CHECK(
      world.refusal(&list_tags_for_resource, ListTagsForResourceRequest{.resource_arn = arn("cluster/c")}) ==
      "InvalidParameterException: The specified cluster is inactive. Specify an active cluster and try "
      "again.");
  Cluster const again = created(world, "c");
  CHECK(again.status == "ACTIVE");
  CHECK(again.tags->empty());
  CHECK(again.capacity_providers->empty());
}

TEST_CASE("operations on a cluster refuse in AWS's words, a missing cluster before anything else") {
  World world;
  Wire wire(world);
  wire("CreateCluster", R"({"clusterName": "c"})");
  wire("CreateCluster", R"({"clusterName": "gone"})");
  wire("DeleteCluster", R"({"cluster": "gone"})");
  char const* const missing = "400 ClusterNotFoundException: Cluster not found.";
  char const* const inactive = "400 ClientException: Cluster was not ACTIVE.";
  wire.refuses("DeleteCluster", R"({"cluster": "c"})",
               {{R"({"cluster": "x"})", missing},
                {R"({"cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/c"})", missing},
                {R"({"cluster": "arn:aws:ecs:eu-west-1:999999999999:cluster/c"})", missing},
                {R"({"cluster": "gone"})", "200"}});
  wire.refuses("UpdateCluster", R"({"cluster": "c"})",
               {{R"({"cluster": "x", "settings": [{"name": "bad"}]})", missing},
                {R"({"cluster": "gone"})", inactive},
                {R"({"settings": [{"name": "bad", "value": "enabled"}]})",
                 "400 InvalidParameterException: Invalid setting 'name'"},
                {R"({"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE"}}})",
                 "400 InvalidParameterException: A CloudWatch log group name or S3 bucket name…"}});
  wire.refuses("UpdateClusterSettings",
               R"({"cluster": "c", "settings": [{"name": "containerInsights", "value": "enabled"}]})",
               {{R"({"cluster": "x", "/settings/0/name": "bad"})", missing},
                {R"({"cluster": "gone"})", inactive},
                {R"({"/settings/0/name": "bad"})", "400 InvalidParameterException: Invalid setting 'name'"},
                {R"({"/settings/0/value": "bad"})", "400 InvalidParameterException: Invalid setting 'value'"},
                {R"({"settings": []})", "400 InvalidParameterException: Settings cannot be empty."}});
  // `include` is looked at only once there is a cluster to show.
  wire.refuses("DescribeClusters", R"({"clusters": ["c"]})",
               {{R"({"include": ["ALL"]})",
                 "400 InvalidParameterException: include should be one of "
                 "[ATTACHMENTS,CONFIGURATIONS,SETTINGS,STATISTICS,TAGS]"},
                {R"({"clusters": ["x"], "include": ["ALL"]})", "200"}});
  wire.refuses(
      "ListClusters", "{}",
      {{R"({"maxResults": 101})", "400 InvalidParameterException: Max results can not be greater than 100"},
       {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."}});
  wire.refuses("RunTask", R"({"cluster": "gone", "taskDefinition": "x"})",
               {{"{}", "400 ClusterNotFoundException: The referenced cluster was inactive."}});
}

TEST_CASE("a cluster with services or tasks is not deleted") {
  testing::Scene scene;
  Wire wire(scene);
  auto const task = wire("RunTask", R"({"cluster": "c", "taskDefinition": "box"})");
  CHECK(wire("DeleteCluster", R"({"cluster": "c"})").told ==
        "400 ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.");
  scene.create(testing::Scene::web_service());
  scene.update({.desired_count = 0});
  CHECK(wire("DeleteCluster", R"({"cluster": "c"})").told ==
        "400 ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.");
  // Draining: the service no longer blocks, its tasks do until they are STOPPED.
  wire("DeleteService", R"({"cluster": "c", "service": "s"})");
  CHECK(wire("DeleteCluster", R"({"cluster": "c"})").told.starts_with("400 ClusterContainsTasksException"));
  scene.store.transact([&](state::Database& db) {
    for (auto live : state::list_live_tasks(db)) {
      live.last_status = domain::TaskStatus::Stopped;
      live.stopped_at = scene.clock.now();
      state::save_task(db, live);
    }
  });
  wire("DeleteCluster", R"({"cluster": "c"})")
      .shows({{"/cluster/status", R"("INACTIVE")"}, {"/clusterCount", "0"}});
}

TEST_CASE("a cluster's sixteen statistics are true") {
  testing::Scene scene;
  Wire wire(scene);
  auto const run = [&](char const* change) {
    return wire("RunTask", R"({"cluster": "c", "taskDefinition": "web", "launchType": "FARGATE", "count": 3,
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-f525c9be"]}}})",
                change);
  };
  run("{}");
  wire("RunTask", R"({"cluster": "c", "taskDefinition": "box", "count": 2})");
  scene.create(testing::Scene::web_service());
  int running = 0;
  scene.store.transact([&](state::Database& db) {
    for (auto task : state::list_live_tasks(db)) {
      if (++running % 2 == 0) continue;
      task.last_status = domain::TaskStatus::Running;
      state::save_task(db, task);
    }
  });
  auto const described =
      wire("DescribeClusters", R"({"clusters": ["c"], "include": ["STATISTICS", "ATTACHMENTS"]})");
  described.shows({
      {"/clusters/0/statistics/0/name", R"("runningEC2TasksCount")"},
      {"/clusters/0/statistics/1/name", R"("runningFargateTasksCount")"},
      {"/clusters/0/statistics/2/name", R"("pendingEC2TasksCount")"},
      {"/clusters/0/statistics/3/name", R"("pendingFargateTasksCount")"},
      {"/clusters/0/statistics/4", R"({"name": "runningExternalTasksCount", "value": "0"})"},
      {"/clusters/0/statistics/5", R"({"name": "pendingExternalTasksCount", "value": "0"})"},
      {"/clusters/0/statistics/6", R"({"name": "runningManagedInstancesTasksCount", "value": "0"})"},
      {"/clusters/0/statistics/7", R"({"name": "pendingManagedInstancesTasksCount", "value": "0"})"},
      {"/clusters/0/statistics/8", R"({"name": "activeEC2ServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/9", R"({"name": "activeFargateServiceCount", "value": "1"})"},
      {"/clusters/0/statistics/10", R"({"name": "drainingEC2ServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/11", R"({"name": "drainingFargateServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/12", R"({"name": "activeExternalServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/13", R"({"name": "drainingExternalServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/14", R"({"name": "activeManagedInstancesServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/15", R"({"name": "drainingManagedInstancesServiceCount", "value": "0"})"},
      {"/clusters/0/statistics/16", "absent"},
      {"/clusters/0/attachments", "[]"},
      {"/clusters/0/activeServicesCount", "1"},
      {"/clusters/0/runningTasksCount", "3"},
      {"/clusters/0/pendingTasksCount", "2"},
  });
  auto const count = [&](int index) {
    return std::stoi(described.text("/clusters/0/statistics/" + std::to_string(index) + "/value"));
  };
  CHECK(count(0) + count(2) == 2);
  CHECK(count(1) + count(3) == 3);
  CHECK(count(0) + count(1) == 3);
  wire("DeleteService", R"({"cluster": "c", "service": "s", "force": true})");
  wire("DescribeClusters", R"({"clusters": ["c"], "include": ["STATISTICS"]})")
      .shows({{"/clusters/0/statistics/9/value", R"("0")"},
              {"/clusters/0/statistics/11/value", R"("1")"},
              {"/clusters/0/activeServicesCount", "0"}});
}

TEST_CASE("updates change settings, configuration, namespace and providers, and answer attachments") {
  World world;
  Wire wire(world);
  wire("CreateCluster", R"({"clusterName": "c", "tags": [{"key": "k", "value": "v"}]})");
  wire("UpdateClusterSettings",
       R"({"cluster": "c", "settings": [{"name": "containerInsights", "value": "enhanced"}]})")
      .shows({{"/cluster/settings", R"([{"name": "containerInsights", "value": "enhanced"}])"},
              {"/cluster/attachments", "[]"},
              {"/cluster/tags", "[]"}});
  auto const updated = wire("UpdateCluster", R"({"cluster": "c",
      "configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE",
                        "logConfiguration": {"cloudWatchLogGroupName": "g"}}},
      "serviceConnectDefaults": {"namespace": "here"}})");
  updated.shows({{"/cluster/settings/0/value", R"("enhanced")"},
                 {"/cluster/configuration/executeCommandConfiguration/logConfiguration",
                  R"({"cloudWatchLogGroupName": "g"})"},
                 {"/cluster/attachments", "[]"}});
  CHECK(updated.text("/cluster/serviceConnectDefaults/namespace")
            .starts_with("arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-"));
  wire("UpdateCluster", R"({"cluster": "c", "serviceConnectDefaults": {"namespace": ""}})")
      .shows({{"/cluster/serviceConnectDefaults", "absent"}});
  wire("PutClusterCapacityProviders",
       R"({"cluster": "c", "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
           "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]})")
      .shows({{"/cluster/capacityProviders", R"(["FARGATE", "FARGATE_SPOT"])"},
              {"/cluster/defaultCapacityProviderStrategy",
               R"([{"base": 0, "capacityProvider": "FARGATE_SPOT", "weight": 1}])"}});
}

TEST_CASE("FARGATE and FARGATE_SPOT are always there") {
  World world;
  auto const all = world(&describe_capacity_providers, DescribeCapacityProvidersRequest{});
  REQUIRE(all.capacity_providers->size() == 2);
  CHECK(all.capacity_providers->at(0).name == "FARGATE");
  CHECK(all.capacity_providers->at(1).capacity_provider_arn == arn("capacity-provider/FARGATE_SPOT"));
  auto const named = world(&describe_capacity_providers,
                           DescribeCapacityProvidersRequest{.capacity_providers = {{"other"}}});
  CHECK(named.failures->at(0) == Failure{.arn = arn("capacity-provider/other"), .reason = "MISSING"});
}

}  // namespace neargate::api::ecs
