#include "query/expression.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace neargate::query;

namespace {

/// 2018-02-18T22:28:28Z.
constexpr char const* const registered = "1518992908000";

struct Instance final : Subject {
  std::map<std::string, std::vector<std::string>, std::less<>> facts{
      {"attribute:ecs.instance-type", {"t3.large"}},
      {"attribute:stack", {"prod"}},
      {"attribute:rack", {"12"}},
      {"attribute:marked", {""}},
      {"agentConnected", {"true"}},
      {"agentVersion", {"1.52.10"}},
      {"ec2InstanceId", {"i-0abc"}},
      {"registeredAt", {registered}},
      {"runningTasksCount", {"3"}},
      {"task:group", {"service:db", "family:web"}}};
  std::optional<std::vector<std::string>> values(std::string_view name) const override {
    auto const found = facts.find(name);
    return found == facts.end() ? std::nullopt : std::optional(found->second);
  }
};

bool holds(std::string_view text) {
  auto const parsed = parse(text);
  CHECK_MESSAGE(parsed.expression, text << ": " << parsed.mistake);
  return parsed.expression && parsed.expression->holds_for(Instance{});
}

}  // namespace

TEST_CASE("expressions hold for an instance or do not") {
  struct Row {
    char const* text;
    bool holds;
  };
  for (Row const& row : std::vector<Row>{
           {"attribute:stack == prod", true},
           {"attribute:stack equals prod", true},
           {"attribute:stack==prod", true},
           {"attribute:stack == 'prod'", true},
           {"attribute:stack == \"prod\"", true},
           {"attribute:stack == Prod", false},
           {"attribute:stack != prod", false},
           {"attribute:stack not_equals test", true},
           // A missing attribute makes a comparison false, whichever it is.
           {"attribute:missing == x", false},
           {"attribute:missing != x", false},
           {"attribute:missing !in [x]", false},
           {"attribute:missing !~ x", false},
           {"not attribute:missing == x", true},
           {"attribute:stack exists", true},
           {"attribute:marked exists", true},
           {"attribute:missing exists", false},
           {"attribute:missing !exists", true},
           {"attribute:missing not_exists", true},
           {"attribute:stack not_exists", false},
           {"attribute:stack in [test, prod]", true},
           {"attribute:stack in [test,'prod']", true},
           {"attribute:stack in [test]", false},
           {"attribute:stack !in [test]", true},
           {"attribute:stack not_in [test, prod]", false},
           {"attribute:ecs.instance-type =~ t3.*", true},
           {"attribute:ecs.instance-type =~ t3", false},  // the whole string
           {"attribute:ecs.instance-type matches (t2|t3)\\.(micro|large)", true},
           {"attribute:ecs.instance-type !~ g2.*", true},
           {"attribute:ecs.instance-type not_matches t.*", false},
           {"(attribute:ecs.instance-type =~ t[23].*)", true},
           {"(attribute:ecs.instance-type =~ t(3|4).*) and attribute:stack == prod", true},
           {"attribute:rack > 9", true},  // numbers as numbers
           {"attribute:rack greater_than 12", false},
           {"attribute:rack greater_than_equal 12", true},
           {"attribute:rack >= 12.5", false},
           {"attribute:rack < 100", true},
           {"attribute:rack less_than 12", false},
           {"attribute:rack less_than_equal 12", true},
           {"attribute:rack <= 11", false},
           {"attribute:rack == 12.0", false},  // but the same text is asked for
           {"attribute:stack > apple", true},  // words as words
           {"agentConnected == true", true},
           {"agentConnected != true", false},
           {"agentConnected == false", false},
           {"agentVersion > 1.52.9", true},
           {"agentVersion >= 1.52.10", true},
           {"agentVersion < 1.100.0", true},
           {"agentVersion == 1.52.10", true},
           {"ec2InstanceId == i-0abc", true},
           {"ec2InstanceId in ['i-0abc', 'i-1']", true},
           {"registeredAt < 2018-02-18T22:28:29+00:00", true},
           {"registeredAt <= 2018-02-18T22:28:28Z", true},
           {"registeredAt < 2018-02-18T22:28:28Z", false},
           {"registeredAt == 2018-02-18T23:28:28+01:00", true},
           {"registeredAt == 2018-02-18T19:58:28-0230", true},
           {"registeredAt > 2018-02-18", true},
           {"registeredAt > 2019-01-01T00:00", false},
           {"runningTasksCount == 3", true},
           {"runningTasksCount>2", true},
           {"runningTasksCount in [1, 3]", true},
           {"runningTasksCount < 3", false},
           {"task:group == service:db", true},
           {"task:group == family:web", true},
           {"task:group == family:other", false},
           {"task:group != family:other", true},
           {"task:group != service:db", false},
           {"not(task:group == service:db)", false},
           {"!(task:group == family:other)", true},
           {"! task:group == family:other", true},
           {"not not attribute:stack exists", true},
           {"task:group =~ service:.*", true},
           {"task:group exists", true},
           // and binds closer than or.
           {"attribute:stack == prod or attribute:stack == x and attribute:rack == 0", true},
           {"(attribute:stack == prod or attribute:stack == x) and attribute:rack == 0", false},
           {"attribute:stack == x || attribute:rack == 12 && runningTasksCount == 3", true},
           {"attribute:stack == prod&&attribute:rack == 12", true},
           {"  attribute:stack\t==\nprod  ", true},
       }) {
    CAPTURE(row.text);
    CHECK(holds(row.text) == row.holds);
  }
}

