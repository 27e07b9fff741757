#include "reconcile/world.h"

#include <doctest/doctest.h>

using namespace neargate;
using namespace neargate::reconcile;

namespace {

docker::ContainerState container(char const* id, docker::RunState state) {
  docker::ContainerState out;
  out.id = id;
  out.name = "name-";
  out.name += id;
  out.state = state;
  return out;
}

struct Fixture {
  int wakes = 0;
  World world{[this] { ++wakes; }};
  Observed now() { return world.observe({}); }
};

}  // namespace

TEST_CASE("nothing is known before the first list, nor while the daemon is away") {
  Fixture f;
  CHECK_FALSE(f.now().is_known);
  CHECK(f.world.trouble() != "");
  f.world.show_all(f.world.take_ticket(), {container("a", docker::RunState::Running)});
  CHECK(f.now().is_known);
  CHECK(f.world.trouble() == "");
  f.world.lose_sight("gone");
  CHECK_FALSE(f.now().is_known);
  CHECK(f.now().containers.size() == 1);
  CHECK(f.world.trouble() == "gone");
}

TEST_CASE("what was read earlier never overwrites what was read later") {
  Fixture f;
  auto const early = f.world.take_ticket(), late = f.world.take_ticket();
  f.world.show(late, "a", container("a", docker::RunState::Exited));
  f.world.show(early, "a", container("a", docker::RunState::Running));
  CHECK(f.now().containers.at("name-a").state == docker::RunState::Exited);
}

TEST_CASE("a list that began before a container was made does not make it vanish") {
  Fixture f;
  auto const list = f.world.take_ticket();
  f.world.show(f.world.take_ticket(), "a", container("a", docker::RunState::Running));
  f.world.show_all(list, {});
  CHECK(f.now().containers.contains("name-a"));
  f.world.show_all(f.world.take_ticket(), {});
  CHECK_FALSE(f.now().containers.contains("name-a"));
  CHECK(f.now().vanished.contains("name-a"));
}

TEST_CASE("a container that is gone keeps the exit code that the daemon told") {
  Fixture f;
  f.world.show_all(f.world.take_ticket(), {container("a", docker::RunState::Running)});
  CHECK(f.world.take_event({"a", "die", 137}));
  CHECK_FALSE(f.world.take_event({"a", "destroy", {}}));
  CHECK(f.now().vanished.at("name-a") == 137);
  f.world.forget({"name-a"});
  CHECK(f.now().vanished.empty());
}

TEST_CASE("seeing the same again wakes nobody") {
  Fixture f;
  f.world.show_all(f.world.take_ticket(), {container("a", docker::RunState::Running)});
  int const before = f.wakes;
  f.world.show(f.world.take_ticket(), "a", container("a", docker::RunState::Running));
  f.world.show_all(f.world.take_ticket(), {container("a", docker::RunState::Running)});
  CHECK(f.wakes == before);
}

TEST_CASE("events of a container in flight are left to the one who works on it") {
  Fixture f;
  f.world.show_all(f.world.take_ticket(), {});
  f.world.begin("name-a", Step::Start);
  CHECK_FALSE(f.world.take_event({"a", "create", {}}));
  f.world.expect("name-a", "a");
  f.world.before_look("name-a");
  CHECK_FALSE(f.world.take_event({"a", "die", 1}));
  CHECK_FALSE(f.world.try_end("name-a"));  // it has to look again
  f.world.before_look("name-a");
  CHECK(f.world.try_end("name-a"));
  CHECK(f.now().in_flight.empty());
  CHECK(f.world.take_event({"a", "die", 1}));
}

TEST_CASE("refusals are final, an absent daemon is asked again at growing intervals") {
  using Kind = docker::Failure::Kind;
  struct Row {
    Step step;
    Kind kind;
    char const* message;
    int attempts;
    bool is_final;
  };
  Row const table[] = {
      {Step::Pull, Kind::NotFound, "manifest unknown", 1, true},
      {Step::Pull, Kind::Unreachable, "connection refused", 9, false},
      {Step::Create, Kind::Refused, "bad parameter", 1, true},
      {Step::Create, Kind::NotFound, "No such image: x", 1, false},
      {Step::Create, Kind::NotFound, "No such image: x", 3, true},
      {Step::Start, Kind::TimedOut, "", 2, false},
      {Step::Start, Kind::TimedOut, "", 3, true},
      {Step::Stop, Kind::ServerError, "cannot stop", 5, false},
      {Step::Remove, Kind::Conflict, "busy", 5, false},
  };
  for (auto const& row : table) {
    CAPTURE(row.message);
    std::optional<Setback> setback;
    for (int i = 0; i < row.attempts; ++i)
      setback = next_setback(setback, row.step, {row.kind, 0, row.message}, {});
    CHECK(setback->is_final == row.is_final);
    CHECK(setback->retry_at <= domain::Time{std::chrono::seconds{10}});
  }
}
