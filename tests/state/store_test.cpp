#include "state/store.h"
#include "scene.h"
#include "state/services.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "scene.h"
#include "state/instance.h"
#include "state/services.h"

using namespace neargate;
using namespace neargate::state;

namespace {

struct TemporaryDirectory {
  TemporaryDirectory() { path = mkdtemp(pattern); }
  ~TemporaryDirectory() { std::filesystem::remove_all(path); }
  char pattern[32] = "/tmp/neargate-store-XXXXXX";
  std::string path;
};

}  // namespace

TEST_CASE("what was committed is there after a reopen, what was rolled back is not") {
  TemporaryDirectory directory;
  {
    Store store(directory.path);
    store.transact([](Database& db) { set_fact(db, "kept", "yes"); });
    CHECK_THROWS_AS(store.transact([](Database& db) {
      set_fact(db, "lost", "yes");
      throw std::runtime_error("refused");
    }),
                    std::runtime_error);
  }
  Store store(directory.path);
  CHECK(store.read([](Database& db) { return find_fact(db, "kept"); }) == "yes");
  CHECK_FALSE(store.read([](Database& db) { return find_fact(db, "lost"); }));
}

TEST_CASE("the listener hears of commits that changed rows, and only of those") {
  Store store(":memory:");
  int heard = 0;
  store.on_commit([&] { ++heard; });
  store.transact([](Database&) {});
  CHECK(heard == 0);
  store.transact([](Database& db) { set_fact(db, "a", "b"); });
  CHECK(heard == 1);
  store.read([](Database& db) { return find_fact(db, "a"); });
  CHECK(heard == 1);
}

TEST_CASE("the listener may use the store") {
  Store store(":memory:");
  std::optional<std::string> seen;
  store.on_commit([&] { seen = store.read([](Database& db) { return find_fact(db, "a"); }); });
  store.transact([](Database& db) { set_fact(db, "a", "b"); });
  CHECK(seen == "b");
}

TEST_CASE("what was written is told once, and what was rolled back never") {
  Store store(":memory:");
  auto const take = [&store] { return store.read([](Database& db) { return db.take_touched(); }); };
  CHECK(take().everything);  // nobody has looked yet
  domain::Service const service = scene::service("web");
  store.transact([&](Database& db) { save_service(db, service); });
  CHECK_THROWS(store.transact([&](Database& db) {
    delete_service(db, scene::service("other").key);
    throw std::runtime_error("no");
  }));
  auto const touched = take();
  CHECK_FALSE(touched.everything);
  CHECK(touched.services == std::set{service.key});
  CHECK(take().services.empty());
}

TEST_CASE("a data directory of a newer neargate is refused") {
  TemporaryDirectory directory;
  {
    Store store(directory.path);
    store.transact([](Database& db) { db.run("INSERT INTO migrations (name) VALUES ('9999_future')"); });
  }
  CHECK_THROWS_AS(Store{directory.path}, DatabaseError);
}
