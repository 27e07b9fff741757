#include "registry/uploads.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "scene.h"
#include "state/blobs.h"

using namespace neargate;
using namespace neargate::registry;
using scene::bytes;
namespace fs = std::filesystem;

namespace {

struct Folder {
  std::string path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "neargate-test-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
};

std::size_t files_in(fs::path const& directory) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), {}));
}

UploadWriter resume(scene::World& world, std::string const& uuid) {
  return std::move(std::get<UploadWriter>(world.registry.uploads().resume(uuid, world.repository.id)));
}

std::string read_all(File const& file) {
  std::string content(file.size(), '\0');
  file.read_at(0, std::as_writable_bytes(std::span(content)));
  return content;
}

bool shown(scene::World& world, domain::Digest const& digest) {
  return world.store.read(
      [&](state::Database& db) { return state::find_blob(db, world.repository.id, digest).has_value(); });
}

}  // namespace

TEST_CASE("an upload in parts becomes the blob of its digest") {
  scene::World world;
  auto const uuid = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  resume(world, uuid).append(bytes("hello "));
  CHECK(world.registry.uploads().received(uuid, world.repository.id) == 6);
  auto writer = resume(world, uuid);
  writer.append(bytes("world"));
  CHECK(writer.commit(digest_of("hello world")) == UploadWriter::Committed::Yes);
  CHECK(read_all(world.registry.blobs().open(digest_of("hello world")).value()) == "hello world");
  CHECK(shown(world, digest_of("hello world")));
  CHECK_FALSE(world.registry.uploads().received(uuid, world.repository.id));
}

TEST_CASE("a digest of the other algorithm is checked by reading again") {
  scene::World world;
  auto const uuid = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  auto writer = resume(world, uuid);
  writer.append(bytes("abc"));
  auto const digest = digest_of("abc", Algorithm::Sha512);
  CHECK(writer.commit(digest) == UploadWriter::Committed::Yes);
  CHECK(read_all(world.registry.blobs().open(digest).value()) == "abc");
}

TEST_CASE("a wrong digest ends the upload and leaves nothing") {
  scene::World world;
  auto const uuid = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  auto writer = resume(world, uuid);
  writer.append(bytes("abc"));
  CHECK(writer.commit(digest_of("abd")) == UploadWriter::Committed::DigestMismatch);
  CHECK_FALSE(world.registry.blobs().open(digest_of("abc")));
  CHECK_FALSE(world.registry.uploads().received(uuid, world.repository.id));
}

TEST_CASE("one writer at a time, in its own repository") {
  scene::World world;
  auto const other = world.create("other");
  auto const uuid = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  {
    auto const writer = resume(world, uuid);
    auto const second = world.registry.uploads().resume(uuid, world.repository.id);
    CHECK(std::get<Uploads::Refusal>(second) == Uploads::Refusal::Busy);
    CHECK(world.registry.uploads().cancel(uuid, world.repository.id) == Uploads::Refusal::Busy);
  }
  auto const foreign = world.registry.uploads().resume(uuid, other.id);
  CHECK(std::get<Uploads::Refusal>(foreign) == Uploads::Refusal::Unknown);
  CHECK_FALSE(world.registry.uploads().cancel(uuid, world.repository.id));
  CHECK(world.registry.uploads().cancel(uuid, world.repository.id) == Uploads::Refusal::Unknown);
}

TEST_CASE("two uploads of the same content both succeed") {
  scene::World world;
  auto const first = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  auto const second = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  auto one = resume(world, first), two = resume(world, second);
  one.append(bytes("same"));
  two.append(bytes("same"));
  CHECK(one.commit(digest_of("same")) == UploadWriter::Committed::Yes);
  CHECK(two.commit(digest_of("same")) == UploadWriter::Committed::Yes);
  CHECK(read_all(world.registry.blobs().open(digest_of("same")).value()) == "same");
}

TEST_CASE("an upload cannot end in a repository that was deleted, nor in its successor of the same name") {
  scene::World world;
  auto const uuid = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  auto writer = resume(world, uuid);
  writer.append(bytes("abc"));
  world.store.transact([&](state::Database& db) { state::delete_repository(db, world.repository.id); });
  auto const successor = world.create("team/app");
  CHECK(successor.id != world.repository.id);
  CHECK(writer.commit(digest_of("abc")) == UploadWriter::Committed::RepositoryGone);
  CHECK_FALSE(world.registry.blobs().open(digest_of("abc")));
}

