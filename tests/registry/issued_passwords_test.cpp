// Passwords that GetAuthorizationToken gives out, and repositories that a push makes.

#include <doctest/doctest.h>

#include "http_scene.h"
#include "registry/creation.h"
#include "state/creation_templates.h"
#include "state/registry_passwords.h"

namespace neargate::registry {
namespace {

using scene::Http;
using scene::scope;

TEST_CASE("a password that was given out opens the registry until it is revoked") {
  Http http;
  std::string const password = http.world.store.transact([&](state::Database& db) {
    return http.world.registry.passwords().give_out(db, scope, "arn:root", http.world.clock.now());
  });
  http.authorization = "Basic " + base64url("AWS:" + password);
  CHECK(http.get("/v2/").status == 200);
  http.world.store.transact(
      [](state::Database& db) { state::revoke_registry_passwords(db, scope.account.text()); });
  CHECK(http.get("/v2/").status == 401);
}

TEST_CASE("a password that was given out expires after twelve hours") {
  Http http;
  std::string const password = http.world.store.transact([&](state::Database& db) {
    return http.world.registry.passwords().give_out(db, scope, "arn:root", http.world.clock.now());
  });
  http.authorization = "Basic " + base64url("AWS:" + password);
  http.world.clock.advance(password_lifetime);
  CHECK(http.error(http.get("/v2/")) == "403 DENIED");
}

TEST_CASE("a push makes the repository where a template says so, a pull never") {
  Http http;
  state::CreationTemplate made;
  made.scope = scope;
  made.prefix = "fresh";
  made.tag_mutability = state::TagMutability::Immutable;
  made.applied_for = {"CREATE_ON_PUSH"};
  http.world.store.transact([&](state::Database& db) { state::save_creation_template(db, made); });
  std::string const base = "/v2/123456789012/eu-west-1/";
  CHECK(http.error(http.send("POST", base + "stale/app/blobs/uploads/")) == "404 NAME_UNKNOWN");
  CHECK(http.error(http.get(base + "fresh/app/manifests/v1")) == "404 NAME_UNKNOWN");
  CHECK(http.send("POST", base + "fresh/app/blobs/uploads/").status == 202);
  auto const created = http.world.store.read([](state::Database& db) {
    return state::find_repository(db, scope, domain::RepositoryName{"fresh/app"});
  });
  CHECK(created->tag_mutability == state::TagMutability::Immutable);
}

}  // namespace
}  // namespace neargate::registry
