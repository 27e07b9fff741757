#include "api/wire/timestamp.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace neargate::api::wire {
namespace {

using namespace std::chrono;

/// Reads exactly `count` digits off the front.
bool take_digits(std::string_view& text, std::size_t count, int& out) {
  if (text.size() < count) return false;
  auto const [end, error] = std::from_chars(text.data(), text.data() + count, out);
  if (error != std::errc{} || end != text.data() + count || out < 0) return false;
  text.remove_prefix(count);
  return true;
}
bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

double take_fraction(std::string_view& text) {
  double fraction = 0, weight = 0.1;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    fraction += weight * (text.front() - '0');
    weight /= 10;
    text.remove_prefix(1);
  }
  return fraction;
}

std::optional<int> take_zone_seconds(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  int const sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
  int zone_hours = 0, zone_minutes = 0;
  if (sign == 0 || !take_digits(text, 2, zone_hours)) return std::nullopt;
  take(text, ':');
  if (!take_digits(text, 2, zone_minutes)) return std::nullopt;
  return sign * (zone_hours * 3600 + zone_minutes * 60);
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace

std::optional<double> parse_timestamp(std::string_view text) {
  std::string_view const whole = text;
  int y = 0, m = 0, d = 0, h = 0, min = 0, s = 0;
  if (!take_digits(text, 4, y) || !take(text, '-')) return parse_number(whole);
  if (!take_digits(text, 2, m) || !take(text, '-') || !take_digits(text, 2, d)) return std::nullopt;
  year_month_day const date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
  if (!date.ok()) return std::nullopt;
  double seconds =
      static_cast<double>(duration_cast<std::chrono::seconds>(sys_days(date).time_since_epoch()).count());
  if (text.empty()) return seconds;
  if (!take(text, 'T') || !take_digits(text, 2, h) || !take(text, ':') || !take_digits(text, 2, min))
    return std::nullopt;
  if (take(text, ':') && !take_digits(text, 2, s)) return std::nullopt;
  if (h > 23 || min > 59 || s > 60) return std::nullopt;
  seconds += h * 3600 + min * 60 + s;
  if (take(text, '.')) seconds += take_fraction(text);
  if (text.empty()) return seconds;  // no zone: UTC
  auto const zone = take_zone_seconds(text);
  if (!zone || !text.empty()) return std::nullopt;
  return seconds - *zone;
}

std::string print_iso8601(double seconds, Precision precision) {
  auto const instant = sys_time<milliseconds>(milliseconds(std::llround(seconds * 1000.0)));
  auto const date = floor<days>(instant);
  year_month_day const ymd{date};
  hh_mm_ss const time{instant - date};
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int{ymd.year()}, unsigned{ymd.month()},
                  unsigned{ymd.day()}, time.hours().count(), time.minutes().count(), time.seconds().count());
  if (precision == Precision::Milliseconds) text += fmt::format(".{:03}", time.subseconds().count());
  return text + "Z";
}

}  // namespace neargate::api::wire
