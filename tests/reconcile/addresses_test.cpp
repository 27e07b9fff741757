// Which address a task gets.

#include "reconcile/addresses.h"

#include <doctest/doctest.h>

#include "domain/network.h"

using namespace neargate;
using namespace neargate::reconcile;

namespace {

Addresses held(std::vector<std::string> const& texts) {
  Addresses out;
  for (auto const& text : texts) out.insert(domain::parse_ipv4(text).value());
  return out;
}

}  // namespace

TEST_CASE("addresses start behind the four that AWS keeps, and none is given twice") {
  Addresses const nothing;
  AddressBook book(nothing, {});
  CHECK(book.take("172.31.0.0/20") == "172.31.0.4");
  CHECK(book.take("172.31.0.0/20") == "172.31.0.5");
  CHECK(book.take("10.0.0.0/28") == "10.0.0.4");
}

TEST_CASE("held and refused addresses are left out") {
  Addresses const some = held({"172.31.0.4", "172.31.0.6"});
  AddressBook book(some, {"172.31.0.7"});
  CHECK(book.take("172.31.0.0/20") == "172.31.0.5");
  CHECK(book.take("172.31.0.0/20") == "172.31.0.8");
}

TEST_CASE("a full subnet has none, nor one of which AWS keeps all") {
  Addresses const nothing;
  AddressBook book(nothing, {});
  for (int i = 4; i < 15; ++i) CHECK(book.take("10.0.0.0/28") == "10.0.0." + std::to_string(i));
  CHECK_FALSE(book.take("10.0.0.0/28"));
  CHECK_FALSE(book.take("10.0.0.0/30"));
}
