#include "reconcile/crew.h"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <memory>

using namespace neargate::reconcile;
using namespace std::chrono_literals;

TEST_CASE("jobs run side by side up to the bound, and all of them run") {
  std::atomic<int> ran = 0;
  std::latch all(20);
  Crew crew(4);
  std::latch four(4);
  for (int i = 0; i < 4; ++i)
    crew.submit([&] {
      four.arrive_and_wait();  // only if four run at once
      ++ran;
      all.count_down();
    });
  for (int i = 0; i < 16; ++i)
    crew.submit([&] {
      ++ran;
      all.count_down();
    });
  all.wait();
  CHECK(ran == 20);
  CHECK(crew.close(10s));
}

TEST_CASE("closing drops what has not begun and tells whether the rest has ended") {
  std::atomic<bool> second = false;
  std::latch begun(1), may_end(1);
  auto crew = std::make_unique<Crew>(1);
  crew->submit([&] {
    begun.count_down();
    may_end.wait();
  });
  crew->submit([&] { second = true; });
  begun.wait();
  CHECK_FALSE(crew->close(1ms));
  may_end.count_down();
  CHECK(crew->close(10s));
  crew->submit([&] { second = true; });
  crew.reset();
  CHECK_FALSE(second);
}
