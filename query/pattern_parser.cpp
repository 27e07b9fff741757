#include "query/pattern_parser.h"

#include <algorithm>

namespace neargate::query {

namespace {

std::bitset<256> range(int first, int last) {
  std::bitset<256> bytes;
  for (int byte = first; byte <= last; ++byte) bytes.set(static_cast<std::size_t>(byte));
  return bytes;
}
std::bitset<256> one(int byte) { return range(byte, byte); }

std::bitset<256> const digits = range('0', '9');
std::bitset<256> const word_bytes = range('a', 'z') | range('A', 'Z') | digits | one('_');
std::bitset<256> const blanks = one(' ') | range('\t', '\r');

constexpr int line_breaks[] = {'\n', '\r'};
int byte_of(char c) { return static_cast<unsigned char>(c); }

}  // namespace

bool PatternParser::take(char c) {
  if (at_end() || peek() != c) return false;
  ++at_;
  return true;
}

char PatternParser::next() {
  if (at_end()) throw Malformed{};
  return text_[at_++];
}

int PatternParser::add(Pattern::State state) {
  if (static_cast<int>(pattern_.states_.size()) >= states_max) throw Malformed{};
  pattern_.states_.push_back(state);
  return static_cast<int>(pattern_.states_.size()) - 1;
}

void PatternParser::join(std::vector<Arrow> const& ends, int target) {
  for (Arrow const& end : ends) {
    auto& state = pattern_.states_[static_cast<std::size_t>(end.state)];
    (end.is_other ? state.other : state.next) = target;
  }
}

PatternParser::Piece PatternParser::of_bytes(Pattern::Bytes const& bytes) {
  int const state = add({.kind = Pattern::Kind::Byte, .bytes = folded(bytes)});
  return {state, {{state, false}}};
}

PatternParser::Piece PatternParser::edge(Pattern::Kind kind) {
  int const state = add({.kind = kind});
  return {state, {{state, false}}};
}

PatternParser::Piece PatternParser::then(Piece first, Piece second) {
  if (first.start < 0) return second;
  if (second.start < 0) return first;
  join(first.ends, second.start);
  return {first.start, std::move(second.ends)};
}

PatternParser::Piece PatternParser::either(Piece first, Piece second) {
  if (first.start < 0 && second.start < 0) return {};
  if (first.start < 0) return maybe(std::move(second));
  if (second.start < 0) return maybe(std::move(first));
  int const fork = add({.kind = Pattern::Kind::Fork, .next = first.start, .other = second.start});
  first.ends.insert(first.ends.end(), second.ends.begin(), second.ends.end());
  return {fork, std::move(first.ends)};
}

PatternParser::Piece PatternParser::maybe(Piece piece) {
  if (piece.start < 0) return piece;
  int const fork = add({.kind = Pattern::Kind::Fork, .next = piece.start});
  piece.ends.push_back({fork, true});
  return {fork, std::move(piece.ends)};
}

/// Zero or more times.
PatternParser::Piece PatternParser::loop(Piece piece) {
  if (piece.start < 0) return piece;
  int const fork = add({.kind = Pattern::Kind::Fork, .next = piece.start});
  join(piece.ends, fork);
  return {fork, {{fork, true}}};
}

std::optional<Pattern> PatternParser::parse() {
  try {
    Piece whole = alternation();
    if (!at_end()) return std::nullopt;
    int const accept = add({.kind = Pattern::Kind::Accept});
    join(whole.ends, accept);
    pattern_.start_ = whole.start < 0 ? accept : whole.start;
    return std::move(pattern_);
  } catch (Malformed const&) {
    return std::nullopt;
  }
}

PatternParser::Piece PatternParser::alternation() {
  if (++depth_ > depth_max) throw Malformed{};
  Piece piece = sequence();
  while (take('|')) piece = either(std::move(piece), sequence());
  --depth_;
  return piece;
}

PatternParser::Piece PatternParser::sequence() {
  Piece piece;
  while (!at_end() && peek() != '|' && peek() != ')') piece = then(std::move(piece), repeated());
  return piece;
}

std::optional<int> PatternParser::number() {
  if (at_end() || !digits[static_cast<std::size_t>(byte_of(peek()))]) return std::nullopt;
  int value = 0;
  while (!at_end() && digits[static_cast<std::size_t>(byte_of(peek()))]) {
    value = value * 10 + (next() - '0');
    if (value > repeat_max) throw Malformed{};
  }
  return value;
}

std::optional<PatternParser::Count> PatternParser::count() {
  if (take('*')) return Count{0, -1};
  if (take('+')) return Count{1, -1};
  if (take('?')) return Count{0, 1};
  if (!take('{')) return std::nullopt;
  auto const least = number();
  if (!least) throw Malformed{};
  Count count{*least, *least};
  if (take(',')) count.most = number().value_or(-1);
  if (!take('}') || (count.most >= 0 && count.most < count.least)) throw Malformed{};
  return count;
}

PatternParser::Piece PatternParser::repeated() {
  std::size_t const from = at_;
  Piece piece = atom();
  auto const times = count();
  if (!times) return piece;
  // Lazy or not decides which match is found, never whether the whole string is one. A possessive one can
  // refuse more: that is not regular.
  take('?');
  if (!at_end() && (peek() == '*' || peek() == '+' || peek() == '{')) throw Malformed{};
  std::size_t const behind = at_;
  Piece const all = repeat_from(from, *times);
  at_ = behind;
  return all;
}

/// The states of an atom cannot be copied, so the atom is read again for each time it may stand.
PatternParser::Piece PatternParser::repeat_from(std::size_t from, Count count) {
  auto const again = [&] {
    at_ = from;
    return atom();
  };
  Piece all;
  for (int i = 0; i < count.least; ++i) all = then(std::move(all), again());
  if (count.most < 0) return then(std::move(all), loop(again()));
  Piece tail;
  for (int i = count.least; i < count.most; ++i) tail = maybe(then(again(), std::move(tail)));
  return then(std::move(all), std::move(tail));
}

PatternParser::Piece PatternParser::atom() {
  char const c = next();
  switch (c) {
    case '(':
      return group();
    case '[':
      return of_bytes(char_class());
    case '.': {
      Pattern::Bytes bytes = ~Pattern::Bytes{};
      for (int const byte : line_breaks) bytes.reset(static_cast<std::size_t>(byte));
      return of_bytes(bytes);
    }
    case '^':
      return edge(Pattern::Kind::Start);
    case '$':
      return edge(Pattern::Kind::End);
    case '\\':
      return escape();
    case '*':
    case '+':
    case '?':
    case '{':
      throw Malformed{};
    default:
      return of_bytes(one(byte_of(c)));
  }
}

PatternParser::Piece PatternParser::group() {
  bool const ignored_case = ignores_case_;
  if (take('?')) {
    if (take('i')) {
      ignores_case_ = true;
      if (take(')')) return {};  // (?i) holds to the end of the group around it
    }
    if (!take(':')) throw Malformed{};  // names, looking around, other flags
  }
  Piece piece = alternation();
  if (!take(')')) throw Malformed{};
  ignores_case_ = ignored_case;
  return piece;
}

PatternParser::Piece PatternParser::escape() {
  if (take('b')) return edge(Pattern::Kind::WordEdge);
  if (take('B')) return edge(Pattern::Kind::NoWordEdge);
  if (take('A')) return edge(Pattern::Kind::Start);
  if (take('z') || take('Z')) return edge(Pattern::Kind::End);
  if (take('Q')) {
    Piece piece;
    while (!at_end() && !text_.substr(at_).starts_with("\\E"))
      piece = then(std::move(piece), of_bytes(one(byte_of(next()))));
    if (!at_end()) at_ += 2;
    return piece;
  }
  int single = -1;
  return of_bytes(escaped_bytes(single));
}

/// Behind the backslash. `single`: the one byte that it stands for, if it is one.
Pattern::Bytes PatternParser::escaped_bytes(int& single) {
  char const c = next();
  switch (c) {
    case 'd':
      return digits;
    case 'D':
      return ~digits;
    case 'w':
      return word_bytes;
    case 'W':
      return ~word_bytes;
    case 's':
      return blanks;
    case 'S':
      return ~blanks;
    case 't':
      return one(single = '\t');
    case 'n':
      return one(single = '\n');
    case 'r':
      return one(single = '\r');
    default:
      // Letters and digits that mean something else in Java: back references, classes of Unicode, …
      if (word_bytes[static_cast<std::size_t>(byte_of(c))] && c != '_') throw Malformed{};
      return one(single = byte_of(c));
  }
}

Pattern::Bytes PatternParser::class_member(int& single) {
  single = -1;
  char const c = next();
  if (c == '\\') return escaped_bytes(single);
  // Java's classes within classes and intersections.
  if (c == '[' || (c == '&' && !at_end() && peek() == '&')) throw Malformed{};
  return one(single = byte_of(c));
}

Pattern::Bytes PatternParser::char_class() {
  bool const is_negated = take('^');
  Pattern::Bytes bytes;
  bool is_first = true;
  while (is_first || peek() != ']') {
    is_first = false;
    int first = -1;
    Pattern::Bytes member = class_member(first);
    bool const is_range = first >= 0 && text_.substr(at_).starts_with('-') &&
                          !text_.substr(at_).starts_with("-]") && at_ + 1 < text_.size();
    if (is_range) {
      ++at_;
      int last = -1;
      class_member(last);
      if (last < first) throw Malformed{};
      member = range(first, last);
    }
    bytes |= member;
    if (at_end()) throw Malformed{};
  }
  ++at_;
  bytes = folded(bytes);
  return is_negated ? ~bytes : bytes;
}

Pattern::Bytes PatternParser::folded(Pattern::Bytes bytes) const {
  if (!ignores_case_) return bytes;
  for (std::size_t lower = 'a'; lower <= 'z'; ++lower) {
    std::size_t const upper = lower - 'a' + 'A';
    bool const either = bytes[lower] || bytes[upper];
    bytes[lower] = bytes[upper] = either;
  }
  return bytes;
}

}  // namespace neargate::query
