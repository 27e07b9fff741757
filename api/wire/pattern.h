#pragma once
// The regular expressions of the models, matched whole as Java's matches() does.
//
// Weighed: std::regex recurses once per character and overflows the stack on a long policy document; it and
// Boost.Regex lack \p{L}; all three backtrack, and ECR's repository filters take exponential time when they
// do. The models use classes, groups, alternatives, repetition and anchors only, so an automaton of ~150
// lines matches any of them in time proportional to the text.

#include <string>
#include <string_view>
#include <vector>

namespace neargate::api::wire {

class Pattern {
 public:
  /// Throws std::invalid_argument on syntax outside what the models use.
  explicit Pattern(std::string_view expression);

  bool matches(std::string_view utf8) const;

  struct Set {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    bool letters = false, numbers = false, separators = false;  ///< \p{L} \p{N} \p{Z}
    bool negated = false;
    bool has(char32_t c) const;
  };
  enum class Step { Take, Split, AtBegin, AtEnd, Accept };
  struct State {
    Step step = Step::Accept;
    int next = -1, other = -1;
    int set = -1;
  };

 private:
  void follow(std::vector<int>& active, std::vector<int>& marks, int mark, int state, bool begin,
              bool end) const;

  std::vector<Set> sets_;
  std::vector<State> states_;
  int start_ = 0;
};

/// Compiled once for each expression; safe to call from several threads.
bool matches_pattern(std::string_view expression, std::string_view text);

}  // namespace neargate::api::wire
