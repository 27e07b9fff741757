#pragma once
// From the text of a pattern to states (Thompson's construction), by recursive descent.

#include <string_view>
#include <vector>

#include "query/pattern.h"

namespace neargate::query {

class PatternParser final {
 public:
  explicit PatternParser(std::string_view text) : text_(text) {}
  std::optional<Pattern> parse();

 private:
  static constexpr int states_max = 4000, depth_max = 40, repeat_max = 1000;

  /// A part of the automaton: `ends` are the arrows that still point nowhere.
  struct Arrow {
    int state = 0;
    bool is_other = false;
  };
  struct Piece {
    int start = -1;  ///< -1: the empty text, which has no state of its own
    std::vector<Arrow> ends;
  };
  struct Count {
    int least = 0;
    int most = -1;  ///< -1: without end
  };
  struct Malformed {};

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return text_[at_]; }
  bool take(char c);
  char next();

  int add(Pattern::State state);
  void join(std::vector<Arrow> const& ends, int target);
  Piece of_bytes(Pattern::Bytes const& bytes);
  Piece edge(Pattern::Kind kind);
  Piece then(Piece first, Piece second);
  Piece either(Piece first, Piece second);
  Piece maybe(Piece piece);
  Piece loop(Piece piece);

  Piece alternation();
  Piece sequence();
  Piece repeated();
  Piece repeat_from(std::size_t from, Count count);
  std::optional<Count> count();
  std::optional<int> number();
  Piece atom();
  Piece group();
  Piece escape();
  Pattern::Bytes char_class();
  Pattern::Bytes class_member(int& single);
  Pattern::Bytes escaped_bytes(int& single);
  Pattern::Bytes folded(Pattern::Bytes bytes) const;

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool ignores_case_ = false;
  Pattern pattern_;
};

}  // namespace neargate::query
