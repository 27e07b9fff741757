#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <string_view>

#include "scene.h"
#include "state/instance_profiles.h"
#include "state/migrations.h"
#include "state/owned_policies.h"
#include "state/policies.h"
#include "state/roles.h"
#include "state/security_groups.h"
#include "state/users.h"

using namespace neargate;
using namespace neargate::state;

namespace {

struct OldDirectory {
  OldDirectory() { path = mkdtemp(pattern); }
  ~OldDirectory() { std::filesystem::remove_all(path); }
  char pattern[40] = "/tmp/neargate-old-directory-XXXXXX";
  std::string path;

  /// As the last neargate before `migration` left it.
  void make(std::string_view migration, char const* rows) {
    Database db(database_path(path));
    db.script("CREATE TABLE migrations (name TEXT PRIMARY KEY) STRICT");
    for (auto const& one : migrations()) {
      if (std::string_view(one.name) >= migration) break;
      db.script(one.sql);
      db.run("INSERT INTO migrations (name) VALUES (?)", one.name);
    }
    db.script(rows);
  }
};

domain::AccountId const account = scene::scope.account;

}  // namespace

TEST_CASE("roles of an older data directory keep their policies") {
  OldDirectory directory;
  directory.make("0007_iam", R"sql(
    INSERT INTO roles (account, name, path, id, trust_policy, max_session_seconds, created_at)
      VALUES ('123456789012', 'Task', '/', 'AROA1', '{}', 3600, 1);
    INSERT INTO role_policies (account, role, name, document) VALUES ('123456789012', 'task', 'p', '{"a":1}');
    INSERT INTO attached_policies (account, role, arn) VALUES ('123456789012', 'TASK', 'arn:second'),
      ('123456789012', 'task', 'arn:first');
  )sql");
  Store store(directory.path);
  store.transact([](Database& db) {
    auto const role = find_role(db, account, domain::RoleName{"task"});
    REQUIRE(role);
    CHECK(find_inline_policy(db, role->id, "P") == "{\"a\":1}");
    CHECK(list_attached_policies(db, role->id) == std::vector<std::string>{"arn:second", "arn:first"});
    CHECK(list_policy_owners(db, account, "arn:first") == std::vector<std::string>{"AROA1"});
  });
}

TEST_CASE("groups of an older data directory have the rules that they always told") {
  OldDirectory directory;
  directory.make("0008_security_group_rules", R"sql(
    INSERT INTO security_groups (account, region, id, vpc, name, description, adopted)
      VALUES ('123456789012', 'eu-west-1', 'sg-1', 'vpc-1', 'default', 'd', 0);
  )sql");
  Store store(directory.path);
  store.transact([](Database& db) {
    auto const rules = list_security_group_rules(db, scene::scope, domain::SecurityGroupId{"sg-1"});
    REQUIRE(rules.size() == 2);
    CHECK(rules[0].direction == domain::Direction::Ingress);
    CHECK(rules[0].peer == "sg-1");
    CHECK(rules[0].id.size() == std::string_view("sgr-00123456789abcdef").size());
    CHECK(rules[1].direction == domain::Direction::Egress);
    CHECK(rules[1].peer == "0.0.0.0/0");
  });
}

TEST_CASE("policies, users and profiles are found whatever the case of their names") {
  Store store(":memory:");
  store.transact([](Database& db) {
    domain::Policy const policy{.account = account, .name = "Read", .id = "ANPA1", .description = "d"};
    save_policy(db, policy);
    insert_policy_version(db, {.account = account, .policy = "ANPA1", .number = 1, .document = "{}"});
    insert_policy_version(db, {.account = account, .policy = "ANPA1", .number = 2, .document = "[]"});
    CHECK(find_policy(db, account, "READ") == policy);
    CHECK(list_policy_versions(db, "ANPA1").front().number == 2);
    delete_policy(db, policy);
    CHECK(list_policy_versions(db, "ANPA1").empty());

    domain::User const user{.account = account, .name = "Ci", .id = "AIDA1"};
    save_user(db, user);
    save_access_key(db, {.id = "AKIA1", .account = account, .user = "Ci", .secret = "s"});
    rename_user(db, user, "Deploy");
    CHECK(find_user(db, account, "deploy")->id == "AIDA1");
    CHECK(list_access_keys(db, account, "DEPLOY").size() == 1);

    domain::InstanceProfile profile;
    profile.account = account;
    profile.name = "Host";
    profile.role = domain::RoleName{"r"};
    save_instance_profile(db, profile);
    CHECK(find_instance_profile(db, account, "HOST") == profile);
  });
}

TEST_CASE("a policy's uses are counted, as attachment and as boundary") {
  Store store(":memory:");
  store.transact([](Database& db) {
    save_role(db, {.account = account,
                   .name = domain::RoleName{"r"},
                   .id = "AROA1",
                   .trust_policy = "{}",
                   .permissions_boundary = "arn:p"});
    attach_policy(db, account, "AROA1", "arn:p");
    attach_policy(db, account, "AROA1", "arn:p");
    auto const uses = list_policy_uses(db, account);
    REQUIRE(uses.size() == 1);
    CHECK(uses[0].attachments == 1);
    CHECK(uses[0].boundaries == 1);
  });
}
