// Rows of what an account decides about its registry and repositories.

#include <doctest/doctest.h>

#include "scene.h"
#include "state/blobs.h"
#include "state/creation_templates.h"
#include "state/image_scans.h"
#include "state/images.h"
#include "state/layer_uploads.h"
#include "state/public_catalogs.h"
#include "state/registry_passwords.h"
#include "state/registry_settings.h"
#include "state/repository_policies.h"
#include "state/reset.h"

using namespace neargate;
using namespace neargate::state;
using scene::at;

namespace {

RepositoryId add_repository(Database& db, char const* name, domain::Region const& region) {
  Repository made;
  made.scope = {scene::scope.account, region};
  made.name = domain::RepositoryName{name};
  made.created_at = at(1);
  return insert_repository(db, made);
}

RepositoryId add_image(Database& db, char const* digest) {
  RepositoryId const id = add_repository(db, "app", scene::scope.region);
  Image image;
  image.digest = domain::Digest{digest};
  image.media_type = "type";
  image.pushed_at = at(2);
  insert_image(db, id, image, "{}", {});
  return id;
}

}  // namespace

TEST_CASE("policies are replaced, removed, and go with their repository") {
  Store store(":memory:");
  store.transact([](Database& db) {
    RepositoryId const id = add_repository(db, "app", scene::scope.region);
    CHECK_FALSE(find_repository_policy(db, id));
    save_repository_policy(db, id, "one");
    save_repository_policy(db, id, "two");
    CHECK(find_repository_policy(db, id) == "two");
    delete_repository(db, id);
    CHECK_FALSE(find_repository_policy(db, id));
    save_registry_policy(db, scene::scope, "registry");
    CHECK(find_registry_policy(db, scene::scope) == "registry");
    CHECK_FALSE(find_registry_policy(db, {scene::scope.account, domain::Region{"us-east-1"}}));
    remove_registry_policy(db, scene::scope);
    CHECK_FALSE(find_registry_policy(db, scene::scope));
  });
}

TEST_CASE("a registry's settings come back whole, and have AWS's defaults before") {
  Store store(":memory:");
  store.transact([](Database& db) {
    CHECK_FALSE(find_registry_setting(db, scene::scope, blob_mounting));
    save_registry_setting(db, scene::scope, blob_mounting, "ENABLED");
    CHECK(find_registry_setting(db, scene::scope, blob_mounting) == "ENABLED");
    CHECK(find_registry_scanning(db, scene::scope) == RegistryScanning{});
    RegistryScanning const scanning{"ENHANCED", {{"CONTINUOUS_SCAN", {"prod*", "x"}}}};
    save_registry_scanning(db, scene::scope, scanning);
    CHECK(find_registry_scanning(db, scene::scope) == scanning);
    std::vector<SigningRule> const signing{{"arn:profile", {"app*"}}, {"arn:other", {}}};
    CHECK_FALSE(find_signing_rules(db, scene::scope));
    save_signing_rules(db, scene::scope, signing);
    CHECK(find_signing_rules(db, scene::scope) == signing);
    remove_signing_rules(db, scene::scope);
    CHECK_FALSE(find_signing_rules(db, scene::scope));
  });
}

TEST_CASE("a creation template comes back whole, and in pages") {
  Store store(":memory:");
  store.transact([](Database& db) {
    CreationTemplate made;
    made.scope = scene::scope;
    made.prefix = "team";
    made.created_at = at(1);
    made.updated_at = at(2);
    save_creation_template(db, made);
    CHECK(find_creation_template(db, made.scope, "team") == made);
    made.description = "for the team";
    made.encryption_type = "KMS";
    made.kms_key = "arn:key";
    made.tags = {{"b", "1"}, {"a", "2"}};
    made.tag_mutability = TagMutability::ImmutableWithExclusion;
    made.exclusion_filters = {"dev*"};
    made.repository_policy = "{}";
    made.lifecycle_policy = "{}";
    made.custom_role_arn = "arn:role";
    made.applied_for = {"REPLICATION", "CREATE_ON_PUSH"};
    save_creation_template(db, made);
    CHECK(find_creation_template(db, made.scope, "team") == made);
    CreationTemplate other = made;
    other.prefix = "ROOT";
    save_creation_template(db, other);
    CHECK(list_creation_templates(db, made.scope, "", 10) == std::vector{other, made});
    CHECK(list_creation_templates(db, made.scope, "ROOT", 10) == std::vector{made});
    CHECK(list_creation_templates(db, made.scope, "", 1) == std::vector{other});
    remove_creation_template(db, made.scope, "team");
    CHECK_FALSE(find_creation_template(db, made.scope, "team"));
  });
}

