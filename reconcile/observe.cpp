#include "reconcile/observe.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "docker/labels.h"

namespace neargate::reconcile {

namespace {
using namespace std::chrono_literals;
constexpr std::chrono::milliseconds back_off_first = 100ms, back_off_max = 5s;
constexpr int list_attempts = 3;
}  // namespace

void Observer::start() {
  thread_ = std::jthread([this](std::stop_token const& stop) { watch(stop); });
}

void Observer::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool Sight::list() {
  auto const ticket = world_.take_ticket();
  auto states = engine_.list(docker::label::instance, instance_id_);
  if (!states) {
    spdlog::warn("docker list failed reason=\"{}\"", states.error().message);
    return false;
  }
  world_.show_all(ticket, std::move(*states));
  return true;
}

void Sight::take_event(docker::Event const& event) {
  if (!world_.take_event(event)) return;
  auto const ticket = world_.take_ticket();
  if (auto state = engine_.inspect(event.container_id); state)
    world_.show(ticket, event.container_id, std::move(*state));
}

void Observer::relist() {
  if (is_open_) sight_.list();
}

void Observer::watch(std::stop_token const& stop) {
  auto back_off = back_off_first;
  bool was_open = true;
  while (!stop.stop_requested()) {
    auto const on_open = [&] {
      is_open_ = true;  // even when no list comes of it now: the next relist mends that
      for (int attempt = 0; attempt < list_attempts && !stop.stop_requested(); ++attempt)
        if (sight_.list()) {
          back_off = back_off_first;
          if (!was_open) spdlog::info("docker reachable again");
          was_open = true;
          return;
        }
    };
    auto const on_event = [this](docker::Event const& event) { sight_.take_event(event); };
    auto const ended = engine_.watch(docker::label::instance, sight_.instance_id(), on_open, on_event, stop);
    is_open_ = false;
    if (stop.stop_requested()) return;
    std::string const why = ended ? "the event stream ended" : ended.error().message;
    world_.lose_sight("the Docker daemon cannot be reached: " + why);
    if (was_open) spdlog::warn("docker out of reach reason=\"{}\"", why);
    was_open = false;
    std::unique_lock lock(mutex_);
    stopping_.wait_for(lock, stop, back_off, [] { return false; });
    back_off = std::min(back_off * 2, back_off_max);
  }
}

}  // namespace neargate::reconcile
