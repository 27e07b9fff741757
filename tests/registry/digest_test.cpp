#include "registry/digest.h"

#include <doctest/doctest.h>

#include <vector>

#include "registry/passwords.h"
#include "scene.h"
#include "state/instance.h"

using namespace neargate;
using namespace neargate::registry;

TEST_CASE("digests are those that everybody computes") {
  CHECK(digest_of("").text() == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest_of("abc").text() == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest_of("abc", Algorithm::Sha512).text() ==
        "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("hashing piece by piece gives the digest of the whole, also halfway") {
  Hasher hasher(Algorithm::Sha256);
  hasher.update(scene::bytes("ab"));
  CHECK(hasher.digest() == digest_of("ab"));
  hasher.update(scene::bytes("c"));
  CHECK(hasher.digest() == digest_of("abc"));
}

TEST_CASE("only well-formed digests have an algorithm") {
  std::string const hex(64, 'a');
  CHECK(algorithm_of(domain::Digest{"sha256:" + hex}) == Algorithm::Sha256);
  CHECK(algorithm_of(domain::Digest{"sha512:" + hex + hex}) == Algorithm::Sha512);
  for (std::string const& bad :
       std::vector<std::string>{"", hex, "sha256:", "sha256:" + hex + "a", "sha256:" + std::string(64, 'A'),
                                "sha256:" + std::string(64, 'g'), "md5:" + std::string(32, 'a'),
                                "sha256:../../../../etc/passwd", "sha512:" + hex})
    CHECK_FALSE_MESSAGE(algorithm_of(domain::Digest{bad}), bad);
}

TEST_CASE("a password is valid for twelve hours, in this data directory alone") {
  domain::Time const now{std::chrono::hours{480000}};
  Passwords const passwords("secret"), others("another secret");
  std::string const password = passwords.issue(scene::scope, now);
  CHECK(std::get<PasswordValid>(passwords.verify(password, now)).scope == scene::scope);
  CHECK(std::holds_alternative<PasswordValid>(
      passwords.verify(password, now + password_lifetime - std::chrono::milliseconds{1})));
  CHECK(std::holds_alternative<PasswordExpired>(passwords.verify(password, now + password_lifetime)));
  CHECK(std::holds_alternative<PasswordBad>(others.verify(password, now)));
  CHECK(passwords.issue(scene::scope, now) != password);
}

TEST_CASE("a password that was touched is bad") {
  domain::Time const now{std::chrono::hours{480000}};
  Passwords const passwords("secret");
  std::string const password = passwords.issue(scene::scope, now);
  for (std::size_t i = 0; i < password.size(); i += 7) {
    std::string touched = password;
    touched[i] = touched[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(std::holds_alternative<PasswordValid>(passwords.verify(touched, now)));
  }
  for (char const* const bad : {"", ".", "x", "x.y", "AAAA.", ".AAAA"})
    CHECK(std::holds_alternative<PasswordBad>(passwords.verify(bad, now)));
}

TEST_CASE("the secret is made once and kept") {
  state::Store store(":memory:");
  auto const read = [&] { return store.transact([](state::Database& db) { return password_secret(db); }); };
  std::string const secret = read();
  CHECK(secret.size() >= 40);
  CHECK(read() == secret);
}
