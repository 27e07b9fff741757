#pragma once
// A command's options as a table: one row gives the flag, its environment variable, its help and its meaning.

#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::server {

/// A wrong use of the command line: one line for the person, exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Looks up an environment variable; empty when it is unset.
using Environment = std::function<std::string(char const* name)>;
Environment process_environment();

template <class Config>
struct Option {
  char const* flag;      ///< --listen
  char const* variable;  ///< NEARGATE_LISTEN
  char const* value;     ///< HOST:PORT; nullptr: a switch, whose variable says 1 or 0
  char const* help;
  void (*set)(Config&, std::string const& text);  ///< throws UsageError, without naming the option
};

/// What a command line says, before any meaning.
struct RawOption {
  std::size_t row;
  std::string text;
};
struct OptionShape {
  char const* flag;
  char const* variable;
  char const* value;
  char const* help;
};

/// Matches the words against the rows: `--flag value`, `--flag=value`, and switches alone.
std::vector<RawOption> match_options(std::vector<std::string> const& words,
                                     std::span<OptionShape const> shapes, std::string const& command);
/// The rows in columns, for --help.
std::string describe_options(std::span<OptionShape const> shapes);
/// 1, true, yes or on; 0, false, no or off.
bool parse_switch(std::string const& text);

template <class Config>
std::vector<OptionShape> shapes_of(std::span<Option<Config> const> rows) {
  std::vector<OptionShape> shapes;
  for (auto const& row : rows) shapes.push_back({row.flag, row.variable, row.value, row.help});
  return shapes;
}

/// Fills a Config: the environment first, then the words, which win.
template <class Config>
Config read_options(std::vector<std::string> const& words, Environment const& environment,
                    std::span<Option<Config> const> rows, std::string const& command) {
  Config config;
  auto const apply = [&config](Option<Config> const& row, std::string const& name, std::string const& text) {
    try {
      row.set(config, text);
    } catch (UsageError const& error) {
      throw UsageError(name + " " + text + ": " + error.what());
    }
  };
  auto const given = match_options(words, shapes_of(rows), command);
  for (auto const& row : rows)
    if (std::string const text = environment(row.variable); !text.empty()) apply(row, row.variable, text);
  for (auto const& [row, text] : given) apply(rows[row], rows[row].flag, text);
  return config;
}

}  // namespace neargate::server
