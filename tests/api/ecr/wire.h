#pragma once
// Tables of ECR's requests and answers (tests/api/table.h says how they read).

#include "tests/api/ecr/world.h"
#include "tests/api/table.h"

namespace neargate::api::ecr::testing {

using api::testing::Answer;
using api::testing::Row;

inline constexpr api::testing::Door ecr_door{"AmazonEC2ContainerRegistry_V20150921", "ecr"};

inline api::testing::Wire wire_of(World& world) { return api::testing::Wire(world, ecr_door); }

}  // namespace neargate::api::ecr::testing