TEST_CASE("an instance without tasks is in no group") {
  Instance idle;
  idle.facts["task:group"] = {};
  auto const holds_for_idle = [&](char const* text) { return parse(text).expression->holds_for(idle); };
  CHECK_FALSE(holds_for_idle("task:group == service:db"));
  CHECK(holds_for_idle("task:group != service:db"));
  CHECK(holds_for_idle("not(task:group == service:db)"));
  CHECK(holds_for_idle("task:group !exists"));
}

TEST_CASE("what is no expression tells what was expected") {
  struct Row {
    char const* text;
    char const* mistake;
  };
  for (Row const& row : std::vector<Row>{
           {"", "expected a subject such as attribute:NAME or runningTasksCount at position 1"},
           {"stack == prod", "expected a subject such as attribute:NAME or runningTasksCount at position 1"},
           {"attribute: == x",
            "expected a subject such as attribute:NAME or runningTasksCount at position 1"},
           {"attribute:stack", "expected an operator at position 16"},
           {"attribute:stack is prod", "expected an operator at position 17"},
           {"attribute:stack = prod", "expected an operator at position 17"},
           {"attribute:stack ==", "expected an argument at position 19"},
           {"attribute:stack == prod test", "expected and, or, or the end at position 25"},
           {"attribute:stack in prod", "expected [ at position 20"},
           {"attribute:stack in [prod", "expected ] at position 25"},
           {"attribute:stack in []", "expected an argument at position 21"},
           {"attribute:stack == 'prod", "expected ' at position 25"},
           {"(attribute:stack exists", "expected ) at position 24"},
           {"attribute:stack exists)", "expected and, or, or the end at position 23"},
           {"attribute:stack exists and",
            "expected a subject such as attribute:NAME or runningTasksCount at position 27"},
           {"attribute:stack =~ (a", "not a regular expression: (a"},
           {"attribute:stack =~ (a)\\1", "not a regular expression: (a)\\1"},
           {"attribute:stack =~ '(?=a)a'", "not a regular expression: (?=a)a"},
           {"runningTasksCount > many", "not a number: many"},
           {"agentConnected == yes", "neither true nor false: yes"},
           {"agentConnected > true", "expected == or != at position 22"},
           {"registeredAt > yesterday", "not a time: yesterday"},
           {"registeredAt > 2018-02-30", "not a time: 2018-02-30"},
       }) {
    CAPTURE(row.text);
    auto const parsed = parse(row.text);
    CHECK_FALSE(parsed.expression);
    CHECK(parsed.mistake == row.mistake);
  }
}

TEST_CASE("length and nesting have an end") {
  std::string const leaf = "attribute:a exists";
  CHECK(parse(std::string(60, '(') + leaf + std::string(60, ')')).expression);
  CHECK(parse(std::string(500, '(') + leaf + std::string(500, ')'))
            .mistake.starts_with("expected less nesting"));
  CHECK(parse(std::string(1500, '!') + leaf).mistake.starts_with("expected less nesting"));
  CHECK(parse(leaf + std::string(2000, ' ')).mistake == "longer than 2000 characters");
}

TEST_CASE("no text is too wild for the parser") {
  char const* const pieces[] = {"attribute:a", "task:group", "==",  "!in",  "in",   "[",  "]",   ",",
                                "'",           "\"",         "(",   ")",    "not",  "!",  "and", "||",
                                "=~",          "a*(b|c)",    "\\",  "{2,}", "\xff", " ",  "\n",  "exists",
                                "[^a-z]",      "2018-02-18", "999", "or",   "&&",   "(?", "|",   "^$"};
  std::mt19937 dice(7);  // NOLINT: the same texts every time
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto length = dice() % 12; length > 0; --length) {
      text += pieces[dice() % std::size(pieces)];
      if (dice() % 3 == 0) text += ' ';
    }
    auto const parsed = parse(text);
    CHECK(parsed.expression.has_value() == parsed.mistake.empty());
    if (parsed.expression) parsed.expression->holds_for(Instance{});
  }
}
