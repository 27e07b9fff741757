// What every operation says of a cluster, a service, a task set or a deployment that is not there.

#include <fmt/format.h>

#include "state/services.h"
#include "tests/api/ecs/service_scene.h"

namespace neargate::api::ecs {

using testing::external_request;
using testing::Scene;
using testing::task_set_request;
using testing::web_request;
using testing::Wire;

namespace {

char const* const no_cluster = "400 ClusterNotFoundException: Cluster not found.";
char const* const no_service = "400 ServiceNotFoundException: Service not found.";
char const* const not_active = "400 ServiceNotActiveException: Service was not ACTIVE.";
char const* const no_set = "400 TaskSetNotFoundException: The specified task set does not exist.";
char const* const no_deployment = "400 ServiceDeploymentNotFoundException: Service deployment not found.";

struct Operation {
  char const *name, *request;
};

constexpr char const* one_set = R"({"cluster": "c", "service": "s", "taskSet": "ecs-svc/1"})";
constexpr char const* scaled_set =
    R"({"cluster": "c", "service": "s", "taskSet": "ecs-svc/1", "scale": {"value": 1, "unit": "PERCENT"}})";
constexpr char const* primary_set = R"({"cluster": "c", "service": "s", "primaryTaskSet": "ecs-svc/1"})";

}  // namespace

TEST_CASE("a cluster that is not there") {
  Scene scene;
  Wire wire(scene);
  std::string const task = std::string(32, 'a');
  std::string const tasks = R"({"cluster": "x", "tasks": [")" + task + R"("]})";
  std::string const arn = "arn:aws:ecs:eu-west-1:123456789012:service-{}/x/s/1";
  CHECK(wire("DescribeServices", R"({"cluster": "x", "services": ["s"]})").told == no_cluster);
  CHECK(wire("ListServices", R"({"cluster": "x"})").told == no_cluster);
  CHECK(wire("ListServiceDeployments", R"({"cluster": "x", "service": "s"})").told == no_cluster);
  CHECK(wire("CreateTaskSet", task_set_request(), R"({"cluster": "x"})").told == no_cluster);
  CHECK(wire("DescribeTaskSets", one_set, R"({"cluster": "x", "taskSet": null})").told == no_cluster);
  CHECK(wire("UpdateTaskSet", scaled_set, R"({"cluster": "x"})").told == no_cluster);
  CHECK(wire("DeleteTaskSet", one_set, R"({"cluster": "x"})").told == no_cluster);
  CHECK(wire("UpdateServicePrimaryTaskSet", primary_set, R"({"cluster": "x"})").told == no_cluster);
  CHECK(wire("UpdateService", R"({"cluster": "x", "service": "s"})").told == no_cluster);
  CHECK(wire("DeleteService", R"({"cluster": "x", "service": "s"})").told == no_cluster);
  CHECK(wire("StopTask", R"({"cluster": "x", "task": ")" + task + R"("})").told == no_cluster);
  CHECK(wire("GetTaskProtection", tasks).told == no_cluster);
  CHECK(wire("UpdateTaskProtection", tasks, R"({"protectionEnabled": true})").told == no_cluster);
  CHECK(wire("DescribeServiceDeployments",
             R"({"serviceDeploymentArns": [")" + fmt::format(fmt::runtime(arn), "deployment") + R"("]})")
            .told == no_cluster);
  CHECK(wire("DescribeServiceRevisions",
             R"({"serviceRevisionArns": [")" + fmt::format(fmt::runtime(arn), "revision") + R"("]})")
            .told == no_cluster);
}

TEST_CASE("a service that is not there, or not any more") {
  Operation const operations[] = {{"UpdateService", R"({"cluster": "c", "service": "s"})"},
                                  {"DescribeTaskSets", R"({"cluster": "c", "service": "s"})"},
                                  {"UpdateTaskSet", scaled_set},
                                  {"DeleteTaskSet", one_set},
                                  {"UpdateServicePrimaryTaskSet", primary_set}};
  Scene scene;
  Wire wire(scene);
  for (auto const& one : operations) CHECK(wire(one.name, one.request).told == no_service);
  CHECK(wire("CreateTaskSet", task_set_request()).told == no_service);
  REQUIRE(wire("CreateService", external_request()).told == "200");
  scene.change_service([](domain::Service& service) { service.status = domain::ServiceStatus::Inactive; });
  for (auto const& one : operations) CHECK(wire(one.name, one.request).told == not_active);
  CHECK(wire("CreateTaskSet", task_set_request()).told == not_active);
}

TEST_CASE("a task set that is not there") {
  Scene scene;
  Wire wire(scene);
  REQUIRE(wire("CreateService", external_request()).told == "200");
  CHECK(wire("UpdateTaskSet", scaled_set).told == no_set);
  CHECK(wire("DeleteTaskSet", one_set).told == no_set);
  CHECK(wire("UpdateServicePrimaryTaskSet", primary_set).told == no_set);
}

TEST_CASE("a service deployment that is not there") {
  Scene scene;
  Wire wire(scene);
  REQUIRE(wire("CreateService", web_request()).told == "200");
  std::string const request =
      R"({"serviceDeploymentArn": "arn:aws:ecs:eu-west-1:123456789012:service-deployment/c/s/abc"})";
  CHECK(wire("StopServiceDeployment", request).told == no_deployment);
  CHECK(wire("ContinueServiceDeployment", request, R"({"hookId": "h"})").told == no_deployment);
}

}  // namespace neargate::api::ecs
