#include "query/pattern.h"

#include <algorithm>

#include "query/pattern_parser.h"

namespace neargate::query {

namespace {

bool is_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  char const c = text[at];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_word_edge(std::string_view text, std::size_t at) {
  return (at > 0 && is_word(text, at - 1)) != is_word(text, at);
}

}  // namespace

std::optional<Pattern> Pattern::parse(std::string_view text) { return PatternParser(text).parse(); }

/// The states reached from `state` without reading anything.
void Pattern::follow(int first, std::string_view text, std::size_t at, std::vector<bool>& seen,
                     std::vector<int>& out) const {
  std::vector<int> open{first};
  while (!open.empty()) {
    int const number = open.back();
    open.pop_back();
    if (number < 0 || seen[static_cast<std::size_t>(number)]) continue;
    seen[static_cast<std::size_t>(number)] = true;
    State const& state = states_[static_cast<std::size_t>(number)];
    switch (state.kind) {
      case Kind::Byte:
      case Kind::Accept:
        out.push_back(number);
        break;
      case Kind::Fork:
        open.push_back(state.other);
        open.push_back(state.next);
        break;
      case Kind::Start:
        if (at == 0) open.push_back(state.next);
        break;
      case Kind::End:
        if (at == text.size()) open.push_back(state.next);
        break;
      case Kind::WordEdge:
        if (is_word_edge(text, at)) open.push_back(state.next);
        break;
      case Kind::NoWordEdge:
        if (!is_word_edge(text, at)) open.push_back(state.next);
        break;
    }
  }
}

bool Pattern::matches(std::string_view text) const {
  std::vector<int> current, following;
  std::vector<bool> seen(states_.size());
  follow(start_, text, 0, seen, current);
  for (std::size_t at = 0; at < text.size() && !current.empty(); ++at) {
    seen.assign(states_.size(), false);
    following.clear();
    for (int const number : current) {
      State const& state = states_[static_cast<std::size_t>(number)];
      if (state.kind == Kind::Byte && state.bytes[static_cast<unsigned char>(text[at])])
        follow(state.next, text, at + 1, seen, following);
    }
    current.swap(following);
  }
  return std::ranges::any_of(
      current, [this](int number) { return states_[static_cast<std::size_t>(number)].kind == Kind::Accept; });
}

}  // namespace neargate::query
