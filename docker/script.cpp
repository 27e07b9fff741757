#include "docker/script.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace neargate::docker {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t text_bytes_max = 1024;  // where the ECS agent cuts a reason
constexpr int code_max = 255;
constexpr std::size_t turns_max = 32;

[[noreturn]] void refuse(std::string_view name, std::string_view text, std::string_view wanted) {
  throw ScriptError(fmt::format("{}={}: {}", name, text, wanted));
}

milliseconds duration(std::string_view name, std::string const& text) {
  auto const parsed = parse_duration(text);
  if (!parsed) refuse(name, text, "say a time such as 250ms, 2s or 1m30s, a day at most");
  return *parsed;
}

int code(std::string_view name, std::string const& text) {
  int value = -1;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > code_max)
    refuse(name, text, "say an exit code from 0 to 255");
  return value;
}

std::string words(std::string_view name, std::string const& text) {
  if (text.empty() || text.size() > text_bytes_max)
    refuse(name, text.substr(0, 20), "say what the daemon says, in 1 to 1024 bytes");
  return text;
}

double rate(std::string_view name, std::string const& text) {
  double value = -1;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value <= 1))
    refuse(name, text, "say a rate from 0 to 1");
  return value;
}

constexpr std::array health_words{std::pair{Health::Starting, std::string_view("starting")},
                                  std::pair{Health::Healthy, std::string_view("healthy")},
                                  std::pair{Health::Unhealthy, std::string_view("unhealthy")}};

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

HealthTurn turn(std::string_view name, std::string const& whole, std::string_view text) {
  auto const at = text.find('@');
  HealthTurn out;
  if (at != std::string_view::npos) {
    auto const after = parse_duration(trim(text.substr(at + 1)));
    if (!after) refuse(name, whole, "after @ say a time such as 250ms, 2s or 1m30s");
    out.after = *after;
  }
  auto const found = std::ranges::find(health_words, trim(text.substr(0, at)),
                                       [](auto const& entry) { return entry.second; });
  if (found == health_words.end()) refuse(name, whole, "say starting, healthy or unhealthy");
  out.health = found->first;
  return out;
}

/// healthy, or healthy@2s,unhealthy@30s
std::vector<HealthTurn> turns(std::string_view name, std::string const& text) {
  std::vector<HealthTurn> out;
  for (std::string_view rest = text; out.size() <= turns_max;) {
    auto const comma = rest.find(',');
    out.push_back(turn(name, text, trim(rest.substr(0, comma))));
    if (out.size() > 1 && out.back().after <= out[out.size() - 2].after)
      refuse(name, text, "each result comes later than the one before: healthy@2s,unhealthy@30s");
    if (comma == std::string_view::npos) return out;
    rest.remove_prefix(comma + 1);
  }
  refuse(name, text.substr(0, 40), "at most 32 results");
}

std::string print_turns(std::vector<HealthTurn> const& list) {
  std::string text;
  for (HealthTurn const& one : list) {
    auto const word =
        std::ranges::find(health_words, one.health, [](auto const& entry) { return entry.first; });
    text += text.empty() ? "" : ",";
    text += word->second;
    if (one.after.count() > 0) text += '@' + print_duration(one.after);
  }
  return text;
}

/// A member: how it is read, how it is printed ("" when absent), how it is taken over.
struct Member {
  std::string_view name;
  void (*read)(Script&, std::string_view name, std::string const& text);
  std::string (*print)(Script const&);
  void (*take)(Script& base, Script const& over);
};

template <auto Field, auto Read, auto Print>
constexpr Member optional_member(std::string_view name) {
  return {
      name,
      [](Script& script, std::string_view own, std::string const& text) { script.*Field = Read(own, text); },
      [](Script const& script) { return script.*Field ? Print(*(script.*Field)) : std::string{}; },
      [](Script& base, Script const& over) {
        if (over.*Field) base.*Field = over.*Field;
      }};
}
template <auto Field>
constexpr Member time_member(std::string_view name) {
  return optional_member<Field, &duration, &print_duration>(name);
}
std::string print_code(int value) { return std::to_string(value); }
std::string print_words(std::string const& text) { return text; }
std::string print_rate(double value) { return fmt::format("{}", value); }