TEST_CASE("idle uploads expire, used ones stay") {
  scene::World world;
  Uploads& uploads = world.registry.uploads();
  auto const idle = uploads.start(world.repository.id, Algorithm::Sha256).value();
  auto const used = uploads.start(world.repository.id, Algorithm::Sha256).value();
  auto const writing = uploads.start(world.repository.id, Algorithm::Sha256).value();
  auto const writer = resume(world, writing);
  world.clock.advance(std::chrono::minutes{50});
  resume(world, used).append(bytes("x"));
  world.clock.advance(std::chrono::minutes{20});
  world.registry.sweep();
  CHECK_FALSE(uploads.received(idle, world.repository.id));
  CHECK(uploads.received(used, world.repository.id) == 1);
  CHECK(uploads.received(writing, world.repository.id) == 0);
}

TEST_CASE("a blob that no image needs goes after an hour, one that a push counts on stays") {
  scene::World world;
  auto const digest = world.push("unneeded");
  world.clock.advance(std::chrono::minutes{50});
  world.registry.sweep();
  CHECK(shown(world, digest));
  world.store.transact(
      [&](state::Database& db) { state::touch_blob(db, world.repository.id, digest, world.clock.now()); });
  world.clock.advance(std::chrono::minutes{50});
  world.registry.sweep();
  CHECK(shown(world, digest));
  world.clock.advance(std::chrono::minutes{20});
  world.registry.sweep();
  CHECK_FALSE(shown(world, digest));
  CHECK_FALSE(world.registry.blobs().open(digest));
}

TEST_CASE("a blob stays while a layer of the same push takes hours") {
  scene::World world;
  auto const digest = world.push("first layer");
  auto const uuid = world.registry.uploads().start(world.repository.id, Algorithm::Sha256).value();
  auto writer = resume(world, uuid);
  for (int hour = 0; hour < 5; ++hour) {
    writer.append(bytes("slow"));
    world.clock.advance(std::chrono::hours{1});
    world.registry.sweep();
  }
  CHECK(shown(world, digest));
  CHECK(writer.commit(digest_of("slowslowslowslowslow")) == UploadWriter::Committed::Yes);
  world.registry.sweep();  // no upload is open, and the manifest is still to come
  CHECK(shown(world, digest));
  world.clock.advance(std::chrono::hours{2});
  world.registry.sweep();
  CHECK_FALSE(shown(world, digest));
}

TEST_CASE("a blob stays as long as any repository shows it") {
  scene::World world;
  auto const other = world.create("other");
  auto const digest = world.push("shared");
  world.push("shared", other);
  world.store.transact([&](state::Database& db) { state::delete_repository(db, world.repository.id); });
  world.registry.sweep();
  CHECK(world.registry.blobs().open(digest));
  world.store.transact([&](state::Database& db) { state::delete_repository(db, other.id); });
  world.registry.sweep();
  CHECK_FALSE(world.registry.blobs().open(digest));
}

TEST_CASE("a restart clears what a crash left and keeps what was promised") {
  Folder const folder;
  domain::ManualClock clock{domain::Time{std::chrono::hours{480000}}};
  domain::Mint mint{1};
  state::Store store(folder.path);
  Layout const layout(folder.path);
  state::Repository repository;
  repository.scope = scene::scope;
  repository.name = domain::RepositoryName{"kept"};
  repository.id =
      store.transact([&](state::Database& db) { return state::insert_repository(db, repository); });
  domain::Digest const lost = digest_of("lost");
  {
    Registry registry(store, clock, mint, folder.path);
    for (std::string const content : {"kept", "lost"}) {
      auto const uuid = registry.uploads().start(repository.id, Algorithm::Sha256).value();
      auto writer = registry.uploads().resume(uuid, repository.id);
      std::get<UploadWriter>(writer).append(bytes(content));
      CHECK(std::get<UploadWriter>(writer).commit(digest_of(content)) == UploadWriter::Committed::Yes);
    }
    registry.uploads().start(repository.id, Algorithm::Sha256);
  }
  // A file whose row was never written, and a row whose file somebody removed.
  File::create(layout.blob(digest_of("orphan")));
  fs::remove(layout.blob(lost));
  CHECK(files_in(layout.uploads()) == 1);

  Registry const again(store, clock, mint, folder.path);
  CHECK(files_in(layout.uploads()) == 0);
  CHECK(files_in(layout.blobs_of("sha256")) == 1);
  CHECK(fs::exists(layout.blob(digest_of("kept"))));
  CHECK_FALSE(
      store.read([&](state::Database& db) { return state::find_blob(db, repository.id, lost).has_value(); }));
}

TEST_CASE("a registry in memory leaves no files") {
  fs::path root;
  {
    Layout const layout(":memory:");
    root = layout.root();
    CHECK(fs::exists(root));
  }
  CHECK_FALSE(fs::exists(root));
}
