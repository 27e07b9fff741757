// TagResource, UntagResource and ListTagsForResource over the wire: each kind of resource, each refusal.

#include "tests/api/ecs/table.h"
#include "tests/api/ecs/task_scene.h"

namespace neargate::api::ecs {

using testing::arn;
using testing::Row;
using testing::Scene;
using testing::Wire;

namespace {

std::string of(std::string const& resource) { return R"({"resourceArn": ")" + resource + R"("})"; }

std::string fifty_one() {
  std::string tags = R"({"tags": [)";
  for (int i = 0; i <= 50; ++i)
    tags += (i == 0 ? "" : ",") + (R"({"key": "k)" + std::to_string(i)) + R"(", "value": ""})";
  return tags + "]}";
}

}  // namespace

TEST_CASE("every tag operation refuses a resource in the words of its kind") {
  Scene scene;
  Wire wire(scene);
  wire("CreateCluster", R"({"clusterName": "gone"})");
  wire("DeleteCluster", R"({"cluster": "gone"})");
  scene.create(Scene::web_service());
  wire("CreateService",
       R"({"cluster": "c", "serviceName": "old", "taskDefinition": "box", "desiredCount": 0})");
  wire("DeleteService", R"({"cluster": "c", "service": "old"})");
  std::string const task(32, 'a');
  char const* const invalid = "400 InvalidParameterException: The ARN provided is invalid.";
  char const* const long_form =
      "400 InvalidParameterException: Long arn format must be used for tagging operations";
  std::vector<std::pair<std::string, char const*>> const kinds = {
      {"c", invalid},
      {"arn:aws:ecs:us-east-1:123456789012:cluster/c", invalid},
      {"arn:aws:ecs:eu-west-1:999999999999:cluster/c", invalid},
      {"arn:aws:ecr:eu-west-1:123456789012:repository/c", invalid},
      {arn("bucket/c"), invalid},
      {arn("cluster/x"), "400 ClusterNotFoundException: Cluster not found."},
      {arn("cluster/gone"),
       "400 InvalidParameterException: The specified cluster is inactive. Specify an active cluster and try "
       "again."},
      {arn("service/s"), long_form},
      {arn("service/c/x"), "400 ResourceNotFoundException: The specified service was not found."},
      {arn("task/" + task), long_form},
      {arn("task/c/" + task), "400 ResourceNotFoundException: The specified task was not found."},
      {arn("task-definition/web"), invalid},
      {arn("task-definition/web:9"),
       "400 InvalidParameterException: The specified task definition does not exist. Specify a valid "
       "account, family, "
       "revision and try again."},
      {arn("capacity-provider/FARGATE"),
       "400 InvalidParameterException: The specified capacity provider cannot be tagged…"},
      {arn("task-set/c"), long_form},
      {arn("task-set/c/s/ecs-svc/1"), "400 ResourceNotFoundException: The specified task set was not found."},
      {arn("container-instance/" + task), long_form},
      {arn("container-instance/c/" + task),
       "400 ResourceNotFoundException: The specified container instance was not found."},
  };
  for (auto const& [resource, told] : kinds) {
    std::string const request = of(resource);
    wire.refuses("ListTagsForResource", request, {{"{}", told}});
    wire.refuses("TagResource", request, {{R"({"tags": [{"key": "k", "value": "v"}]})", told}});
    wire.refuses("UntagResource", request, {{R"({"tagKeys": ["k"]})", told}});
  }
}

TEST_CASE("tags are refused in AWS's words: of a definition as ClientException where no value is given") {
  Scene scene;
  Wire wire(scene);
  std::string const many = fifty_one();
  std::string const long_key = R"({"tags": [{"key": ")" + std::string(129, 'k') + R"(", "value": ""}]})";
  std::string const long_value = R"({"tags": [{"key": "k", "value": ")" + std::string(257, 'v') + R"("}]})";
  std::vector<Row> const rows = {
      {R"({"tags": [{"key": "aws:x", "value": "v"}]})", "400 InvalidParameterException: …"},
      {R"({"tags": [{"key": "AWS:x", "value": "v"}]})", "400 InvalidParameterException: …"},
      {R"({"tags": [{"key": "a;b", "value": "v"}]})",
       "400 InvalidParameterException: Tag key contains invalid characters."},
      {R"({"tags": [{"key": "k", "value": "<v>"}]})",
       "400 InvalidParameterException: Tag value contains invalid characters."},
      {R"({"tags": [{"key": "Größe", "value": "a b_.:/=+-@"}]})", "200"},
      {long_key.c_str(), "400 InvalidParameterException: …"},
      {long_value.c_str(), "400 InvalidParameterException: …"},
      {many.c_str(), "400 InvalidParameterException: …"},
  };
  wire.refuses("TagResource", of(arn("cluster/c")), rows);
  wire.refuses(
      "TagResource", of(arn("cluster/c")),
      {{R"({"tags": [{"key": "k"}]})", "400 InvalidParameterException: Tag value can not be null."}});
  wire.refuses("TagResource", of(arn("task-definition/web:1")), rows);
  wire.refuses("TagResource", of(arn("task-definition/web:1")),
               {{R"({"tags": [{"key": "k"}]})", "400 ClientException: Tag value can not be null."}});
}

TEST_CASE("a resource of each kind is tagged, listed by key and untagged") {
  Scene scene;
  Wire wire(scene);
  scene.create(Scene::web_service());
  Task const task = testing::run(scene, testing::run_box()).at(0);
  wire("CreateService",
       R"({"cluster": "c", "serviceName": "ext", "deploymentController": {"type": "EXTERNAL"}})");
  std::string const set =
      wire("CreateTaskSet", R"({"cluster": "c", "service": "ext", "taskDefinition": "box"})")
          .text("/taskSet/taskSetArn");
  for (std::string const& resource : {arn("cluster/c"), arn("service/c/s"), *task.task_arn,
                                      arn("task-definition/box:1"), *task.container_instance_arn, set}) {
    wire("TagResource", of(resource),
         R"({"tags": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}]})");
    wire("TagResource", of(resource), R"({"tags": [{"key": "b", "value": "3"}, {"key": "B", "value": ""}]})");
    CHECK(wire("ListTagsForResource", of(resource)).body ==
          R"({"tags":[{"key":"B","value":""},{"key":"a","value":"1"},{"key":"b","value":"3"}]})");
    CHECK(wire("UntagResource", of(resource), R"({"tagKeys": ["a", "B", "none"]})").body == "{}");
    CHECK(wire("ListTagsForResource", of(resource)).body == R"({"tags":[{"key":"b","value":"3"}]})");
  }
}

}  // namespace neargate::api::ecs
