#pragma once
// One world from one seed: a troubled part, in which anything may happen between any two steps, then a quiet
// part, in which it has to come to rest, then a farewell that must leave nothing behind.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "tests/sim/auditor.h"
#include "tests/sim/caller.h"
#include "tests/sim/dice.h"
#include "tests/sim/process.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

inline constexpr std::chrono::seconds list_every{60};  ///< as the Loop does

/// What goes wrong in this world, and how often (percent). Each seed has some of it: a world in which
/// everything fails never gets far.
struct Weather {
  int crash = 0, refusal = 0, lost_answer = 0, meanwhile = 0;  ///< at each call of the engine
  int crash_after_commit = 0;
  int lost_event = 0, late_event = 0;
  int exits = 0;          ///< weight of containers that end, vanish or turn unhealthy
  int broken_stream = 0;  ///< weight
  bool clock_goes_back = false, clock_leaps = false, pulls_fail = false, pulls_needed = false;
};

class Play final {
 public:
  /// `directory` is its own; `migrated` holds a database without rows.
  Play(std::uint64_t seed, std::filesystem::path directory, std::filesystem::path const& migrated,
       Tale& tale);
  ~Play();
  Play(Play const&) = delete;
  Play& operator=(Play const&) = delete;

  /// Throws Violation.
  void run();

 private:
  void live();
  void rest();
  void leave();

  // Steps of the troubled part.
  void step();
  void any_step();
  void meanwhile();
  void tick();
  void act();
  void hear();
  void call(Request const& request);
  void happen();
  void turn_clock();
  void shake_stream();
  void relist_when_due();

  void die();
  void be_born();
  std::optional<docker::Failure> trouble(char const* call, Moment moment);
  void look(Cause cause);

  // The quiet part.
  void settle(char const* when, Expected expected);
  bool do_all_there_is();
  void behave();
  void wait_for_next();
  void check_stillness();

  std::uint64_t const seed_;
  Dice dice_;
  Tale& tale_;
  std::filesystem::path const directory_;
  Weather weather_;
  Ground ground_;
  Caller caller_;
  Auditor auditor_;
  std::unique_ptr<Process> process_;
  int lives_ = 0, depth_ = 0, steps_ = 0;
  bool has_opened_ = false, is_quiet_ = false, is_daemon_up_ = true;
  std::chrono::milliseconds steady_{0}, listed_at_{0};  ///< a clock that never goes back
  std::vector<std::string> foreign_;
};

}  // namespace neargate::sim
