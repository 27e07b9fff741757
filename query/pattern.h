#pragma once
// Regular expressions of =~ and !~, matched against the whole string (ecs-tasks.md "Placement"). What Java's
// syntax has beyond regular languages (back references, looking around) is no expression here. Matching takes
// time proportional to pattern times text: a request cannot make the server busy.

#include <bitset>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::query {

class Pattern final {
 public:
  /// nullopt: malformed, not regular, or too large.
  static std::optional<Pattern> parse(std::string_view text);
  bool matches(std::string_view text) const;

 private:
  friend class PatternParser;
  using Bytes = std::bitset<256>;
  enum class Kind { Byte, Fork, Start, End, WordEdge, NoWordEdge, Accept };
  struct State {
    Kind kind = Kind::Accept;
    Bytes bytes{};              ///< of Byte
    int next = -1, other = -1;  ///< `other` of Fork
  };
  void follow(int state, std::string_view text, std::size_t at, std::vector<bool>& seen,
              std::vector<int>& out) const;

  std::vector<State> states_;
  int start_ = 0;
};

}  // namespace neargate::query
