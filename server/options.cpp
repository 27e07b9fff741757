#include "server/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace neargate::server {

namespace {

std::size_t find_row(std::string const& flag, std::span<OptionShape const> shapes,
                     std::string const& command) {
  for (std::size_t row = 0; row < shapes.size(); ++row)
    if (flag == shapes[row].flag) return row;
  throw UsageError(
      fmt::format("{} is no option of {} (neargate {} --help lists them)", flag, command, command));
}

std::string left_column(OptionShape const& shape) {
  return shape.value ? fmt::format("{} {}", shape.flag, shape.value) : shape.flag;
}

}  // namespace

Environment process_environment() {
  return [](char const* name) {
    char const* const value = std::getenv(name);
    return std::string(value ? value : "");
  };
}

std::vector<RawOption> match_options(std::vector<std::string> const& words,
                                     std::span<OptionShape const> shapes, std::string const& command) {
  std::vector<RawOption> given;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string const& word = words[i];
    if (!word.starts_with("-"))
      throw UsageError(fmt::format("{} takes no \"{}\" (neargate {} --help)", command, word, command));
    auto const equals = word.find('=');
    std::size_t const row = find_row(word.substr(0, equals), shapes, command);
    OptionShape const& shape = shapes[row];
    if (equals != std::string::npos)
      given.push_back({row, word.substr(equals + 1)});
    else if (!shape.value)
      given.push_back({row, "1"});
    else if (i + 1 < words.size() && !words[i + 1].starts_with("--"))
      given.push_back({row, words[++i]});
    else
      throw UsageError(fmt::format("{} needs a value: {} {}", shape.flag, shape.flag, shape.value));
    if (given.back().text.empty()) throw UsageError(fmt::format("{} has an empty value", shape.flag));
  }
  return given;
}

std::string describe_options(std::span<OptionShape const> shapes) {
  std::size_t width = 0;
  for (auto const& shape : shapes) width = std::max(width, left_column(shape).size());
  std::string text;
  for (auto const& shape : shapes) {
    std::string help = shape.help;
    // A help text of several lines is indented under its first.
    std::string const indent = "\n" + std::string(width + 4, ' ');
    for (auto at = help.find('\n'); at != std::string::npos; at = help.find('\n', at + indent.size()))
      help.replace(at, 1, indent);
    text += fmt::format("  {:<{}}  {}\n", left_column(shape), width, help);
  }
  return text;
}

bool parse_switch(std::string const& text) {
  for (std::string_view const yes : {"1", "true", "yes", "on"})
    if (text == yes) return true;
  for (std::string_view const no : {"0", "false", "no", "off"})
    if (text == no) return false;
  throw UsageError("say 1 or 0");
}

}  // namespace neargate::server
