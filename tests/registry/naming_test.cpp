#include "registry/naming.h"

#include <doctest/doctest.h>

using namespace neargate;
using namespace neargate::registry;

namespace {
domain::Scope scope(char const* account, char const* region) {
  return {domain::AccountId{account}, domain::Region{region}};
}
}  // namespace

TEST_CASE("repository names follow ECR's grammar") {
  for (char const* const good :
       {"ab", "hello-repository", "team/app", "a.b_c__d--e/f0", "123456789012/x", "project-a/nginx/web-app"})
    CHECK_MESSAGE(is_repository_name(good), good);
  for (char const* const bad :
       {"", "a", "Ab", "-ab", "ab-", "a..b", "a___b", "a.-b", "a//b", "/ab", "ab/", "a b", "ab:c", "é2"})
    CHECK_FALSE_MESSAGE(is_repository_name(bad), bad);
  CHECK(is_repository_name(std::string(256, 'a')));
  CHECK_FALSE(is_repository_name(std::string(257, 'a')));
}

TEST_CASE("tags follow docker's grammar") {
  for (char const* const good : {"latest", "v1.0", "_x", "A-b_c.d", "0"}) CHECK_MESSAGE(is_tag(good), good);
  for (char const* const bad : {"", ".x", "-x", "a:b", "a/b", "a b"}) CHECK_FALSE_MESSAGE(is_tag(bad), bad);
  CHECK(is_tag(std::string(128, 't')));
  CHECK_FALSE(is_tag(std::string(129, 't')));
}

TEST_CASE("a host like ECR's tells account and region") {
  auto const expected = scope("123456789012", "eu-west-1");
  for (char const* const host :
       {"123456789012.dkr.ecr.eu-west-1.amazonaws.com", "123456789012.dkr.ecr.eu-west-1.localhost:4566",
        "123456789012.dkr-ecr.eu-west-1.on.aws", "123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com"})
    CHECK_MESSAGE(scope_of_host(host) == expected, host);
  for (char const* const host :
       {"", "127.0.0.1:4566", "localhost:4566", "12345678901.dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr.ecr.eu-west-1", "123456789012.dkr.ecr.eu-west-1.", "123456789012.ecr.eu-west-1.x",
        "123456789012.dkr.ecr..x"})
    CHECK_FALSE_MESSAGE(scope_of_host(host), host);
}

TEST_CASE("a path with account and region is split, a bare one is not") {
  auto const split = split_asked_name("123456789012/us-east-1/team/app");
  CHECK(split.scope == scope("123456789012", "us-east-1"));
  CHECK(split.name == "team/app");
  for (char const* const bare : {"app", "team/app", "a/b/c", "123456789012/us-east-1", "123456789012"}) {
    auto const whole = split_asked_name(bare);
    CHECK_FALSE_MESSAGE(whole.scope, bare);
    CHECK(whole.name == bare);
  }
}

TEST_CASE("a repositoryUri names the address that works") {
  auto const where = scope("123456789012", "eu-west-1");
  domain::RepositoryName const name{"team/app"};
  CHECK(repository_uri("127.0.0.1:4566", where, name) == "127.0.0.1:4566/123456789012/eu-west-1/team/app");
  CHECK(repository_uri("{account}.dkr.ecr.{region}.localhost:4566", where, name) ==
        "123456789012.dkr.ecr.eu-west-1.localhost:4566/team/app");
  CHECK(repository_uri("{account}.local:1", where, name) ==
        "123456789012.local:1/123456789012/eu-west-1/team/app");
  CHECK(proxy_endpoint("127.0.0.1:4566", where) == "http://127.0.0.1:4566");
  CHECK(proxy_endpoint("{account}.dkr.ecr.{region}.localhost:1", where) ==
        "http://123456789012.dkr.ecr.eu-west-1.localhost:1");
}
