#pragma once
// The world of tests/api/world.h with what ECS's tests say all the time.

#include <doctest/doctest.h>

#include <string>

#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "tests/api/world.h"

namespace neargate::api::ecs::testing {

using api::testing::World;

inline std::string arn(std::string const& resource) {
  return "arn:aws:ecs:eu-west-1:123456789012:" + resource;
}

}  // namespace neargate::api::ecs::testing
