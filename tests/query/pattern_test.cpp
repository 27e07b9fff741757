#include "query/pattern.h"

#include <doctest/doctest.h>

#include <chrono>

using neargate::query::Pattern;

TEST_CASE("a pattern matches the whole text, as Java's matches() does") {
  struct Row {
    char const* pattern;
    char const* text;
    bool matches;
  };
  for (Row const& row : std::vector<Row>{
           {"", "", true},
           {"", "a", false},
           {"a", "a", true},
           {"a", "ab", false},
           {"a*", "", true},
           {"a*", "aaaa", true},
           {"a+", "", false},
           {"a+b?", "aab", true},
           {"a?", "aa", false},
           {"a{2}", "aa", true},
           {"a{2}", "aaa", false},
           {"a{2,}", "aaaa", true},
           {"a{1,3}", "aaaa", false},
           {"a{0}b", "b", true},
           {"(ab){2}", "abab", true},
           {"a|bc", "bc", true},
           {"(a|b)c", "bc", true},
           {"a|", "", true},
           {"|a", "a", true},
           {"(|a)b", "b", true},
           {"()", "", true},
           {"()*", "", true},
           {"(a*)*", "aaa", true},
           {"(a*)+b", "b", true},
           {".", "x", true},
           {".", "\n", false},
           {"a.*z", "a-z", true},
           {"[abc]", "b", true},
           {"[^abc]", "b", false},
           {"[a-c]+", "abcd", false},
           {"[]a]", "]", true},
           {"[a-]", "-", true},
           {"[\\d.]+", "1.5", true},
           {"[a\\-z]", "-", true},
           {"[a\\-z]", "m", false},
           {"\\d+", "42", true},
           {"\\D", "4", false},
           {"\\w\\s\\S\\W", "a b-", true},
           {"\\.", ".", true},
           {"\\.", "x", false},
           {"^a$", "a", true},
           {"a^b", "ab", false},
           {"\\ba\\b", "a", true},
           {"a\\Bb", "ab", true},
           {"a\\bb", "ab", false},
           {"(?:ab)+", "abab", true},
           {"(?i)prod", "PrOd", true},
           {"(?i:a)b", "Ab", true},
           {"(?i:a)b", "AB", false},
           {"a+?", "aa", true},
           {"\\Qa.b\\E+", "a.bb", false},
           {"\\Qa.b\\E", "a.b", true},
           {"\\Qa.b\\E", "axb", false},
           {"\xc3\xa4+", "\xc3\xa4", true},
       }) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    auto const pattern = Pattern::parse(row.pattern);
    REQUIRE(pattern);
    CHECK(pattern->matches(row.text) == row.matches);
  }
}

TEST_CASE("what is malformed or not regular is no pattern") {
  for (char const* text :
       {"(",       ")",  "a)",  "[",     "[a",      "*",     "a**",   "a++",    "a{",    "a{x}",   "a{2,1}",
        "a{9999}", "\\", "\\1", "(?=a)", "(?<n>a)", "(?!a)", "[b-a]", "[a&&b]", "[[a]]", "\\p{L}", "\\x41"})
    CHECK_MESSAGE(!Pattern::parse(text), text);
}

TEST_CASE("a pattern that makes others count for years is quick") {
  auto const pattern = Pattern::parse("(a*)*b|(a|aa)+c|(a+)+d");
  REQUIRE(pattern);
  CHECK_FALSE(pattern->matches(std::string(20'000, 'a')));
  CHECK_FALSE(Pattern::parse("((a{100}){100}){100}"));  // too many states
  CHECK_FALSE(Pattern::parse(std::string(1000, '(') + std::string(1000, ')')));
}
