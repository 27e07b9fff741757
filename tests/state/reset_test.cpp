#include "state/reset.h"

#include <doctest/doctest.h>

#include <set>

#include "state/clusters.h"
#include "state/instance.h"
#include "state/networks.h"
#include "state/repositories.h"
#include "state/roles.h"
#include "state/services.h"
#include "state/tags.h"
#include "state/tasks.h"
#include "tests/state/scene.h"

namespace neargate::state {
namespace {

domain::Scope scope_of(char const* account, char const* region) {
  return {domain::AccountId{account}, domain::Region{region}};
}

/// Something of everything in each of four scopes.
struct World {
  Store store{":memory:"};
  domain::Mint mint{5};
  domain::Scope const scopes[4] = {
      scope_of("111111111111", "eu-west-1"), scope_of("111111111111", "us-east-1"),
      scope_of("222222222222", "eu-west-1"), scope_of("222222222222", "us-east-1")};

  World() {
    store.transact([this](Database& db) {
      set_fact(db, vpc_cidr_key, "172.31.0.0/16");
      for (auto const& scope : scopes) fill(db, scope);
    });
  }
  void fill(Database& db, domain::Scope const& scope) {
    domain::Cluster cluster;
    cluster.scope = scope;
    cluster.name = scene::cluster;
    save_cluster(db, cluster);
    domain::Service service = scene::service("web");
    service.key.scope = scope;
    service.deployments[0].id = mint.deployment_id();
    save_service(db, service);
    domain::Task task = scene::task(mint);
    task.key.scope = scope;
    if (task.eni) task.eni->scope = scope;
    save_task(db, task);
    db.run("INSERT INTO tags (arn, key, value, position) VALUES (?, 'k', 'v', 0)",
           "arn:aws:ecs:" + scope.region.text() + ':' + scope.account.text() + ":cluster/hello");
    db.run("INSERT OR REPLACE INTO tags (arn, key, value, position) VALUES (?, 'k', 'v', 0)",
           "arn:aws:iam::" + scope.account.text() + ":role/r");
  }
  std::set<std::string> left() {
    return store.read([this](Database& db) {
      std::set<std::string> out;
      for (auto const& scope : scopes)
        if (find_cluster(db, scope, scene::cluster))
          out.insert(scope.account.text() + '/' + scope.region.text());
      return out;
    });
  }
  int count(Database& db) {
    Rows rows = db.query("SELECT count(*) FROM tags");
    return rows.step() ? rows.number(0) : -1;
  }
  int tags() {
    return store.read([this](Database& db) { return count(db); });
  }
};

TEST_CASE("a reset forgets one account, one region, one of both, or all") {
  World world;
  auto const reset = [&world](ResetScope const& scope) {
    return world.store.transact([&](Database& db) { return reset_rows(db, scope); });
  };
  CHECK(world.tags() == 6);
  SUBCASE("one account and region") {
    CHECK(reset({domain::AccountId{"111111111111"}, domain::Region{"eu-west-1"}}) > 4);
    CHECK((world.left() == std::set<std::string>{"111111111111/us-east-1", "222222222222/eu-west-1",
                                                 "222222222222/us-east-1"}));
    CHECK(world.tags() == 5);
  }
  SUBCASE("one account, with what is global") {
    reset({domain::AccountId{"222222222222"}, {}});
    CHECK((world.left() == std::set<std::string>{"111111111111/eu-west-1", "111111111111/us-east-1"}));
    CHECK(world.tags() == 3);
  }
  SUBCASE("one region of every account, without what is global") {
    reset({{}, domain::Region{"us-east-1"}});
    CHECK((world.left() == std::set<std::string>{"111111111111/eu-west-1", "222222222222/eu-west-1"}));
    CHECK(world.tags() == 4);
  }
  SUBCASE("all") {
    reset({});
    CHECK(world.left().empty());
    CHECK(world.tags() == 0);
    world.store.read([](Database& db) {
      CHECK(find_fact(db, vpc_cidr_key) == "172.31.0.0/16");
      CHECK(list_live_tasks(db).empty());
      Holdings const holds = count_holdings(db);
      CHECK(holds.clusters + holds.services + holds.tasks == 0);
    });
    CHECK(reset({}) == 0);
  }
}

TEST_CASE("whoever keeps copies of rows is told that everything changed") {
  World world;
  world.store.transact([](Database& db) { db.take_touched(); });
  world.store.transact([](Database& db) { reset_rows(db, {}); });
  CHECK(world.store.transact([](Database& db) { return db.take_touched(); }).everything);
}

/// A new table is reset by its columns, or goes with a row of another, or is the instance's own: say which
/// here.
TEST_CASE("every table of the schema is known to a reset") {
  Store store{":memory:"};
  std::set<std::string> const not_scoped{"instance",                            // this neargate's own
                                         "migrations",                          // the schema's
                                         "tags",                                // by ARN
                                         "inline_policies", "policy_versions",  // by the id of their owner
                                         "blobs",  // files, which the registry's sweep removes
                                                   // ON DELETE CASCADE
                                         "repository_blobs", "images", "image_tags", "image_references",
                                         "repository_policies", "image_scans", "layer_uploads",
                                         "public_catalogs", "lifecycle_policies", "lifecycle_previews",
                                         "upstream_checks", "image_replications"};
  std::set<std::string> unknown;
  store.read([&](Database& db) {
    Rows rows = db.query(
        "SELECT name FROM main.sqlite_master t WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'account')");
    while (rows.step())
      if (!not_scoped.contains(rows.text(0))) unknown.insert(rows.text(0));
  });
  CHECK((unknown == std::set<std::string>{}));
}

}  // namespace
}  // namespace neargate::state
