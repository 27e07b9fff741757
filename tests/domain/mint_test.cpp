#include "domain/mint.h"

#include <doctest/doctest.h>

#include <regex>

using namespace neargate::domain;

TEST_CASE("ids have AWS's shapes") {
  Mint mint(7);
  auto const matches = [](std::string const& text, char const* pattern) {
    return std::regex_match(text, std::regex(pattern));
  };
  CHECK(matches(mint.task_id().text(), "[0-9a-f]{32}"));
  CHECK(matches(mint.deployment_id().text(), "ecs-svc/[0-9]{19}"));
  CHECK(matches(mint.uuid(), "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  CHECK(matches(mint.ec2_id("eni"), "eni-[0-9a-f]{17}"));
  CHECK(matches(mint.iam_id("AROA"), "AROA[A-Z2-7]{17}"));
  CHECK(matches(mint.mac_address(), "02(:[0-9a-f]{2}){5}"));
}

TEST_CASE("the same seed gives the same ids, another seed others") {
  Mint one(1), again(1), other(2);
  std::string const first = one.uuid();
  CHECK(first == again.uuid());
  CHECK(first != other.uuid());
}

TEST_CASE("an access key carries its account, as AWS's do") {
  Mint mint(7);
  for (char const* account : {"000000000000", "123456789012", "999999999999", "000000000001"}) {
    std::string const key = mint.access_key_id("ASIA", AccountId{account});
    CHECK(std::regex_match(key, std::regex("ASIA[A-Z2-7]{16}")));
    CHECK(account_of_access_key(key) == AccountId{account});
  }
  CHECK(account_of_access_key("AKIAIOSFODNN7EXAMPLE") == AccountId{"581039954779"});  // AWS's documented one
  CHECK(account_of_access_key("123456789012") == std::nullopt);
  CHECK(account_of_access_key("AKIA0000000000000000") == std::nullopt);  // no digits of base32
}
