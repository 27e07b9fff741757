#include "registry/pull_through.h"

#include <doctest/doctest.h>

#include "scene.h"

namespace neargate::registry::scene {

namespace {

using Parts = std::map<std::string, std::string>;

void add_rule(World& world, std::string prefix, std::string upstream_prefix = "ROOT") {
  world.store.transact([&](state::Database& db) {
    state::save_pull_through_rule(db, {.scope = scope,
                                       .prefix = std::move(prefix),
                                       .upstream_url = "quay.io",
                                       .upstream_registry = "quay",
                                       .upstream_prefix = std::move(upstream_prefix),
                                       .credential_arn = {},
                                       .custom_role_arn = {},
                                       .created_at = world.clock.now(),
                                       .updated_at = world.clock.now()});
  });
}

/// What the name is called upstream; "" when no rule is meant.
std::string upstream_name(World& world, char const* name) {
  auto const image = world.store.read([&](state::Database& db) {
    return find_upstream_image(db, scope, domain::RepositoryName{name}, "latest");
  });
  return image ? image->upstream_repository : "";
}

}  // namespace

TEST_CASE("a name below a rule's prefix is another one upstream; the longest prefix wins") {
  World world;
  add_rule(world, "quay");
  CHECK(upstream_name(world, "quay/org/app") == "org/app");
  CHECK(upstream_name(world, "quay").empty());
  CHECK(upstream_name(world, "quayside/app").empty());
  add_rule(world, "quay/team/", "group");
  CHECK(upstream_name(world, "quay/team/app") == "group/app");
  CHECK(upstream_name(world, "quay/other/app") == "other/app");
  CHECK(upstream_name(world, "app").empty());
  add_rule(world, "ROOT");
  CHECK(upstream_name(world, "app") == "app");
  CHECK(upstream_name(world, "quay/team/app") == "group/app");
}

TEST_CASE("a challenge is read whatever its case, order and quotes") {
  CHECK(parse_challenge(R"(Bearer realm="http://a/token",service="s, t",scope="repository:x:pull")",
                        "bearer") ==
        Parts{{"realm", "http://a/token"}, {"service", "s, t"}, {"scope", "repository:x:pull"}});
  CHECK(parse_challenge("BASIC Realm=plain, charset=utf-8", "basic") ==
        Parts{{"realm", "plain"}, {"charset", "utf-8"}});
  CHECK(parse_challenge("Basic", "basic") == Parts{});
  CHECK_FALSE(parse_challenge("Basic realm=x", "bearer"));
  CHECK(parse_challenge(R"(Bearer realm="unended)", "bearer") == Parts{{"realm", "unended"}});
}

TEST_CASE("nothing is fetched for what no rule covers, or what is no reference") {
  World world;
  CHECK_FALSE(world.registry.pull_through().fetch_if_due(scope, domain::RepositoryName{"team/app"}, "v1"));
  add_rule(world, "quay");
  for (char const* const reference : {"sha256:abc", "-", "a b"})
    CHECK_FALSE(
        world.registry.pull_through().fetch_if_due(scope, domain::RepositoryName{"quay/app"}, reference));
}

TEST_CASE("an upstream that does not answer fails the fetch, and leaves no repository behind") {
  World world;
  add_rule(world, "quay");
  world.registry.pull_through().set_upstreams({{"quay.io", "http://127.0.0.1:1"}});
  domain::RepositoryName const name{"quay/app"};
  auto const fetch = world.registry.pull_through().fetch_if_due(scope, name, "v1");
  REQUIRE(fetch);
  std::mutex mutex;
  std::condition_variable over;
  bool is_over = false;
  fetch->on_end([&] {
    std::lock_guard const lock(mutex);
    is_over = true;
    over.notify_one();
  });
  std::unique_lock lock(mutex);
  over.wait(lock, [&] { return is_over; });
  CHECK(fetch->failure()->kind == UpstreamFailure::Kind::Unavailable);
  CHECK_FALSE(world.store.read([&](state::Database& db) { return state::find_repository(db, scope, name); }));
}

}  // namespace neargate::registry::scene
