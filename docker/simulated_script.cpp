// How SimulatedEngine follows its scripts: which one is whose, and what of it is due when.
#include <algorithm>

#include "docker/labels.h"
#include "docker/simulated_engine.h"

namespace neargate::docker {
namespace {

using Kind = Failure::Kind;

constexpr std::chrono::milliseconds nap_max{std::chrono::minutes{1}};  // in case the clock is set back

std::string value_of(Labels const& labels, char const* label) {
  auto const found = labels.find(label);
  return found == labels.end() ? std::string{} : found->second;
}

/// SplitMix64's finish: every bit of the input moves every bit of the answer.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

std::uint64_t hash_of(std::string const& text) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace

std::optional<PostedScript> SimulatedEngine::post_script(ScriptTarget target, Script script) {
  std::scoped_lock const lock(mutex_);
  return book_.post(std::move(target), std::move(script));
}

std::vector<PostedScript> SimulatedEngine::scripts() const {
  std::scoped_lock const lock(mutex_);
  return book_.list();
}

bool SimulatedEngine::remove_script(std::string const& id) {
  std::scoped_lock const lock(mutex_);
  return book_.remove(id);
}

void SimulatedEngine::clear_scripts() {
  std::scoped_lock const lock(mutex_);
  book_.clear();
}

void SimulatedEngine::clear_scripts(std::string const& account, std::string const& region) {
  std::scoped_lock const lock(mutex_);
  book_.clear(account, region);
}

void SimulatedEngine::set_seed(std::uint64_t seed) {
  std::scoped_lock const lock(mutex_);
  seed_ = seed;
  draws_.clear();
}

std::uint64_t SimulatedEngine::seed() const {
  std::scoped_lock const lock(mutex_);
  return seed_;
}

/// From [0, 1): the n-th container of its name and family always draws the same.
double SimulatedEngine::draw_luck(Labels const& labels) {
  std::string const key = value_of(labels, label::family) + '/' + value_of(labels, label::container_name);
  std::uint64_t const drawn = mix(mix(seed_ ^ hash_of(key)) + draws_[key]++);
  return static_cast<double>(drawn >> 11U) * 0x1.0p-53;
}

/// Decided once, so that a container whose pull went well does not change its mind at the start.
SimulatedEngine::Fate SimulatedEngine::fate_of(std::string const& container_name, std::string const& image,
                                               Labels const& labels) {
  if (auto const known = fates_.find(container_name); known != fates_.end()) return known->second;
  if (value_of(labels, label::role) == "pause") return {};
  Fate fate;
  try {
    fate.script = book_.resolve(labels, image);
  } catch (ScriptError const& error) {
    fate.error = error.what();
  }
  if (fate.script.is_empty() && fate.error.empty()) return fate;
  if (fate.script.fail_rate) fate.script = settle_luck(std::move(fate.script), draw_luck(labels));
  fates_.emplace(container_name, fate);
  return fate;
}

Outcome<void> SimulatedEngine::announce_pull(std::string const& container_name, std::string const& image,
                                             Labels const& labels) {
  std::unique_lock lock(mutex_);
  if (auto failure = begin("announce_pull")) return *failure;
  Fate const fate = fate_of(container_name, image, labels);
  if (fate.script.pull_time && !wait_until(lock, clock_.now() + *fate.script.pull_time))
    return Failure{Kind::Unreachable, 0, "the simulated daemon ends"};
  if (!fate.script.pull_error) return boost::system::in_place_value;
  fates_.erase(container_name);  // nothing will be made of it, nor removed
  return Failure{Kind::NotFound, 404, *fate.script.pull_error};
}

void SimulatedEngine::schedule(Time due, Turn turn) {
  turns_.emplace(due, std::move(turn));
  scheduled_.notify_all();
}

void SimulatedEngine::play_due() {
  while (!turns_.empty() && turns_.begin()->first <= clock_.now()) {
    Turn const turn = std::move(turns_.begin()->second);
    turns_.erase(turns_.begin());
    play(turn);
  }
}

void SimulatedEngine::play(Turn const& turn) {
  Container* const container = find(turn.id);
  bool const is_same_run =
      container != nullptr && container->run == turn.run && container->state.state == RunState::Running;
  if (!is_same_run) return;
  switch (turn.kind) {
    case Turn::Kind::Exit:
      return end(*container, turn.exit_code);
    case Turn::Kind::OutOfMemory:
      return run_out_of_memory(*container);
    case Turn::Kind::Health:
      return set_health(*container, turn.health);
  }
}

void SimulatedEngine::play() {
  std::scoped_lock const lock(mutex_);
  play_due();
  moved_.notify_all();
}

std::optional<Time> SimulatedEngine::next_due() const {
  std::scoped_lock const lock(mutex_);
  if (turns_.empty()) return std::nullopt;
  return turns_.begin()->first;
}

void SimulatedEngine::follow_clock() {
  timekeeper_ = std::jthread([this](std::stop_token const& stop) { keep_time(stop); });
}

void SimulatedEngine::keep_time(std::stop_token const& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    play_due();
    if (turns_.empty()) {
      scheduled_.wait(lock, stop, [this] { return !turns_.empty(); });
      continue;
    }
    Time const next = turns_.begin()->first;
    auto const is_sooner = [this, next] { return turns_.empty() || turns_.begin()->first < next; };
    auto const nap = std::min(std::max(next - clock_.now(), Time::duration{0}), nap_max);
    scheduled_.wait_for(lock, stop, nap, is_sooner);
  }
}

void SimulatedEngine::set_waiting(std::function<void(Time)> wait_until) {
  std::scoped_lock const lock(mutex_);
  waiting_ = std::move(wait_until);
}

void SimulatedEngine::end_waits() {
  std::scoped_lock const lock(mutex_);
  waits_ended_ = true;
  moved_.notify_all();
}

bool SimulatedEngine::wait_until(std::unique_lock<std::mutex>& lock, Time due) {
  if (due > clock_.now() && waiting_) {
    auto const waiting = waiting_;
    lock.unlock();
    waiting(due);
    lock.lock();
  }
  while (!waiting_ && !waits_ended_ && clock_.now() < due)
    moved_.wait_for(lock, std::min(due - clock_.now(), nap_max));
  play_due();
  return waiting_ || clock_.now() >= due || !waits_ended_;
}

}  // namespace neargate::docker
