#include "tests/api/ecs/world.h"

#include <algorithm>

namespace neargate::api::ecs {

using testing::arn;
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
  CHECK(*cluster.settings ==
        std::vector<ClusterSetting>{{.name = ClusterSettingName::ContainerInsights, .value = "disabled"}});
  CHECK_FALSE(cluster.configuration);
}

TEST_CASE("a cluster without a name is called default") {
  World world;
  CHECK(world(&create_cluster, CreateClusterRequest{}).cluster->cluster_name == "default");
}

TEST_CASE("a cluster name follows AWS's pattern") {
  World world;
  for (std::string const& name :
       {std::string("a b"), std::string("x/y"), std::string(256, 'a'), std::string("é")})
    CHECK(world.refusal(&create_cluster, CreateClusterRequest{.cluster_name = name}) ==
          R"(InvalidParameterException: ClusterName must match ^[a-zA-Z0-9\-_]{1,255}$)");
  CHECK(world.refusal(&create_cluster, CreateClusterRequest{.cluster_name = std::string(255, 'a')}).empty());
}

TEST_CASE("settings, configuration and providers are checked") {
  World world;
  auto const refusal = [&](CreateClusterRequest request) {
    request.cluster_name = "c";
    return world.refusal(&create_cluster, request);
  };
  CHECK(refusal({.settings = {{{.name = ClusterSettingName::ContainerInsights, .value = "on"}}}}) ==
        "InvalidParameterException: Invalid setting 'value'");
  CHECK(refusal({.settings = {{{.value = "enabled"}}}}) ==
        "InvalidParameterException: Invalid setting 'name'");
  CHECK(
      refusal({.configuration = {{.execute_command_configuration = {{.logging =
                                                                         ExecuteCommandLogging::Override}}}}})
          .starts_with(
              "InvalidParameterException: A CloudWatch log group name or S3 bucket name must be specified "
              "when overriding the default log configuration"));
  CHECK(refusal({.configuration =
                     {{.execute_command_configuration = {{.logging = ExecuteCommandLogging::None,
                                                          .log_configuration = {{.s3_bucket_name = "b"}}}}}}})
            .starts_with("InvalidParameterException: "));
  CHECK(refusal({.capacity_providers = {{"mine"}}}) ==
        "InvalidParameterException: The specified capacity provider was not found. Specify a valid capacity "
        "provider "
        "and try again.");
  CHECK(refusal(
            {.capacity_providers = {{"FARGATE"}},
             .default_capacity_provider_strategy = {{{.capacity_provider = "FARGATE_SPOT", .weight = 1}}}}) ==
        "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity "
        "provider that "
        "is not associated with the cluster. Associate the capacity provider with the cluster or specify a "
        "valid "
        "capacity provider and try again.");
  std::vector<std::string> const both{"FARGATE", "FARGATE_SPOT"};
  CHECK(refusal(
            {.capacity_providers = both,
             .default_capacity_provider_strategy = {{{.capacity_provider = "FARGATE", .weight = 1, .base = 1},
                                                     {.capacity_provider = "FARGATE_SPOT", .base = 1}}}})
            .starts_with(
                "InvalidParameterException: There are multiple capacity providers in the specified capacity "
                "provider strategy with a base value defined"));
  CHECK(
      refusal({.capacity_providers = both,
               .default_capacity_provider_strategy = {{{.capacity_provider = "FARGATE"},
                                                       {.capacity_provider = "FARGATE_SPOT"}}}})
          .starts_with(
              "InvalidParameterException: There are no capacity providers in the capacity provider strategy "
              "with a weight value greater than zero"));
}

TEST_CASE("creating a cluster again echoes the stored one, other arguments are refused") {
  World world;
  CreateClusterRequest const request{
      .cluster_name = "c",
      .settings = {{{.name = ClusterSettingName::ContainerInsights, .value = "enabled"}}},
      .capacity_providers = {{"FARGATE"}}};
  auto const first = world(&create_cluster, request);
  world.clock.advance(std::chrono::seconds{5});
  CHECK(world(&create_cluster, request) == first);
  CHECK(world(&create_cluster, CreateClusterRequest{.cluster_name = "c"}) == first);
  CHECK(world.refusal(
            &create_cluster,
            CreateClusterRequest{.cluster_name = "c", .capacity_providers = std::vector<std::string>{}}) ==
        "InvalidParameterException: Arguments on this idempotent request are inconsistent with arguments "
        "used in "
        "previous request(s).");
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
            DescribeClustersRequest{.include = {{ClusterField::Settings, ClusterField::Tags,
                                                 ClusterField::Statistics, ClusterField::Configurations}}})
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
      world(&describe_clusters,
            DescribeClustersRequest{.clusters = {{"c"}}, .include = {{ClusterField::Tags}}})
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

TEST_CASE("a missing cluster is ClusterNotFoundException before anything else") {
  World world;
  std::string const missing = "ClusterNotFoundException: Cluster not found.";
  CHECK(world.refusal(&delete_cluster, DeleteClusterRequest{.cluster = "x"}) == missing);
  CHECK(world.refusal(&update_cluster, UpdateClusterRequest{.cluster = "x"}) == missing);
  CHECK(world.refusal(&update_cluster_settings,
                      UpdateClusterSettingsRequest{.cluster = "x", .settings = {{{.value = "bad"}}}}) ==
        missing);
}

TEST_CASE("updates change settings and providers, and answer attachments") {
  World world;
  created(world, "c");
  auto const updated =
      world(&update_cluster_settings,
            UpdateClusterSettingsRequest{
                .cluster = "c",
                .settings = {{{.name = ClusterSettingName::ContainerInsights, .value = "enhanced"}}}});
  CHECK(updated.cluster->settings->at(0).value == "enhanced");
  CHECK(updated.cluster->attachments->empty());
  auto const put = world(
      &put_cluster_capacity_providers,
      PutClusterCapacityProvidersRequest{
          .cluster = "c",
          .capacity_providers = {{"FARGATE", "FARGATE_SPOT"}},
          .default_capacity_provider_strategy = {{{.capacity_provider = "FARGATE_SPOT", .weight = 1}}}});
  CHECK(put.cluster->capacity_providers->size() == 2);
  CHECK(put.cluster->default_capacity_provider_strategy->at(0).base == 0);
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