constexpr std::array members{
    time_member<&Script::pull_time>("pull-time"),
    optional_member<&Script::pull_error, &words, &print_words>("pull-error"),
    optional_member<&Script::create_error, &words, &print_words>("create-error"),
    time_member<&Script::start_time>("start-time"),
    optional_member<&Script::start_error, &words, &print_words>("start-error"),
    optional_member<&Script::exit_code, &code, &print_code>("exit-code"),
    time_member<&Script::exit_after>("exit-after"),
    time_member<&Script::oom_after>("oom-after"),
    time_member<&Script::stop_time>("stop-time"),
    optional_member<&Script::stop_code, &code, &print_code>("stop-code"),
    Member{"health",
           [](Script& script, std::string_view own, std::string const& text) {
             script.health = turns(own, text);
           },
           [](Script const& script) { return print_turns(script.health); },
           [](Script& base, Script const& over) {
             if (!over.health.empty()) base.health = over.health;
           }},
    time_member<&Script::health_after>("health-after"),
    optional_member<&Script::fail_rate, &rate, &print_rate>("fail-rate"),
};

std::string member_names() {
  std::string names;
  for (Member const& member : members) names += (names.empty() ? "" : ", ") + std::string(member.name);
  return names;
}

void read_member(Script& script, std::string_view name, std::string const& text) {
  auto const member = std::ranges::find(members, name, &Member::name);
  if (member == members.end())
    refuse(name, text.substr(0, 40), "no such member; there are " + member_names());
  member->read(script, name, text);
}

void check(Script const& script) {
  if (script.health_after && script.health.empty())
    throw ScriptError("health-after: say which result comes then, with health");
  bool const exits = script.exit_code || script.exit_after;
  if (exits && script.oom_after)
    throw ScriptError("oom-after: a container ends once; leave out exit-code and exit-after");
}

}  // namespace

Script parse_script(ScriptLines const& lines) {
  Script script;
  for (auto const& [name, text] : lines) read_member(script, name, text);
  check(script);
  return script;
}

Script parse_script_labels(Labels const& labels) {
  ScriptLines lines;
  for (auto label = labels.lower_bound(std::string(script_label_prefix)); label != labels.end(); ++label) {
    if (!label->first.starts_with(script_label_prefix)) break;
    lines.emplace_back(label->first.substr(script_label_prefix.size()), label->second);
  }
  if (lines.empty()) return {};
  try {
    return parse_script(lines);
  } catch (ScriptError const& error) {
    throw ScriptError(std::string(script_label_prefix) + error.what());
  }
}

ScriptLines print_script(Script const& script) {
  ScriptLines lines;
  for (Member const& member : members)
    if (std::string text = member.print(script); !text.empty())
      lines.emplace_back(member.name, std::move(text));
  return lines;
}

Script merge(Script base, Script const& over) {
  // A container ends once: an end told later replaces the other kind of end.
  if (over.oom_after) base.exit_code.reset(), base.exit_after.reset();
  if (over.exit_code || over.exit_after) base.oom_after.reset();
  for (Member const& member : members) member.take(base, over);
  return base;
}

Script settle_luck(Script script, double luck) {
  if (!script.fail_rate) return script;
  bool const is_hit = luck < *script.fail_rate;
  script.fail_rate.reset();
  auto const is_unhealthy = [](HealthTurn const& one) { return one.health == Health::Unhealthy; };
  bool const ends_badly = script.exit_code.value_or(0) != 0;
  if (is_hit) {
    bool const has_failure = script.pull_error || script.create_error || script.start_error ||
                             script.oom_after || ends_badly ||
                             std::ranges::any_of(script.health, is_unhealthy);
    if (!has_failure) script.exit_code = 1;
    return script;
  }
  script.pull_error.reset();
  script.create_error.reset();
  script.start_error.reset();
  script.oom_after.reset();
  if (ends_badly) script.exit_code.reset(), script.exit_after.reset();
  std::erase_if(script.health, is_unhealthy);
  return script;
}

}  // namespace neargate::docker
