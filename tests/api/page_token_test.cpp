#include "api/page_token.h"

#include <doctest/doctest.h>

#include <random>

namespace neargate::api {
namespace {

TEST_CASE("a page token names the last item again, in this list alone") {
  for (std::string const key :
       {"", "a", "arn:aws:ecs:us-east-1:1:cluster/a", "\x1f", "\x1f\x1f", "ключ", "a\nb"}) {
    std::string const token = print_page_token("clusters", key);
    CHECK((read_page_token("clusters", token) == key));
    CHECK_FALSE(read_page_token("services", token));
    CHECK_FALSE(read_page_token("cluster", token));
    CHECK_FALSE(read_page_token("clusters\x1f", token));
  }
  // It says nothing of the process that made it: the same after a restart.
  CHECK(print_page_token("clusters", "a") == print_page_token("clusters", "a"));
}

TEST_CASE("a token that was cut, edited or made up is refused") {
  std::string const token = print_page_token("tasks", "0123456789abcdef0123456789abcdef");
  for (std::size_t length = 0; length < token.size(); ++length)
    CHECK_FALSE(read_page_token("tasks", token.substr(0, length)));
  std::string const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ ";
  for (std::size_t at = 0; at < token.size(); ++at)
    for (char const c : alphabet) {
      std::string edited = token;
      if (edited[at] == c) continue;
      edited[at] = c;
      CHECK_MESSAGE(!read_page_token("tasks", edited), edited);
    }
  CHECK_FALSE(read_page_token("tasks", token + token));
  CHECK_FALSE(read_page_token("tasks", token + "="));
  std::mt19937 random{5};
  for (int round = 0; round < 20000; ++round) {
    std::string made_up;
    for (auto length = random() % 60; length > 0; --length) made_up += alphabet[random() % alphabet.size()];
    CHECK_FALSE(read_page_token("tasks", made_up));
  }
}

}  // namespace
}  // namespace neargate::api
