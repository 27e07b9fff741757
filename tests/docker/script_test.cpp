#include "docker/script.h"

#include <doctest/doctest.h>

#include <random>

#include "docker/labels.h"
#include "docker/script_book.h"

namespace docker = neargate::docker;
namespace label = neargate::docker::label;
using namespace std::chrono_literals;

namespace {

std::string refusal_of(docker::ScriptLines const& lines) {
  try {
    docker::parse_script(lines);
  } catch (docker::ScriptError const& error) {
    return error.what();
  }
  return {};
}

docker::Labels labels_of(std::string const& account, std::string const& region, std::string const& family,
                         std::string const& revision, std::string const& container) {
  return {{label::task_arn, "arn:aws:ecs:" + region + ':' + account + ":task/default/1"},
          {label::family, family},
          {label::revision, revision},
          {label::container_name, container}};
}

}  // namespace

TEST_CASE("times are written as people write them") {
  CHECK((docker::parse_duration("250ms") == 250ms));
  CHECK((docker::parse_duration("2s") == 2s));
  CHECK((docker::parse_duration("1m30s") == 90s));
  CHECK((docker::parse_duration("1.5h") == 90min));
  CHECK((docker::parse_duration("0") == 0ms));
  CHECK((docker::parse_duration("24h") == 24h));
  for (char const* const wrong :
       {"", "2", "s", "-1s", "2 s", "1d", "25h", "1e3s", "..s", "1s2", "9999999999999999999h"})
    CHECK_MESSAGE(!docker::parse_duration(wrong), wrong);
  for (auto const one : {0ms, 1ms, 1500ms, 90s + 0ms, 86'400'000ms, 3'723'004ms})
    CHECK((docker::parse_duration(docker::print_duration(one)) == one));
}

TEST_CASE("every member of a script is read and printed alike") {
  docker::ScriptLines const lines{{"pull-time", "2s"},      {"pull-error", "manifest unknown"},
                                  {"create-error", "no"},   {"start-time", "500ms"},
                                  {"start-error", "never"}, {"exit-code", "3"},
                                  {"exit-after", "1m"},     {"stop-time", "5s"},
                                  {"stop-code", "0"},       {"health", "healthy@2s,unhealthy@30s,healthy@1m"},
                                  {"health-after", "1s"},   {"fail-rate", "0.25"}};
  docker::Script const script = docker::parse_script(lines);
  CHECK((script.exit_code == 3));
  CHECK((script.health == std::vector<docker::HealthTurn>{{docker::Health::Healthy, 2s},
                                                          {docker::Health::Unhealthy, 30s},
                                                          {docker::Health::Healthy, 1min}}));
  CHECK((docker::print_script(script) == lines));
  CHECK((docker::parse_script({{"oom-after", "1s"}}).oom_after == 1s));
  CHECK(docker::parse_script({}).is_empty());
}

TEST_CASE("a script that cannot be followed says what is wrong with which member") {
  CHECK(refusal_of({{"exit-code", "256"}}) == "exit-code=256: say an exit code from 0 to 255");
  CHECK(refusal_of({{"exit-code", "-1"}}) == "exit-code=-1: say an exit code from 0 to 255");
  CHECK(refusal_of({{"pull-time", "soon"}}) ==
        "pull-time=soon: say a time such as 250ms, 2s or 1m30s, a day at most");
  CHECK(refusal_of({{"fail-rate", "1.5"}}) == "fail-rate=1.5: say a rate from 0 to 1");
  CHECK(refusal_of({{"fail-rate", "nan"}}) == "fail-rate=nan: say a rate from 0 to 1");
  CHECK(refusal_of({{"health", "well"}}) == "health=well: say starting, healthy or unhealthy");
  CHECK(refusal_of({{"health", "healthy@2s,unhealthy@1s"}}) ==
        "health=healthy@2s,unhealthy@1s: each result comes later than the one before: "
        "healthy@2s,unhealthy@30s");
  CHECK(refusal_of({{"health-after", "1s"}}) == "health-after: say which result comes then, with health");
  CHECK(refusal_of({{"exit-code", "1"}, {"oom-after", "1s"}}) ==
        "oom-after: a container ends once; leave out exit-code and exit-after");
  CHECK(refusal_of({{"exitcode", "1"}}).starts_with("exitcode=1: no such member; there are pull-time, "));
  try {
    docker::parse_script_labels({{"neargate.sim.exit-code", "x"}, {"other", "1"}});
    FAIL("a bad label was taken");
  } catch (docker::ScriptError const& error) {
    CHECK(std::string(error.what()) == "neargate.sim.exit-code=x: say an exit code from 0 to 255");
  }
}

