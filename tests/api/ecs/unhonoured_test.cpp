#include "api/ecs/unhonoured.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using neargate::api::ecs::unhonoured_members_of;
using neargate::api::wire::Value;

TEST_CASE("members that ask for something nobody does are named") {
  CHECK(unhonoured_members_of(
            Value::parse(R"({"loadBalancers":[{"containerName":"app"}],"desiredCount":1})")) ==
        std::vector<std::string>{"loadBalancers"});
  CHECK(unhonoured_members_of(Value::parse(
            R"({"enableExecuteCommand":true,"deploymentConfiguration":{"alarms":{"enable":true}}})")) ==
        std::vector<std::string>{"enableExecuteCommand", "deploymentConfiguration.alarms"});
  CHECK(unhonoured_members_of(Value::parse(R"({"serviceConnectConfiguration":{"enabled":true}})")).size() ==
        1);
}

TEST_CASE("overrides and clusters are looked into, too") {
  CHECK(unhonoured_members_of(Value::parse(
            R"({"overrides":{"taskRoleArn":"arn:x","cpu":"256","containerOverrides":[)"
            R"({"name":"app","command":["a"],"environmentFiles":[{"value":"arn:y","type":"s3"}]}]}})")) ==
        std::vector<std::string>{"overrides.taskRoleArn", "overrides.containerOverrides.environmentFiles"});
  CHECK(neargate::api::ecs::unhonoured_members_of_cluster(
            Value::parse(R"({"clusterName":"a","serviceConnectDefaults":{"namespace":"n"}})")) ==
        std::vector<std::string>{"serviceConnectDefaults"});
}

TEST_CASE("empty members ask for nothing") {
  CHECK(unhonoured_members_of(
            Value::parse(
                R"({"loadBalancers":[],"enableExecuteCommand":false,"healthCheckGracePeriodSeconds":0,)"
                R"("serviceConnectConfiguration":{"enabled":false},)"
                R"("deploymentConfiguration":{"maximumPercent":200}})"))
            .empty());
}
