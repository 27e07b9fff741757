#include "server/data_lock.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace neargate::server {
namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "neargate-lock.XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp");
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST_CASE("one holder at a time, and the next after it") {
  Folder const folder;
  std::filesystem::path const file = lock_file_of(folder.path().string(), "");
  CHECK_FALSE(is_held(file));
  {
    auto const held = DataLock::acquire(file);
    CHECK(held);
    CHECK(is_held(file));
    CHECK_FALSE(DataLock::acquire(file));
  }
  CHECK_FALSE(is_held(file));
  CHECK(DataLock::acquire(file));
}

TEST_CASE("a directory that is gone is held by nobody") {
  CHECK_FALSE(is_held("/nowhere/at/all/lock"));
  Folder const folder;
  CHECK_THROWS_AS(DataLock::acquire(folder.path() / "missing" / "lock"), std::system_error);
}

TEST_CASE("instances in memory have a lock of their own") {
  CHECK(lock_file_of(":memory:", "abc").filename() == "neargate-abc.lock");
  CHECK(lock_file_of(":memory:", "abc") != lock_file_of(":memory:", "abd"));
}

}  // namespace
}  // namespace neargate::server
