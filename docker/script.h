#pragma once
// What a container of the simulated daemon is told to do (docs/simulation.md). A script is written as pairs
// of a name and a text, in dockerLabels (neargate.sim.exit-code=3) and in POST /_neargate/sim alike.

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "docker/engine.h"

namespace neargate::docker {

/// A script that cannot be followed; the text names the member and says what it takes.
struct ScriptError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One result of a container's health check, counted from its start.
struct HealthTurn {
  Health health = Health::Healthy;
  std::chrono::milliseconds after{0};
  bool operator==(HealthTurn const&) const = default;
};

/// Absent members leave what happens without a script: everything works, at once, and runs until stopped.
struct Script {
  std::optional<std::chrono::milliseconds> pull_time, start_time, stop_time;
  std::optional<std::string> pull_error, create_error, start_error;
  std::optional<int> exit_code, stop_code;
  std::optional<std::chrono::milliseconds> exit_after, oom_after;
  std::vector<HealthTurn> health;  ///< ascending
  std::optional<std::chrono::milliseconds> health_after;
  /// The share of containers that the failures above hit; without any, those exit with code 1.
  std::optional<double> fail_rate;
  bool operator==(Script const&) const = default;

  bool is_empty() const { return *this == Script{}; }
};

/// Names and texts, as they were or could have been written.
using ScriptLines = std::vector<std::pair<std::string, std::string>>;

/// Throws ScriptError: an unknown name, a text that is not of its kind, members that contradict each other.
Script parse_script(ScriptLines const& lines);
ScriptLines print_script(Script const& script);

inline constexpr std::string_view script_label_prefix = "neargate.sim.";
/// The labels that begin with neargate.sim., as a script. Throws ScriptError, naming the label.
Script parse_script_labels(Labels const& labels);

/// `over`'s members where it has them, else `base`'s.
Script merge(Script base, Script const& over);

/// What becomes of a script's failures for one container, `luck` being its draw from [0, 1): one that is hit
/// fails, another one does not.
Script settle_luck(Script script, double luck);

/// 250ms, 2s, 1m30s, 1.5h; nullopt: not such a text, or longer than a day.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
std::string print_duration(std::chrono::milliseconds duration);

}  // namespace neargate::docker
