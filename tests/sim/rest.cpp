// The quiet part of a play: no faults, no requests but those that make it possible; time moves only to where
// something is due.

#include <fmt/format.h>

#include <algorithm>

#include "docker/labels.h"
#include "tests/sim/families.h"
#include "tests/sim/play.h"

namespace neargate::sim {

namespace {

using namespace std::chrono_literals;

constexpr int rounds_most = 4000;
constexpr auto patience = std::chrono::hours{3};  // the longest back-off is 15 minutes
constexpr int ticks_most = 12;

}  // namespace

void Play::rest() {
  tale_.tell([] { return "== quiet"; });
  is_quiet_ = true;
  is_daemon_up_ = true;
  ground_.daemon.clear_pull_failure(flaky_image);
  if (!process_) be_born();
  if (!ground_.is_stream_open) process_->open_stream();
  for (auto const& request : caller_.closing(*process_)) call(request);
  settle("after its troubles", Expected::AllRunning);
  check_stillness();
}

void Play::leave() {
  tale_.tell([] { return "== farewell"; });
  for (auto const& request : caller_.farewell(*process_)) call(request);
  settle("after everything was deleted", Expected::Nothing);
  for (auto const& id : foreign_) {
    auto const state = ground_.daemon.inspect(id).value();
    if (!state || state->state != docker::RunState::Running)
      throw Violation{"somebody else's container was touched"};
  }
}

void Play::settle(char const* when, Expected expected) {
  auto const until = steady_ + patience;
  for (int round = 0; round < rounds_most && steady_ < until; ++round) {
    if (do_all_there_is()) continue;
    look(Cause::Else);
    if (auditor_.unsettled(expected).empty()) return;
    wait_for_next();
  }
  throw Violation{fmt::format("does not settle {}: {}", when, auditor_.unsettled(expected))};
}

/// Actions, events, what containers do by themselves, and a tick if one is asked for. False: nothing to do.
bool Play::do_all_there_is() {
  bool any = false;
  for (; !process_->actions().empty(); any = true) act();
  behave();
  for (; !ground_.events.empty(); any = true) {
    docker::Event const event = ground_.events.front();
    ground_.events.pop_front();
    process_->hear(event);
  }
  // A tick may wake itself, by what it writes; but not for ever.
  for (int ticks = 0; process_->wants_tick() && process_->actions().empty(); ++ticks, any = true) {
    if (ticks > ticks_most) throw Violation{"ticks again and again, and nothing happens"};
    tick();
  }
  return any;
}

void Play::behave() {
  for (auto const& state :
       ground_.daemon.list(docker::label::instance, ground_.settings.instance_id).value()) {
    if (state.state != docker::RunState::Running) continue;
    auto const name = state.labels.find(docker::label::container_name);
    if (name == state.labels.end()) continue;
    if (name->second == init_container) ground_.daemon.exit_container(state.id, 0);
    if (name->second == checked_container && state.health != docker::Health::Healthy)
      ground_.daemon.set_health(state.id, docker::Health::Healthy);
  }
}

void Play::wait_for_next() {
  auto const now = ground_.clock.now();
  auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(listed_at_ + list_every - steady_);
  if (auto const wake_at = process_->wake_at()) wait = std::min(wait, *wake_at - now);
  wait = std::max(wait, 0ms);
  tale_.tell([&] { return fmt::format("clock {:+} ms", wait.count()); });
  ground_.clock.advance(wait);
  steady_ += wait;
  relist_when_due();
}

/// Nothing is asked of the daemon while nothing changes, and a tick that nobody asked for finds nothing to
/// do.
void Play::check_stillness() {
  reconcile::Plan const plan = process_->tick();
  look(Cause::Tick);
  if (!plan.is_empty()) throw Violation{"a settled world is planned for:\n" + print(plan)};
}

}  // namespace neargate::sim