TEST_CASE("any text is a script or a refusal, and what was read is printed so that it reads the same") {
  std::mt19937 random{7};
  std::string const alphabet = "hms0123456789.,@ healthyustarting-=e+\x01\xff";
  char const* const names[] = {"pull-time",    "exit-code",   "fail-rate", "health",
                               "health-after", "start-error", "x"};
  for (int round = 0; round < 20000; ++round) {
    docker::ScriptLines lines;
    for (auto count = random() % 3; count > 0; --count) {
      std::string text;
      for (auto length = random() % 12; length > 0; --length) text += alphabet[random() % alphabet.size()];
      lines.emplace_back(names[random() % std::size(names)], text);
    }
    try {
      docker::Script const script = docker::parse_script(lines);
      CHECK((docker::parse_script(docker::print_script(script)) == script));
    } catch (docker::ScriptError const&) {
    }
  }
}

TEST_CASE("luck decides which containers the failures of a script hit") {
  struct Row {
    char const* what;
    docker::ScriptLines script, lucky, unlucky;
  };
  Row const rows[] = {
      {"no failure is named: an exit with 1", {{"fail-rate", "0.5"}}, {}, {{"exit-code", "1"}}},
      {"a job: the time stays, the code differs",
       {{"exit-after", "9s"}, {"fail-rate", "0.5"}},
       {{"exit-after", "9s"}},
       {{"exit-code", "1"}, {"exit-after", "9s"}}},
      {"an exit that is a failure",
       {{"exit-code", "3"}, {"exit-after", "9s"}, {"fail-rate", "0.5"}},
       {},
       {{"exit-code", "3"}, {"exit-after", "9s"}}},
      {"a refused pull; times are everyone's",
       {{"pull-time", "1s"}, {"pull-error", "no"}, {"fail-rate", "0.5"}},
       {{"pull-time", "1s"}},
       {{"pull-time", "1s"}, {"pull-error", "no"}}},
      {"a bad result of the health check",
       {{"health", "healthy,unhealthy@5s"}, {"fail-rate", "0.5"}},
       {{"health", "healthy"}},
       {{"health", "healthy,unhealthy@5s"}}},
  };
  for (Row const& row : rows) {
    auto const script = docker::parse_script(row.script);
    CHECK_MESSAGE((docker::print_script(docker::settle_luck(script, 0.5)) == row.lucky), row.what);
    CHECK_MESSAGE((docker::print_script(docker::settle_luck(script, 0.49)) == row.unlucky), row.what);
  }
}

TEST_CASE("a posted script is for the containers that fit it, and wins over their labels") {
  docker::ScriptBook book;
  auto const mine = labels_of("111111111111", "eu-west-1", "web", "3", "app");
  book.post({.family = "web"}, docker::parse_script({{"exit-code", "1"}, {"pull-time", "1s"}}));
  book.post({.family = "web", .container = "app"}, docker::parse_script({{"exit-code", "2"}}));
  book.post({.family = "web", .revision = 4}, docker::parse_script({{"exit-code", "3"}}));
  book.post({.account = "222222222222", .family = "web"}, docker::parse_script({{"exit-code", "4"}}));
  book.post({.image = "nginx"}, docker::parse_script({{"stop-code", "5"}}));
  CHECK((docker::print_script(book.resolve(mine, "httpd")) ==
         docker::ScriptLines{{"pull-time", "1s"}, {"exit-code", "2"}}));
  CHECK((book.resolve(mine, "nginx:latest").stop_code == 5));
  CHECK((book.resolve(labels_of("222222222222", "eu-west-1", "web", "4", "db"), "x").exit_code == 4));
  CHECK(book.resolve(labels_of("111111111111", "eu-west-1", "api", "1", "app"), "x").is_empty());

  auto labelled = mine;
  labelled["neargate.sim.exit-code"] = "9";
  labelled["neargate.sim.stop-time"] = "4s";
  CHECK((book.resolve(labelled, "x").exit_code == 2));
  CHECK((book.resolve(labelled, "x").stop_time == 4s));

  auto const again = book.post({.family = "web"}, docker::parse_script({{"oom-after", "1s"}}));
  CHECK((again->id == "script-6"));
  CHECK(book.list().size() == 5);
  // Posted last, so its end is the end.
  CHECK((docker::print_script(book.resolve(mine, "x")) == docker::ScriptLines{{"oom-after", "1s"}}));
  CHECK(book.remove("script-6"));
  CHECK_FALSE(book.remove("script-6"));
  book.clear("222222222222", "");
  CHECK(book.list().size() == 3);
  book.clear();
  CHECK(book.list().empty());
}

TEST_CASE("the book of scripts has an end") {
  docker::ScriptBook book;
  auto const script = docker::parse_script({{"exit-code", "1"}});
  for (std::size_t i = 0; i < docker::ScriptBook::size_max; ++i)
    CHECK(book.post({.family = "f" + std::to_string(i)}, script));
  CHECK_FALSE(book.post({.family = "one-more"}, script));
  CHECK(book.post({.family = "f1"}, script));
}
