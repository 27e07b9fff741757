#pragma once
// Documents and a role, as IAM tests need them again and again.

#include "gen/iam/operations.h"
#include "gen/iam/shapes.h"
#include "tests/api/world.h"

namespace neargate::api::testing {

inline constexpr char const* trust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
    R"("Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
inline constexpr char const* read_bucket =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}})";
inline constexpr char const* execution_policy =
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

inline void make_role(World& world, char const* name) {
  world(&iam::create_role, {.role_name = name, .assume_role_policy_document = trust});
}
/// The new policy's ARN.
inline std::string make_policy(World& world, char const* name) {
  return world(&iam::create_policy, {.policy_name = name, .policy_document = read_bucket})
      .policy->arn.value();
}

}  // namespace neargate::api::testing
