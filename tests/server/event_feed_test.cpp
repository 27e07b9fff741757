#include "server/event_feed.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "api/wire/wire.h"

namespace neargate::server {
namespace {

struct World {
  domain::ManualClock clock{domain::Time{std::chrono::milliseconds{1'745'225'593'754}}};
  EventFeed feed{"abc", clock, 1000};

  void tell(int number) { feed.tell("test", {{"n", number}}); }
};

/// Everything that is there now, without the greeting.
std::string read_all(EndlessBody& reader) {
  std::string all;
  for (;;) {
    auto const piece = reader.next();
    REQUIRE(piece.has_value());
    if (piece->empty()) return all;
    if (!piece->starts_with(": ")) all += *piece;
  }
}

TEST_CASE("an event has an id, a kind and a page with its time") {
  World world;
  auto const reader = world.feed.open("");
  api::wire::Response response;
  response.service = "ecs";
  response.operation = "RunTask";
  response.status = 400;
  response.error_code = "ClientException";
  response.request_id = "r-1";
  world.feed.tell_call(response);
  CHECK(read_all(*reader) ==
        "id: abc-1\nevent: api-call\ndata: {\"service\":\"ecs\",\"operation\":\"RunTask\",\"status\":400,"
        "\"requestId\":\"r-1\",\"error\":\"ClientException\",\"time\":\"2025-04-21T08:53:13.754Z\"}\n\n");
  CHECK(world.feed.readers() == 1);
}

TEST_CASE("a reader goes on behind the last id it knows") {
  World world;
  for (int i = 1; i <= 3; ++i) world.tell(i);
  auto const from_now = world.feed.open("");
  CHECK(read_all(*from_now).empty());
  auto const resumed = world.feed.open("abc-2");
  CHECK(read_all(*resumed).starts_with("id: abc-3\n"));
  auto const at_the_end = world.feed.open("abc-3");
  CHECK(read_all(*at_the_end).empty());
}

TEST_CASE("who asks for what is not kept any more is told so, and gets what is kept") {
  World world;
  for (int i = 1; i <= 100; ++i) world.tell(i);
  for (char const* const id :
       {"abc-1", "xyz-99", "abc-101", "abc-", "abc-99x", "nonsense", "abc-99999999999999999999"}) {
    auto const reader = world.feed.open(id);
    auto const greeting = reader->next();
    CHECK_MESSAGE(greeting->find("event: lost\n") != std::string::npos, id);
    auto const rest = read_all(*reader);
    CHECK(rest.find("id: abc-100\n") != std::string::npos);
    CHECK(rest.find("id: abc-50\n") == std::string::npos);
  }
}

TEST_CASE("a reader that falls behind the buffer is lost, and is woken to learn it") {
  World world;
  auto const slow = world.feed.open("");
  slow->next();
  int wakes = 0;
  slow->on_more([&wakes] { ++wakes; });
  world.tell(1);
  world.tell(2);
  CHECK(wakes == 1);  // it knows already
  CHECK_FALSE(slow->is_lost());
  for (int i = 3; i <= 100; ++i) world.tell(i);
  CHECK(wakes == 2);
  CHECK(slow->is_lost());
  CHECK_FALSE(slow->next().has_value());
  auto const quick = world.feed.open("");
  for (int i = 0; i < 100; ++i) {
    world.tell(i);
    CHECK(quick->next().has_value());
  }
  CHECK_FALSE(quick->is_lost());
}

}  // namespace
}  // namespace neargate::server
