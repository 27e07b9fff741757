#include "state/repositories.h"

#include <doctest/doctest.h>

#include "scene.h"
#include "state/blobs.h"
#include "state/images.h"

using namespace neargate;
using namespace neargate::state;
using scene::at;

namespace {

Repository repository(char const* name, char const* region = "eu-west-1") {
  Repository made;
  made.scope = {scene::scope.account, domain::Region{region}};
  made.name = domain::RepositoryName{name};
  made.created_at = at(1);
  return made;
}

}  // namespace

TEST_CASE("a repository comes back whole") {
  Store store(":memory:");
  Repository made = repository("app");
  made.tag_mutability = TagMutability::ImmutableWithExclusion;
  made.exclusion_filters = {"dev-*", "a\"b"};
  made.scan_on_push = true;
  made.encryption_type = "KMS";
  made.kms_key = "arn";
  store.transact([&](Database& db) {
    made.id = insert_repository(db, made);
    CHECK(find_repository(db, made.scope, made.name) == made);
    CHECK_FALSE(find_repository(db, made.scope, domain::RepositoryName{"other"}));
    set_tag_mutability(db, made.id, TagMutability::Mutable, {});
    set_scan_on_push(db, made.id, false);
    auto const changed = find_repository(db, made.scope, made.name);
    CHECK(changed->tag_mutability == TagMutability::Mutable);
    CHECK(changed->exclusion_filters.empty());
    CHECK_FALSE(changed->scan_on_push);
  });
}

TEST_CASE("a name is free in another region and taken in its own") {
  Store store(":memory:");
  store.transact([&](Database& db) {
    insert_repository(db, repository("app", "us-west-1"));
    insert_repository(db, repository("app", "eu-west-1"));
    CHECK_THROWS_AS(insert_repository(db, repository("app")), DatabaseError);
    auto const named = list_repositories_named(db, scene::scope.account, domain::RepositoryName{"app"});
    CHECK(named.size() == 2);
    CHECK(named[0].scope.region.text() == "eu-west-1");
  });
}

TEST_CASE("repositories are listed by name in pieces") {
  Store store(":memory:");
  store.transact([&](Database& db) {
    for (char const* const name : {"c", "a", "b"}) insert_repository(db, repository(name));
    auto const names = [&](char const* after, int limit) {
      std::string text;
      for (auto const& found : list_repositories(db, scene::scope, after, limit)) text += found.name.text();
      return text;
    };
    CHECK(names("", 10) == "abc");
    CHECK(names("a", 10) == "bc");
    CHECK(names("", 2) == "ab");
  });
}

TEST_CASE("a deleted repository takes images, tags and blobs along, and its number never comes back") {
  Store store(":memory:");
  domain::Digest const digest{"sha256:" + std::string(64, 'a')};
  store.transact([&](Database& db) {
    RepositoryId const id = insert_repository(db, repository("app"));
    Image image;
    image.digest = digest;
    link_blob(db, id, digest, 5, at(1));
    insert_image(db, id, image, "{}", {{ReferenceKind::Blob, digest, {}}});
    set_tag(db, id, "latest", digest);
    delete_repository(db, id);
    CHECK_FALSE(repository_exists(db, id));
    CHECK_FALSE(has_images(db, id));
    CHECK_FALSE(find_tagged(db, id, "latest"));
    CHECK_FALSE(find_blob(db, id, digest));
    CHECK(forget_unlinked_blobs(db) == std::vector{digest});
    CHECK(insert_repository(db, repository("app")) != id);
  });
}
