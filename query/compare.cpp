#include <algorithm>
#include <charconv>
#include <chrono>

#include "query/node.h"

namespace neargate::query {

namespace {

int sign(auto const& left, auto const& right) { return left < right ? -1 : right < left ? 1 : 0; }

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Numbers of 1.52.1, one after another; what is no number counts as 0.
std::int64_t take_part(std::string_view& version) {
  auto const dot = version.find('.');
  auto const part = version.substr(0, dot);
  version = dot == std::string_view::npos ? std::string_view{} : version.substr(dot + 1);
  return number_from<std::int64_t>(part).value_or(0);
}

int compare_versions(std::string_view left, std::string_view right) {
  while (!left.empty() || !right.empty())
    if (int const order = sign(take_part(left), take_part(right))) return order;
  return 0;
}

/// Numbers by size, anything else by letters.
int compare_texts(std::string const& left, std::string const& right) {
  auto const left_number = number_from<double>(left), right_number = number_from<double>(right);
  if (left_number && right_number && left != right) return sign(*left_number, *right_number);
  return sign(left, right);
}

class Instant {
 public:
  explicit Instant(std::string_view text) : text_(text) {}

  std::optional<std::int64_t> milliseconds() {
    using namespace std::chrono;
    int const y = digits(4);
    expect('-');
    int const m = digits(2);
    expect('-');
    int const d = digits(2);
    year_month_day const day{year{y}, month{static_cast<unsigned>(m)},
                             std::chrono::day{static_cast<unsigned>(d)}};
    std::int64_t clock = 0;
    if (take('T') || take(' ')) clock = time_of_day();
    if (!is_good_ || !text_.empty() || !day.ok()) return std::nullopt;
    return sys_days{day}.time_since_epoch().count() * std::int64_t{86'400'000} + clock;
  }

 private:
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) { is_good_ = take(c) && is_good_; }
  int digits(std::size_t count) {
    auto const number =
        text_.size() < count || text_[0] == '-' ? std::nullopt : number_from<int>(text_.substr(0, count));
    is_good_ = is_good_ && number.has_value();
    text_.remove_prefix(std::min(count, text_.size()));
    return number.value_or(0);
  }
  std::int64_t time_of_day() {
    int const hours = digits(2);
    expect(':');
    int const minutes = digits(2);
    int seconds = 0, thousandths = 0;
    if (take(':')) seconds = digits(2);
    if (take('.'))
      for (int scale = 100; !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; scale /= 10)
        thousandths += digits(1) * scale;
    if (hours > 23 || minutes > 59 || seconds > 60) is_good_ = false;
    std::int64_t const clock = (hours * 60 + minutes) * 60'000LL + seconds * 1000LL + thousandths;
    return clock - offset();
  }
  std::int64_t offset() {
    if (text_.empty() || take('Z')) return 0;
    int const direction = take('-') ? -1 : 1;
    if (direction > 0) expect('+');
    int const hours = digits(2);
    take(':');
    int const minutes = text_.empty() ? 0 : digits(2);
    return direction * (hours * 60 + minutes) * 60'000LL;
  }

  std::string_view text_;
  bool is_good_ = true;
};

}  // namespace

std::optional<std::int64_t> parse_instant(std::string_view text) { return Instant(text).milliseconds(); }

std::optional<int> compare(ValueKind kind, std::string const& value, std::string const& argument) {
  switch (kind) {
    case ValueKind::Text:
      return compare_texts(value, argument);
    case ValueKind::Boolean:
      return sign(value, argument);
    case ValueKind::Version:
      return compare_versions(value, argument);
    case ValueKind::Number:
    case ValueKind::Time: {
      auto const left = number_from<std::int64_t>(value);
      auto const right =
          kind == ValueKind::Time ? parse_instant(argument) : number_from<std::int64_t>(argument);
      if (!left || !right) return std::nullopt;
      return sign(*left, *right);
    }
  }
  return std::nullopt;
}

}  // namespace neargate::query
