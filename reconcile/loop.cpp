#include "reconcile/loop.h"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace neargate::reconcile {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_after_error = 1s;

}  // namespace

Loop::Loop(Options options, state::Store& store, docker::Engine& engine, ImageSource images,
           domain::Clock const& clock, domain::Mint& mint)
    : options_(std::move(options)),
      store_(store),
      clock_(clock),
      world_([this] { wake(); }),
      actor_(engine, world_, std::move(images), clock, options_.restore_network),
      observer_(engine, world_, options_.settings.instance_id),
      reconciler_(options_.settings, options_.stopped_task_ttl, store, world_, mint,
                  [this](Action const& action) {
                    crew_for(step_of(action)).submit([this, action] { actor_.act(action); });
                  }),
      pulls_(options_.threads.pulls),
      starts_(options_.threads.starts),
      stops_(options_.threads.stops) {}

Loop::~Loop() {
  stop(0ms);
  // The crews end before what they use: their threads are joined here.
}

void Loop::start() {
  {
    std::scoped_lock const lock(mutex_);
    is_running_ = true;
  }
  store_.on_commit([this] { wake(); });
  observer_.start();
  thread_ = std::thread([this] { run(); });
}

void Loop::wake() {
  {
    std::scoped_lock const lock(mutex_);
    is_woken_ = true;
  }
  woken_.notify_one();
}

bool Loop::stop(std::chrono::milliseconds patience) {
  bool was_running = false;
  {
    std::scoped_lock const lock(mutex_);
    was_running = std::exchange(is_running_, false);
    is_stopping_ = true;
  }
  if (was_running) {
    store_.on_commit({});
    woken_.notify_one();
    ticked_.notify_all();
    thread_.join();
    observer_.stop();
  }
  auto const deadline = std::chrono::steady_clock::now() + patience;
  bool all_ended = true;
  for (Crew* const crew : {&pulls_, &starts_, &stops_}) {
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    all_ended = crew->close(std::max(left, 0ms)) && all_ended;
  }
  return all_ended;
}

std::size_t Loop::wait_until_gone(std::set<std::string> const& docker_names,
                                  std::chrono::milliseconds patience) {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    std::uint64_t const seen = ticks();
    Observed const now = world_.observe(clock_.now());
    auto const is_left = [&now](std::string const& name) {
      return now.containers.contains(name) || now.in_flight.contains(name);
    };
    auto const left = static_cast<std::size_t>(std::ranges::count_if(docker_names, is_left));
    if (left == 0 || !now.is_known) return left;
    // Whatever happens to a container makes the loop look again.
    std::unique_lock lock(mutex_);
    auto const has_looked = [&] { return ticks_ != seen || is_stopping_; };
    if (!ticked_.wait_until(lock, deadline, has_looked) || is_stopping_) return left;
  }
}

std::vector<std::string> Loop::degraded() const {
  std::vector<std::string> out;
  if (std::string trouble = world_.trouble(); !trouble.empty()) out.push_back(std::move(trouble));
  std::scoped_lock const lock(mutex_);
  if (!trouble_.empty()) out.push_back(trouble_);
  return out;
}

std::vector<Waiting> Loop::waiting() const {
  std::scoped_lock const lock(mutex_);
  return waiting_;
}

std::uint64_t Loop::ticks() const {
  std::scoped_lock const lock(mutex_);
  return ticks_;
}

void Loop::run() {
  for (;;) {
    {
      std::scoped_lock const lock(mutex_);
      if (is_stopping_) return;
      is_woken_ = false;
    }
    std::optional<domain::Time> wake_at;
    std::string trouble;
    try {
      wake_at = tick();
    } catch (std::exception const& error) {
      // A full disk, say. The rows are as they were; look again a little later.
      trouble = fmt::format("the reconciler cannot work: {}", error.what());
      spdlog::error("tick failed reason=\"{}\"", error.what());
      wake_at = clock_.now() + pause_after_error;
    }
    {
      std::scoped_lock const lock(mutex_);
      trouble_ = std::move(trouble);
      ++ticks_;
    }
    ticked_.notify_all();
    list_when_due();
    sleep(wake_at);
  }
}

void Loop::sleep(std::optional<domain::Time> wake_at) {
  std::unique_lock lock(mutex_);
  auto const is_due = [this] { return is_woken_ || is_stopping_; };
  auto until = listed_at_.value_or(std::chrono::steady_clock::now()) + options_.list_every;
  if (wake_at)
    until = std::min(until, std::chrono::steady_clock::now() + std::max(*wake_at - clock_.now(), 0ms));
  woken_.wait_until(lock, until, is_due);
}

/// The opening of the event stream brings the first list.
void Loop::list_when_due() {
  auto const now = std::chrono::steady_clock::now();
  if (!listed_at_) listed_at_ = now;
  if (now - *listed_at_ < options_.list_every) return;
  listed_at_ = now;
  pulls_.submit([this] { observer_.relist(); });
}

std::optional<domain::Time> Loop::tick() {
  Plan made = reconciler_.tick(clock_.now());
  std::scoped_lock const lock(mutex_);
  waiting_ = std::move(made.waiting);
  return made.wake_at;
}

Crew& Loop::crew_for(Step step) {
  switch (step) {
    case Step::Pull:
      return pulls_;
    case Step::Create:
    case Step::Start:
    case Step::Remove:
      return starts_;
    case Step::Stop:
      return stops_;
  }
  return starts_;
}

}  // namespace neargate::reconcile
