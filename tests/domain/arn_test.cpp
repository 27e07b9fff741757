#include "domain/arn.h"

#include <doctest/doctest.h>

using namespace neargate::domain;

namespace {
Scope const scope{AccountId{"123456789012"}, Region{"eu-west-1"}};
}

TEST_CASE("ARNs print in the long form") {
  ServiceKey const service{scope, ClusterName{"c"}, ServiceName{"web"}};
  CHECK(service_arn(service) == "arn:aws:ecs:eu-west-1:123456789012:service/c/web");
  TaskKey const task{scope, ClusterName{"c"}, TaskId{"0af"}};
  CHECK(task_arn(task) == "arn:aws:ecs:eu-west-1:123456789012:task/c/0af");
  CHECK(task_definition_arn(scope, {Family{"f"}, 3}) ==
        "arn:aws:ecs:eu-west-1:123456789012:task-definition/f:3");
  Scope const china{AccountId{"123456789012"}, Region{"cn-north-1"}};
  CHECK(cluster_arn(china, ClusterName{"c"}) == "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/c");
}

TEST_CASE("a cluster is named by short name or by its ARN, never by a foreign one") {
  struct Row {
    char const* text;
    char const* expected;  // nullptr: refused
  };
  Row const table[] = {
      {"hello", "hello"},
      {"arn:aws:ecs:eu-west-1:123456789012:cluster/hello", "hello"},
      {"arn:aws:ecs:us-east-1:123456789012:cluster/hello", nullptr},
      {"arn:aws:ecs:eu-west-1:210987654321:cluster/hello", nullptr},
      {"arn:aws:ecr:eu-west-1:123456789012:cluster/hello", nullptr},
      {"arn:aws:ecs:eu-west-1:123456789012:service/hello", nullptr},
      {"arn:aws:ecs", nullptr},
  };
  for (auto const& row : table) {
    CAPTURE(row.text);
    auto const name = cluster_name_from(scope, row.text);
    if (row.expected)
      CHECK(name == ClusterName{row.expected});
    else
      CHECK_FALSE(name);
  }
}

TEST_CASE("a service or task ARN may carry its cluster") {
  auto const longer = cluster_member_from(scope, "task", "arn:aws:ecs:eu-west-1:123456789012:task/c/0af");
  REQUIRE(longer);
  CHECK(longer->cluster == ClusterName{"c"});
  CHECK(longer->name == "0af");
  auto const older = cluster_member_from(scope, "task", "arn:aws:ecs:eu-west-1:123456789012:task/0af");
  REQUIRE(older);
  CHECK_FALSE(older->cluster);
  CHECK(older->name == "0af");
}

TEST_CASE("a task definition is named by family, family:revision or ARN") {
  auto const family = task_definition_from(scope, "web");
  REQUIRE(family);
  CHECK(family->family == Family{"web"});
  CHECK_FALSE(family->revision);
  CHECK(task_definition_from(scope, "web:7")->revision == 7);
  auto const arn = task_definition_from(scope, "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7");
  REQUIRE(arn);
  CHECK(arn->is_arn);
  CHECK(arn->revision == 7);
  auto const bad = task_definition_from(scope, "web:x");
  REQUIRE(bad);
  CHECK_FALSE(bad->revision);
  CHECK(bad->revision_text == "x");
}
