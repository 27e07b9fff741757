#pragma once
// Tables of requests and answers over the wire (tests/api/table.h), for ECS.

#include "tests/api/table.h"

namespace neargate::api::ecs::testing {

using api::testing::Answer;
using api::testing::Expected;
using api::testing::Row;

class Wire final : public api::testing::Wire {
 public:
  explicit Wire(api::testing::World& world)
      : api::testing::Wire(world, {"AmazonEC2ContainerServiceV20141113", "ecs"}) {}
};

}  // namespace neargate::api::ecs::testing