TEST_CASE("a scan waits until it is completed, and goes with its image") {
  Store store(":memory:");
  store.transact([](Database& db) {
    domain::Digest const digest{"sha256:1"};
    RepositoryId const id = add_image(db, "sha256:1");
    ImageScan scan{.repository = id, .digest = digest, .requested_at = at(3)};
    save_image_scan(db, scan);
    CHECK(next_image_scan(db) == scan);
    scan.status = ScanStatus::InProgress;
    save_image_scan(db, scan);
    CHECK(next_image_scan(db) == scan);
    scan.status = ScanStatus::Complete;
    scan.description = "done";
    scan.completed_at = scan.source_updated_at = at(4);
    scan.findings = {{"CVE-1", "HIGH", "text", "https://cve", "libc", "2.36", "7.5"}};
    save_image_scan(db, scan);
    CHECK_FALSE(next_image_scan(db));
    CHECK(find_image_scan(db, id, digest) == scan);
    delete_image(db, id, digest, at(5));
    CHECK_FALSE(find_image_scan(db, id, digest));
  });
}

TEST_CASE("an image goes to the archive and comes back") {
  Store store(":memory:");
  store.transact([](Database& db) {
    domain::Digest const digest{"sha256:1"};
    RepositoryId const id = add_image(db, "sha256:1");
    CHECK_FALSE(find_image(db, id, digest)->is_archived);
    set_archived(db, id, digest, true, at(10));
    CHECK(find_image(db, id, digest)->is_archived);
    CHECK(find_image(db, id, digest)->archived_at == at(10));
    set_archived(db, id, digest, false, at(20));
    CHECK_FALSE(find_image(db, id, digest)->is_archived);
    CHECK(find_image(db, id, digest)->archived_at == at(10));
    CHECK(find_image(db, id, digest)->activated_at == at(20));
  });
}

TEST_CASE("a small part of a layer is only noticed once another follows") {
  Store store(":memory:");
  store.transact([](Database& db) {
    RepositoryId const id = add_repository(db, "app", scene::scope.region);
    note_layer_part(db, "u", id, layer_part_bytes_min);
    note_layer_part(db, "u", id, 1);
    CHECK_FALSE(has_small_layer_part(db, "u"));
    note_layer_part(db, "u", id, layer_part_bytes_min);
    CHECK(has_small_layer_part(db, "u"));
    forget_layer_upload(db, "u");
    CHECK_FALSE(has_small_layer_part(db, "u"));
  });
}

TEST_CASE("a registry password is known until it is revoked, has expired, or its account is reset") {
  Store store(":memory:");
  store.transact([](Database& db) {
    auto const give = [&](char const* hash, int issued) {
      insert_registry_password(db, {hash, scene::scope, "arn:root", at(issued), at(issued + 100)});
    };
    give("a", 1);
    give("b", 50);
    CHECK(find_password_owner(db, "a") == "arn:root");
    give("c", 120);
    CHECK_FALSE(find_password_owner(db, "a"));
    CHECK(find_password_owner(db, "b"));
    CHECK(revoke_registry_passwords(db, "999999999999") == 0);
    CHECK(revoke_registry_passwords(db, scene::scope.account.text()) == 2);
    give("d", 130);
    reset_rows(db, {.account = scene::scope.account, .region = {}});
    CHECK_FALSE(find_password_owner(db, "d"));
  });
}

TEST_CASE("a public repository has a catalog of its own") {
  Store store(":memory:");
  store.transact([](Database& db) {
    RepositoryId const id = add_repository(db, "app", public_region);
    add_repository(db, "app", scene::scope.region);
    CHECK(find_public_catalog(db, id) == PublicCatalog{});
    PublicCatalog const catalog{"short", "about", "usage", {"ARM"}, {"Linux"}};
    save_public_catalog(db, id, catalog);
    CHECK(find_public_catalog(db, id) == catalog);
    CHECK(list_public_owners(db, domain::RepositoryName{"app"}) == std::vector{scene::scope.account});
    CHECK(list_public_owners(db, domain::RepositoryName{"none"}).empty());
  });
}
