#include "api/ecs/rules/task_size.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace neargate::api::ecs {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower,
                            [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

/// A whole number, or a decimal number with `unit` behind it, times `factor`.
std::optional<int> parse_amount(std::string_view text, std::string_view unit, int factor) {
  text = trimmed(text);
  int number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size())
    return number > 0 ? std::optional(number) : std::nullopt;
  if (text.size() <= unit.size() || !equals_ignoring_case(text.substr(text.size() - unit.size()), unit))
    return std::nullopt;
  std::string_view const amount = trimmed(text.substr(0, text.size() - unit.size()));
  double value = 0;
  auto const [stop, fault] =
      std::from_chars(amount.data(), amount.data() + amount.size(), value, std::chars_format::fixed);
  if (fault != std::errc{} || stop != amount.data() + amount.size() || !(value > 0) || value > 1e6)
    return std::nullopt;
  return static_cast<int>(std::lround(value * factor));
}

struct SizeRow {
  int cpu, least, most, step;
};
constexpr std::array<SizeRow, 6> stepped{{{512, 1024, 4096, 1024},
                                          {1024, 2048, 8192, 1024},
                                          {2048, 4096, 16384, 1024},
                                          {4096, 8192, 30720, 1024},
                                          {8192, 16384, 61440, 4096},
                                          {16384, 32768, 122880, 8192}}};

}  // namespace

std::optional<int> parse_cpu(std::string_view text) { return parse_amount(text, "vcpu", 1024); }
std::optional<int> parse_memory(std::string_view text) { return parse_amount(text, "gb", 1024); }

bool is_fargate_pair(int cpu, int memory_mib) {
  if (cpu == 256) return memory_mib == 512 || memory_mib == 1024 || memory_mib == 2048;
  return std::ranges::any_of(stepped, [&](SizeRow const& row) {
    return row.cpu == cpu && memory_mib >= row.least && memory_mib <= row.most &&
           (memory_mib - row.least) % row.step == 0;
  });
}

}  // namespace neargate::api::ecs
