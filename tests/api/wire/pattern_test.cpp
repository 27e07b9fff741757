#include "api/wire/pattern.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "gen/ec2/model.h"
#include "gen/ecr/model.h"
#include "gen/ecs/model.h"
#include "gen/iam/model.h"
#include "gen/sts/model.h"

using namespace neargate::api;
using wire::Pattern;

TEST_CASE("a pattern matches the whole text or nothing") {
  struct Row {
    char const *pattern, *text;
    bool matches;
  };
  constexpr char const* repository =
      R"([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*)";
  for (auto const& [pattern, text, matches] : {
           Row{"", "", true},
           Row{"", "a", false},
           Row{"a*", "", true},
           Row{"a+", "", false},
           Row{"a?b", "b", true},
           Row{"a|bc", "bc", true},
           Row{"(a|b)*c", "ababc", true},
           Row{"a{2,3}", "a", false},
           Row{"a{2,3}", "aaa", true},
           Row{"a{2,3}", "aaaa", false},
           Row{"a{2}", "aa", true},
           Row{"a{2}", "aaa", false},
           Row{"a{2,}", "aaaaa", true},
           Row{"^a$", "a", true},
           Row{"^$|b", "", true},
           Row{"^$|b", "b", true},
           Row{"a^b", "ab", false},
           Row{"[a-c]", "b", true},
           Row{"[^a-c]", "b", false},
           Row{"[a-z0-9-_+.]+", "a-_.+9", true},
           Row{"[.@-]", "-", true},
           Row{R"([\w+=,.@-]+)", "role_1@x", true},
           Row{R"([\w+=,.@-]+)", "a b", false},
           Row{R"([\u0020-\u00FF]+)", "é", true},
           Row{R"([\u0020-\u00FF]+)", "€", false},
           Row{R"(^\S+$)", "a b", false},
           Row{R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "größe 一 /a=b", true},
           Row{R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "a!b", false},
           Row{R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "\U0001F600", false},
           Row{repository, "hello-repository", true},
           Row{repository, "team/web__app.v1", true},
           Row{repository, "Hello", false},
           Row{repository, "a//b", false},
           Row{repository, "-a", false},
           Row{repository, "a---b", true},
           Row{"()*", "", true},
           Row{"(a*)*", "aaa", true},
       }) {
    INFO(std::string(pattern), " on ", std::string(text));
    CHECK(Pattern(pattern).matches(text) == matches);
  }
}

TEST_CASE("syntax outside the models' is refused, not guessed") {
  for (char const* pattern : {"(", "a)", "[a", "a{x}", R"(\b)", R"(\p{Lu})", "*"})
    CHECK_THROWS_AS(Pattern{pattern}, std::invalid_argument);
}

TEST_CASE("every pattern of the models compiles") {
  for (auto const* model : {&ecs::model(), &ecr::model(), &iam::model(), &sts::model(), &ec2::model()})
    for (auto const& operation : model->operations)
      for (auto const* shape : {operation.input, operation.output})
        if (shape)
          for (auto const& member : shape->members)
            if (!member.shape->pattern.empty()) CHECK_NOTHROW(Pattern{member.shape->pattern});
}

TEST_CASE("a text that makes backtracking explode is matched at once") {
  Pattern const filters(R"(^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$)");
  CHECK_FALSE(filters.matches(std::string(20000, 'a') + "!"));
  Pattern const document(R"([\u0009\u000A\u000D\u0020-\u00FF]+)");
  CHECK(document.matches(std::string(200000, 'x')));
}
