#pragma once
// Tables of ECR's requests and answers (tests/api/ecs/table.h says how they read).

#include "tests/api/ecr/world.h"
#include "tests/api/ecs/table.h"

namespace neargate::api::ecr::testing {

using ecs::testing::Row;

inline ecs::testing::Wire wire_of(World& world) {
  return ecs::testing::Wire(world, "ecr", "AmazonEC2ContainerRegistry_V20150921");
}

}  // namespace neargate::api::ecr::testing
