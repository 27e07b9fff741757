#include "registry/pull_times.h"

#include <doctest/doctest.h>

#include "scene.h"
#include "state/pull_time_exclusions.h"

namespace neargate::registry::scene {

TEST_CASE("pulls of an excluded role or user leave no time, whatever the session and the role's path") {
  World world;
  world.store.transact([&](state::Database& db) {
    for (char const* const arn :
         {"arn:aws:iam::123456789012:role/service/scanner", "arn:aws:iam::123456789012:user/ci"})
      state::insert_pull_time_exclusion(db, scope, arn, world.clock.now());
    CHECK_FALSE(records_pull(db, scope, "arn:aws:sts::123456789012:assumed-role/scanner/session-1"));
    CHECK_FALSE(records_pull(db, scope, "arn:aws:iam::123456789012:user/ci"));
    CHECK_FALSE(records_pull(db, scope, "arn:aws:iam::123456789012:user/team/ci"));
    for (char const* const other :
         {"arn:aws:sts::123456789012:assumed-role/ci/session-1", "arn:aws:iam::123456789012:root",
          "arn:aws:sts::999999999999:assumed-role/scanner/session-1",
          "arn:aws:iam::123456789012:user/scanner", ""})
      CHECK_MESSAGE(records_pull(db, scope, other), other);
    domain::Scope const elsewhere{scope.account, domain::Region{"us-east-1"}};
    CHECK(records_pull(db, elsewhere, "arn:aws:iam::123456789012:user/ci"));
  });
}

}  // namespace neargate::registry::scene
