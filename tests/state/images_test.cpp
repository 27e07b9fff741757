// Rows of images: what is saved is what is found, and what is deleted leaves no reference behind.

#include "state/images.h"

#include <doctest/doctest.h>

#include "scene.h"
#include "state/blobs.h"

using namespace neargate;
using namespace neargate::state;
using scene::at;

namespace {

domain::Digest digest(char c) { return domain::Digest{"sha256:" + std::string(64, c)}; }

struct Shelf {
  Store store{":memory:"};
  RepositoryId repository = store.transact([](Database& db) {
    Repository made;
    made.scope = scene::scope;
    made.name = domain::RepositoryName{"app"};
    return insert_repository(db, made);
  });

  Image insert(char name, std::vector<ImageReference> const& references = {}) {
    Image image;
    image.digest = digest(name);
    image.media_type = "type";
    image.pushed_at = at(1);
    return store.transact([&](Database& db) {
      insert_image(db, repository, image, std::string("manifest ") + name, references);
      return find_image(db, repository, image.digest).value();
    });
  }
};

}  // namespace

TEST_CASE("an image comes back whole, its manifest byte by byte") {
  Shelf shelf;
  Image image;
  image.digest = digest('a');
  image.media_type = "application/vnd.oci.image.manifest.v1+json";
  image.config_media_type = "config";
  image.artifact_type = "artifact";
  image.size = 1LL << 40;
  image.subject = digest('b');
  image.pushed_at = at(7);
  image.last_pulled_at = at(8);
  std::string const manifest = "{\"a\": \"\xc3\xa9\\u0000\"}\n \t";
  shelf.store.transact([&](Database& db) {
    insert_image(db, shelf.repository, image, manifest, {});
    auto found = find_image(db, shelf.repository, image.digest).value();
    CHECK(found.number == 1);
    found.number = 0;
    CHECK(found == image);
    CHECK(read_manifest(db, shelf.repository, image.digest) == manifest);
    CHECK(list_referrers(db, shelf.repository, digest('b')).size() == 1);
    note_pull(db, shelf.repository, image.digest, at(9));
    CHECK(find_image(db, shelf.repository, image.digest)->last_pulled_at == at(9));
  });
}

TEST_CASE("tags are in the order of tagging, and a moved tag is the newest") {
  Shelf shelf;
  shelf.insert('a');
  shelf.insert('b');
  shelf.store.transact([&](Database& db) {
    for (char const* const tag : {"z", "a", "m"}) set_tag(db, shelf.repository, tag, digest('a'));
    set_tag(db, shelf.repository, "z", digest('b'));
    using Texts = std::vector<std::string>;
    CHECK(list_tags(db, shelf.repository, 10) == Texts{"a", "m", "z"});
    CHECK(list_tags(db, shelf.repository, 2) == Texts{"a", "m"});
    CHECK(list_tags_after(db, shelf.repository, "a", 10) == Texts{"m", "z"});
    CHECK(list_image_tags(db, shelf.repository, digest('a')) == Texts{"a", "m"});
    CHECK(find_tagged(db, shelf.repository, "z") == digest('b'));
    remove_tag(db, shelf.repository, "z");
    CHECK_FALSE(find_tagged(db, shelf.repository, "z"));
  });
}

TEST_CASE("entries are walked one by one, whatever the filter") {
  Shelf shelf;
  for (char const name : {'a', 'b', 'c'}) shelf.insert(name);
  shelf.store.transact([&](Database& db) {
    set_tag(db, shelf.repository, "two", digest('b'));
    set_tag(db, shelf.repository, "one", digest('b'));
    auto const walk = [&](TagFilter filter) {
      std::string walked;
      std::int64_t image = 0, tag = 0;
      for (;;) {
        auto const entries = list_image_entries(db, shelf.repository, filter, image, tag, 1);
        if (entries.empty()) return walked;
        image = entries[0].image_number;
        tag = entries[0].tag_number;
        walked += entries[0].digest.text().back() + entries[0].tag.value_or("-") + ' ';
      }
    };
    CHECK(walk(TagFilter::Any) == "a- btwo bone c- ");
    CHECK(walk(TagFilter::Tagged) == "btwo bone ");
    CHECK(walk(TagFilter::Untagged) == "a- c- ");
    CHECK(list_images(db, shelf.repository, TagFilter::Tagged, 0, 10).size() == 1);
    CHECK(list_images(db, shelf.repository, TagFilter::Untagged, 1, 10).size() == 1);
    CHECK(list_images(db, shelf.repository, TagFilter::Any, 0, 2).size() == 2);
  });
}

TEST_CASE("a blob is idle until an image needs it, and again after the last one") {
  Shelf shelf;
  auto const idle_since = [&] {
    return shelf.store.read(
        [&](Database& db) { return find_blob(db, shelf.repository, digest('1'))->idle_since; });
  };
  shelf.store.transact([&](Database& db) { link_blob(db, shelf.repository, digest('1'), 5, at(1)); });
  CHECK(idle_since() == at(1));
  std::vector<ImageReference> const layer{{ReferenceKind::Blob, digest('1'), "layer"}};
  shelf.insert('a', layer);
  shelf.insert('b', layer);
  CHECK_FALSE(idle_since());
  // Pushed again: an image needs it still.
  shelf.store.transact([&](Database& db) { link_blob(db, shelf.repository, digest('1'), 5, at(2)); });
  CHECK_FALSE(idle_since());
  auto const remove = [&](char name) {
    shelf.store.transact([&](Database& db) { delete_image(db, shelf.repository, digest(name), at(3)); });
  };
  remove('a');
  CHECK_FALSE(idle_since());
  remove('b');
  CHECK(idle_since() == at(3));
  shelf.store.transact([&](Database& db) {
    CHECK(forget_unlinked_blobs(db).empty());
    unlink_idle_blobs(db, shelf.repository, at(3));
    CHECK(find_blob(db, shelf.repository, digest('1')));
    unlink_idle_blobs(db, shelf.repository, at(4));
    CHECK(forget_unlinked_blobs(db) == std::vector{digest('1')});
  });
}

TEST_CASE("an image that an index contains knows its parents") {
  Shelf shelf;
  shelf.insert('a');
  shelf.insert('b', {{ReferenceKind::Image, digest('a'), {}}});
  shelf.store.transact([&](Database& db) {
    CHECK(list_parents(db, shelf.repository, digest('a')) == std::vector{digest('b')});
    delete_image(db, shelf.repository, digest('b'), at(1));
    CHECK(list_parents(db, shelf.repository, digest('a')).empty());
  });
}
