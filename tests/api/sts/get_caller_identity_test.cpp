#include <doctest/doctest.h>

#include "gen/sts/operations.h"
#include "gen/sts/shapes.h"
#include "tests/api/world.h"

using namespace neargate::api;

TEST_CASE("the caller is the account's root") {
  testing::World world;
  auto const identity = world(&sts::get_caller_identity, {});
  CHECK(identity.account == "123456789012");
  CHECK(identity.user_id == "123456789012");
  CHECK(identity.arn == "arn:aws:iam::123456789012:root");
}
