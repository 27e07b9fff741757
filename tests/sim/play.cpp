#include "tests/sim/play.h"

#include <fmt/format.h>

#include "docker/labels.h"
#include "tests/sim/families.h"

namespace neargate::sim {

namespace {

using namespace std::chrono_literals;
using docker::Failure;

constexpr int steps_least = 60, steps_most = 160;

Weather weather_of(Dice& dice) {
  Weather weather;
  auto const maybe = [&dice](int percent, int most) {
    return dice.chance(percent) ? dice.between(1, most) : 0;
  };
  weather.crash = maybe(50, 4);
  weather.crash_after_commit = maybe(40, 6);
  weather.refusal = maybe(50, 15);
  weather.lost_answer = maybe(50, 15);
  weather.meanwhile = maybe(50, 40);
  weather.lost_event = maybe(40, 30);
  weather.late_event = maybe(40, 50);
  weather.exits = maybe(80, 12);
  weather.broken_stream = maybe(40, 4);
  weather.clock_goes_back = dice.chance(30);
  weather.clock_leaps = dice.chance(30);
  weather.pulls_fail = dice.chance(40);
  weather.pulls_needed = dice.chance(50);
  return weather;
}

}  // namespace

Play::Play(std::uint64_t seed, std::filesystem::path directory, std::filesystem::path const& migrated,
           Tale& tale)
    : seed_(seed),
      dice_(seed * 0x9e3779b97f4a7c15ULL + 1),
      tale_(tale),
      directory_(std::move(directory)),
      weather_(weather_of(dice_)),
      ground_(seed),
      caller_(dice_),
      auditor_(ground_) {
  auto const first = directory_ / "0";
  std::filesystem::create_directories(first);
  std::filesystem::copy_file(migrated / "neargate.db", first / "neargate.db");
}

Play::~Play() {
  process_.reset();
  std::filesystem::remove_all(directory_);
}

void Play::run() {
  for (char const* const name : {"somebody-elses", "another"}) {
    docker::ContainerSpec const spec{
        .name = name, .image = "other:1", .labels = {{docker::label::instance, "another instance"}}};
    foreign_.push_back(ground_.daemon.create(spec).value());
    ground_.daemon.start(foreign_.back()).value();
  }
  if (weather_.pulls_needed) ground_.daemon.require_pulls();
  is_quiet_ = true;
  be_born();
  for (auto const& request : caller_.opening()) call(request);
  is_quiet_ = false;
  has_opened_ = true;
  live();
  rest();
  leave();
}

void Play::live() {
  int const steps = dice_.between(steps_least, steps_most);
  for (steps_ = 0; steps_ < steps; ++steps_) step();
}

void Play::step() {
  try {
    if (!process_) be_born();
    any_step();
  } catch (Crash const&) {
    die();
  }
}

void Play::any_step() {
  relist_when_due();
  bool const can_act = !process_->actions().empty(), can_hear = !ground_.events.empty();
  switch (dice_.pick_weighted({process_->wants_tick() ? 30 : 2, can_act ? 25 : 0, can_hear ? 25 : 0, 14,
                               weather_.exits, 12, weather_.broken_stream, weather_.crash > 0 ? 1 : 0})) {
    case 0:
      return tick();
    case 1:
      return act();
    case 2:
      return hear();
    case 3:
      return call(caller_.any_call(*process_));
    case 4:
      return happen();
    case 5:
      return turn_clock();
    case 6:
      return shake_stream();
    default:
      throw Crash{};
  }
}

/// While a call of the engine is under way, other threads go on.
void Play::meanwhile() {
  ++depth_;
  try {
    for (int i = dice_.between(1, 3); i > 0; --i) any_step();
  } catch (...) {
    --depth_;
    throw;
  }
  --depth_;
}

std::optional<Failure> Play::trouble(char const* call, Moment moment) {
  if (is_quiet_) return std::nullopt;
  if (!is_daemon_up_ && moment == Moment::Before)
    return Failure{Failure::Kind::Unreachable, 0, "connection refused"};
  if (weather_.crash > 0 && dice_.roll(400) < static_cast<std::size_t>(weather_.crash)) {
    tale_.tell(
        [&] { return fmt::format("  dies {} {}", moment == Moment::Before ? "before" : "after", call); });
    throw Crash{};
  }
  if (depth_ < 2 && weather_.meanwhile > 0 && dice_.chance(weather_.meanwhile / 4)) {
    tale_.tell([&] { return fmt::format("  while in {} {{", call); });
    meanwhile();
    tale_.tell([] { return "  }"; });
  }
  std::optional<Failure> failure;
  if (moment == Moment::After) {
    if (dice_.chance(weather_.lost_answer / 3))
      failure =
          Failure{dice_.chance(50) ? Failure::Kind::Unreachable : Failure::Kind::TimedOut, 0, "no answer"};
  } else if (dice_.chance(weather_.refusal / 3)) {
    failure = dice_.pick(std::vector<Failure>{{Failure::Kind::Unreachable, 0, "connection reset"},
                                              {Failure::Kind::TimedOut, 0, "timed out"},
                                              {Failure::Kind::ServerError, 500, "the daemon is confused"}});
  }
  if (failure)
    tale_.tell([&] {
      return fmt::format("  {} fails {}: {}", call, moment == Moment::Before ? "at once" : "after its effect",
                         failure->message);
    });
  return failure;
}

void Play::tick() {
  reconcile::Plan const plan = process_->tick();
  tale_.tell([&] { return "tick\n" + print(plan); });
  if (!plan.changes.empty()) look(Cause::Tick);
  if (!is_quiet_ && weather_.crash_after_commit > 0 && dice_.chance(weather_.crash_after_commit)) {
    tale_.tell([] { return "  dies after the commit"; });
    throw Crash{};
  }
}

void Play::act() {
  std::size_t const index = dice_.chance(50) ? 0 : dice_.roll(process_->actions().size());
  tale_.tell([&] {
    auto const& action = process_->actions()[index];
    return fmt::format("act {} {}", static_cast<int>(step_of(action)), docker_name_of(action));
  });
  process_->act(index);
  auditor_.look_at_containers();
}

void Play::hear() {
  std::size_t const index = dice_.chance(weather_.late_event) ? dice_.roll(ground_.events.size()) : 0;
  docker::Event const event = ground_.events[index];
  ground_.events.erase(ground_.events.begin() + static_cast<std::ptrdiff_t>(index));
  bool const is_lost = dice_.chance(weather_.lost_event);
  tale_.tell([&] {
    return fmt::format("{} {} of {}", is_lost ? "lost event" : "event", event.action,
                       event.container_id.substr(0, 12));
  });
  if (!is_lost) process_->hear(event);
}

void Play::call(Request const& request) {
  // A call takes its time: two services of one name, one after the other, are told apart by theirs.
  ground_.clock.advance(1ms);
  steady_ += 1ms;
  Answer const answer = process_->call(request.operation, request.body);
  tale_.tell([&] {
    return fmt::format("{} {} -> {} {}", request.operation, request.body, answer.status, answer.error);
  });
  if (answer.status >= 500 && answer.status != 501)
    throw Violation{request.operation + " " + request.body + " fails inside: " + answer.body};
  if (answer.status == 200 || dice_.chance(20)) look(Cause::Call);
}

void Play::happen() {
  auto const containers = ground_.daemon.list(docker::label::instance, ground_.settings.instance_id).value();
  if (weather_.pulls_fail && dice_.chance(15)) {
    if (dice_.chance(50))
      ground_.daemon.set_pull_failure(flaky_image, "manifest for flaky:1 not found: manifest unknown");
    else
      ground_.daemon.clear_pull_failure(flaky_image);
    return;
  }
  if (containers.empty()) return;
  auto const& victim = dice_.pick(containers);
  std::size_t const what = dice_.pick_weighted({6, 2, 1, 1, 3});
  tale_.tell([&] {
    char const* const words[] = {"exits", "is killed", "runs out of memory", "is removed",
                                 "changes its health"};
    return fmt::format("{} {}", victim.name, words[what]);
  });
  switch (what) {
    case 0:
      return ground_.daemon.exit_container(victim.id, dice_.between(0, 2));
    case 1:
      return ground_.daemon.kill_container(victim.id);
    case 2:
      return ground_.daemon.run_out_of_memory(victim.id);
    case 3:
      ground_.daemon.remove(victim.id).value();
      return;
    default:
      return ground_.daemon.set_health(
          victim.id, dice_.chance(60) ? docker::Health::Healthy : docker::Health::Unhealthy);
  }
}

void Play::turn_clock() {
  std::chrono::milliseconds step{dice_.roll(5000)};
  if (dice_.chance(20)) step = std::chrono::seconds{dice_.roll(70)};
  if (weather_.clock_leaps && dice_.chance(5)) step = std::chrono::minutes{dice_.roll(60)};
  if (weather_.clock_goes_back && dice_.chance(10)) step = -std::chrono::milliseconds{dice_.roll(3000)};
  tale_.tell([&] { return fmt::format("clock {:+} ms", step.count()); });
  ground_.clock.advance(step);
  steady_ += std::max(step, 0ms);
}

void Play::shake_stream() {
  if (is_daemon_up_ && dice_.chance(40)) {
    tale_.tell([] { return "the daemon goes away"; });
    is_daemon_up_ = false;
    return process_->break_stream();
  }
  is_daemon_up_ = true;
  if (ground_.is_stream_open) {
    tale_.tell([] { return "the stream of events breaks"; });
    return process_->break_stream();
  }
  tale_.tell([] { return "the stream of events opens"; });
  listed_at_ = steady_;
  process_->open_stream();
}

void Play::relist_when_due() {
  if (steady_ - listed_at_ < list_every) return;
  listed_at_ = steady_;
  tale_.tell([] { return "full list"; });
  process_->relist();
}

/// The disk as it is at this moment, with what SQLite had not yet tidied up, is all that the next life gets.
void Play::die() {
  depth_ = 0;
  auto const from = directory_ / std::to_string(lives_), to = directory_ / std::to_string(lives_ + 1);
  std::filesystem::create_directories(to);
  for (char const* const file : {"neargate.db", "neargate.db-wal"})
    if (std::filesystem::exists(from / file)) std::filesystem::copy_file(from / file, to / file);
  process_.reset();
  std::filesystem::remove_all(from);
  ++lives_;
  tale_.tell([] { return "-- the process is dead"; });
}

void Play::be_born() {
  tale_.tell([&] { return fmt::format("-- life {}", lives_); });
  process_ =
      std::make_unique<Process>(ground_, directory_ / std::to_string(lives_),
                                [this](char const* name, Moment moment) { return trouble(name, moment); });
  look(Cause::Else);
  if (!is_daemon_up_) return;
  listed_at_ = steady_;
  process_->open_stream();
}

void Play::look(Cause cause) {
  auditor_.look(*process_, cause);
  if (has_opened_ && dice_.chance(10)) auditor_.compare_answers(*process_);
}

}  // namespace neargate::sim
