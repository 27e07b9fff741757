#include "domain/new_task.h"
#include "state/networks.h"
#include "state/task_definitions.h"
#include "tests/api/ecs/scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::Scene;

namespace {

std::vector<Tag> one(char const* key, char const* value) { return {{.key = key, .value = value}}; }

std::vector<Tag> listed(Scene& scene, std::string const& resource) {
  return *scene(&list_tags_for_resource, ListTagsForResourceRequest{.resource_arn = resource}).tags;
}

std::string refused(Scene& scene, std::string const& resource, std::vector<Tag> const& tags) {
  return scene.refusal(&tag_resource, TagResourceRequest{.resource_arn = resource, .tags = tags});
}

/// A task as the scheduler starts it: it knows its service and deployment, and no tags.
std::string start_service_task(Scene& scene) {
  return scene.in_call([&](Call& call) {
    auto const service = *state::find_service(call.db, scene.key());
    auto const definition = *state::find_task_definition(call.db, call.scope, service.task_definition);
    auto const task = domain::make_task(definition,
                                        {.cluster = service.key.cluster,
                                         .launch_type = service.launch_type,
                                         .group = "service:s",
                                         .started_by = service.deployments.at(0).id.text(),
                                         .service = service.key.name,
                                         .deployment = service.deployments.at(0).id,
                                         .network = service.network,
                                         .subnet = state::list_subnets(call.db, call.scope).at(0),
                                         .availability_zone = "eu-west-1a"},
                                        call.mint, call.clock.now());
    state::save_task(call.db, task);
    return arn("task/c/" + task.key.id.text());
  });
}

}  // namespace

TEST_CASE("tags merge by key, are listed by key, and leave quietly") {
  Scene scene;
  std::string const cluster = arn("cluster/c");
  scene(&tag_resource, TagResourceRequest{.resource_arn = cluster,
                                          .tags = std::vector<Tag>{{.key = "b", .value = "1"},
                                                                   {.key = "a", .value = "2"},
                                                                   {.key = "B", .value = "3"}}});
  scene(&tag_resource, TagResourceRequest{.resource_arn = cluster, .tags = one("b", "4")});
  CHECK(listed(scene, cluster) ==
        std::vector<Tag>{{.key = "B", .value = "3"}, {.key = "a", .value = "2"}, {.key = "b", .value = "4"}});
  scene(&untag_resource, UntagResourceRequest{.resource_arn = cluster,
                                              .tag_keys = std::vector<std::string>{"a", "b", "none"}});
  CHECK(listed(scene, cluster) == one("B", "3"));
}

TEST_CASE("tags are refused in AWS's words") {
  Scene scene;
  std::string const cluster = arn("cluster/c");
  CHECK(refused(scene, cluster, {{.key = "k"}}) == "InvalidParameterException: Tag value can not be null.");
  CHECK(refused(scene, arn("task-definition/web:1"), {{.key = "k"}}) ==
        "ClientException: Tag value can not be null.");
  CHECK(refused(scene, cluster, one("AWS:x", "v"))
            .starts_with("InvalidParameterException: Tag keys that start with 'aws:'"));
  CHECK(refused(scene, cluster, {{.key = std::string(129, 'k'), .value = "v"}})
            .starts_with("InvalidParameterException: "));
  std::vector<Tag> many;
  for (int i = 0; i < 51; ++i) many.push_back({.key = std::to_string(i), .value = ""});
  CHECK(refused(scene, cluster, many) == "InvalidParameterException: Tags can have at most 50 items.");
  many.pop_back();
  CHECK(refused(scene, cluster, many).empty());
  CHECK(refused(scene, cluster, one("one more", "")) ==
        "LimitExceededException: Tags can have at most 50 items.");
  CHECK(listed(scene, cluster).size() == 50);
}

TEST_CASE("what cannot be tagged is told apart") {
  Scene scene;
  std::string const invalid = "InvalidParameterException: The ARN provided is invalid.";
  CHECK(refused(scene, "nonsense", {}) == invalid);
  CHECK(refused(scene, "arn:aws:ecs:us-east-1:123456789012:cluster/c", {}) == invalid);
  CHECK(refused(scene, "arn:aws:ecr:eu-west-1:123456789012:repository/c", {}) == invalid);
  CHECK(refused(scene, arn("cluster/none"), {}) == "ClusterNotFoundException: Cluster not found.");
  CHECK(refused(scene, arn("service/c/none"), {}).starts_with("ResourceNotFoundException: "));
  CHECK(refused(scene, arn("service/none"), {}) ==
        "InvalidParameterException: Long arn format must be used for tagging operations");
  CHECK(refused(scene, arn("task/c/" + std::string(32, 'a')), {}).starts_with("ResourceNotFoundException: "));
  CHECK(refused(scene, arn("task-definition/web:9"), {}).starts_with("InvalidParameterException: "));
  CHECK(refused(scene, arn("capacity-provider/FARGATE"), {}).starts_with("InvalidParameterException: "));
}

TEST_CASE("a service's tasks carry propagated and managed tags as of their start") {
  Scene scene;
  auto request = Scene::web_service();
  request.tags = one("team", "red");
  request.propagate_tags = PropagateTags::Service;
  request.enable_ecs_managed_tags = true;
  scene.create(request);
  std::string const early = start_service_task(scene);
  std::vector<Tag> const first{{.key = "aws:ecs:clusterName", .value = "c"},
                               {.key = "aws:ecs:serviceName", .value = "s"},
                               {.key = "team", .value = "red"}};
  CHECK(listed(scene, early) == first);

  scene(&tag_resource, TagResourceRequest{.resource_arn = arn("service/c/s"), .tags = one("team", "blue")});
  std::string const late = start_service_task(scene);
  CHECK(listed(scene, early) == first);
  CHECK(listed(scene, late).at(2) == Tag{.key = "team", .value = "blue"});

  scene(&untag_resource,
        UntagResourceRequest{.resource_arn = late, .tag_keys = std::vector<std::string>{"team"}});
  CHECK(listed(scene, late).size() == 2);

  scene.update({.enable_ecs_managed_tags = false, .propagate_tags = PropagateTags::TaskDefinition});
  CHECK(listed(scene, start_service_task(scene)) == one("from", "definition"));
  CHECK(listed(scene, early) == first);
}

TEST_CASE("a service's task shows the platform of its deployment and the flags of its service") {
  Scene scene;
  auto request = Scene::web_service();
  request.enable_execute_command = true;
  Service const service = scene.create(request);
  std::string const task_arn = start_service_task(scene);
  Task const task = scene(&describe_tasks,
                          DescribeTasksRequest{.cluster = "c", .tasks = std::vector<std::string>{task_arn}})
                        .tasks->at(0);
  CHECK(task.platform_version == "1.4.0");
  CHECK(task.enable_execute_command == true);
  CHECK(task.group == "service:s");
  CHECK(task.started_by == service.deployments->at(0).id);
  CHECK(task.overrides->container_overrides->size() == 2);
  Service const now =
      scene(&describe_services,
            DescribeServicesRequest{.cluster = "c", .services = std::vector<std::string>{"s"}})
          .services->at(0);
  CHECK(now.pending_count == 1);
  CHECK(now.deployments->at(0).pending_count == 1);
  CHECK(now.current_service_revisions->at(0).pending_task_count == 1);
}

}  // namespace neargate::api::ecs
