#include "api/wire/pattern.h"

#include <clocale>
#include <cwctype>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "api/wire/utf8.h"

namespace neargate::api::wire {
namespace {

enum class Kind { Empty, Take, Begin, End, Both, Either, Repeat };
struct Node {
  Kind kind = Kind::Empty;
  int set = -1;
  int least = 0, most = -1;  ///< of Repeat; -1: no bound
  std::unique_ptr<Node> left, right;
};
using Tree = std::unique_ptr<Node>;

Tree node(Kind kind, Tree left = nullptr, Tree right = nullptr) {
  auto made = std::make_unique<Node>();
  made->kind = kind;
  made->left = std::move(left);
  made->right = std::move(right);
  return made;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Pattern::Set>& sets) : whole_(text), rest_(text), sets_(sets) {}

  Tree parse() {
    Tree tree = either();
    if (!rest_.empty()) refuse();
    return tree;
  }

 private:
  [[noreturn]] void refuse() const {
    throw std::invalid_argument("pattern '" + std::string(whole_) + "' is not understood at '" +
                                std::string(rest_) + "'");
  }
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  Tree either() {
    Tree tree = sequence();
    while (take("|")) tree = node(Kind::Either, std::move(tree), sequence());
    return tree;
  }
  Tree sequence() {
    Tree tree = node(Kind::Empty);
    while (!rest_.empty() && !at('|') && !at(')')) tree = node(Kind::Both, std::move(tree), repeated());
    return tree;
  }

  Tree repeated() {
    Tree tree = atom();
    for (;;) {
      int least = 0, most = -1;
      if (take("*")) {
      } else if (take("+")) {
        least = 1;
      } else if (take("?")) {
        most = 1;
      } else if (take("{")) {
        least = most = number();
        if (take(",")) most = at('}') ? -1 : number();
        if (!take("}")) refuse();
      } else {
        return tree;
      }
      tree = node(Kind::Repeat, std::move(tree));
      tree->least = least;
      tree->most = most;
    }
  }
  int number() {
    int value = 0;
    if (rest_.empty() || !std::isdigit(static_cast<unsigned char>(rest_.front()))) refuse();
    while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front()))) {
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  Tree atom() {
    if (at('*') || at('+') || at('?')) refuse();
    if (take("^")) return node(Kind::Begin);
    if (take("$")) return node(Kind::End);
    if (take("(")) {
      take("?:");
      Tree tree = either();
      if (!take(")")) refuse();
      return tree;
    }
    Pattern::Set set;
    if (take("["))
      in_brackets(set);
    else if (take("."))
      set = {.ranges = {{0, '\n' - 1}, {'\n' + 1, 0x10FFFF}}};
    else if (char32_t const c = one(set); c != no_character)
      set.ranges.emplace_back(c, c);
    Tree tree = node(Kind::Take);
    tree->set = static_cast<int>(sets_.size());
    sets_.push_back(std::move(set));
    return tree;
  }

  void in_brackets(Pattern::Set& set) {
    set.negated = take("^");
    while (!take("]")) {
      if (rest_.empty()) refuse();
      char32_t const first = one(set);
      if (first == no_character) continue;
      // A hyphen makes a range only between two characters: [a-z] but [0-9-_] and [.@-].
      if (at('-') && rest_.size() > 1 && rest_[1] != ']') {
        take("-");
        char32_t const last = one(set);
        if (last == no_character || last < first) refuse();
        set.ranges.emplace_back(first, last);
      } else {
        set.ranges.emplace_back(first, first);
      }
    }
  }

  static constexpr char32_t no_character = 0xFFFFFFFF;

  /// One character, or a class (\w, \p{L}) that joins the set and gives no_character.
  char32_t one(Pattern::Set& set) {
    if (rest_.empty()) refuse();
    if (!take("\\")) return take_code_point(rest_);
    if (rest_.empty()) refuse();
    if (take("w")) return add(set, {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}});
    if (take("d")) return add(set, {{'0', '9'}});
    if (take("s")) return add(set, {{' ', ' '}, {'\t', '\r'}});
    if (take("S")) return add(set, {{0, 8}, {14, 31}, {33, 0x10FFFF}});
    if (take("p{L}")) return set.letters = true, no_character;
    if (take("p{N}")) return set.numbers = true, no_character;
    if (take("p{Z}")) return set.separators = true, no_character;
    if (take("t")) return '\t';
    if (take("n")) return '\n';
    if (take("r")) return '\r';
    if (take("u")) return hexadecimal();
    if (std::isalnum(static_cast<unsigned char>(rest_.front()))) refuse();
    return take_code_point(rest_);
  }
  char32_t add(Pattern::Set& set, std::vector<std::pair<char32_t, char32_t>> const& ranges) {
    set.ranges.insert(set.ranges.end(), ranges.begin(), ranges.end());
    return no_character;
  }
  char32_t hexadecimal() {
    if (rest_.size() < 4) refuse();
    char32_t const value = static_cast<char32_t>(std::stoul(std::string(rest_.substr(0, 4)), nullptr, 16));
    rest_.remove_prefix(4);
    return value;
  }

  std::string_view whole_, rest_;
  std::vector<Pattern::Set>& sets_;
};

/// States that lead from the tree to `next`; returns the first.
int compile(Node const& tree, int next, std::vector<Pattern::State>& states) {
  using Step = Pattern::Step;
  auto const add = [&](Pattern::State state) {
    states.push_back(state);
    return static_cast<int>(states.size()) - 1;
  };
  switch (tree.kind) {
    case Kind::Empty:
      return next;
    case Kind::Take:
      return add({Step::Take, next, -1, tree.set});
    case Kind::Begin:
      return add({Step::AtBegin, next, -1, -1});
    case Kind::End:
      return add({Step::AtEnd, next, -1, -1});
    case Kind::Both:
      return compile(*tree.left, compile(*tree.right, next, states), states);
    case Kind::Either: {
      int const left = compile(*tree.left, next, states);
      return add({Step::Split, left, compile(*tree.right, next, states), -1});
    }
    case Kind::Repeat:
      break;
  }
  int start = next;
  if (tree.most < 0) {
    start = add({Step::Split, -1, next, -1});
    int const body = compile(*tree.left, start, states);  // may move `states`
    states[static_cast<std::size_t>(start)].next = body;
  }
  for (int i = tree.least; i < tree.most; ++i) {
    int const body = compile(*tree.left, start, states);
    start = add({Step::Split, body, next, -1});
  }
  for (int i = 0; i < tree.least; ++i) start = compile(*tree.left, start, states);
  return start;
}

bool is_letter(char32_t c) {
  // The C.UTF-8 tables of the C library know the letters of all scripts; the global locale stays alone.
  static locale_t const unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return unicode && iswalpha_l(static_cast<wint_t>(c), unicode) != 0;
}
bool is_number(char32_t c) {
  return (c >= '0' && c <= '9') || (c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0xBC && c <= 0xBE));
}
bool is_separator(char32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace

bool Pattern::Set::has(char32_t c) const {
  bool found = (letters && is_letter(c)) || (numbers && (is_number(c) || (c > 0x7F && is_letter(c)))) ||
               (separators && is_separator(c));
  for (auto const& [first, last] : ranges) found = found || (c >= first && c <= last);
  return found != negated;
}

Pattern::Pattern(std::string_view expression) {
  Tree const tree = Parser(expression, sets_).parse();
  states_.push_back({Step::Accept, -1, -1, -1});
  start_ = compile(*tree, 0, states_);
}

void Pattern::follow(std::vector<int>& active, std::vector<int>& marks, int mark, int state, bool begin,
                     bool end) const {
  std::vector<int> pending{state};
  while (!pending.empty()) {
    int const at = pending.back();
    pending.pop_back();
    auto const index = static_cast<std::size_t>(at);
    if (marks[index] == mark) continue;
    marks[index] = mark;
    State const& found = states_[index];
    switch (found.step) {
      case Step::Split:
        pending.push_back(found.next);
        pending.push_back(found.other);
        break;
      case Step::AtBegin:
        if (begin) pending.push_back(found.next);
        break;
      case Step::AtEnd:
        if (end) pending.push_back(found.next);
        break;
      case Step::Take:
      case Step::Accept:
        active.push_back(at);
        break;
    }
  }
}

bool Pattern::matches(std::string_view text) const {
  std::vector<int> marks(states_.size(), 0), active, following;
  int mark = 1;
  follow(active, marks, mark, start_, true, text.empty());
  while (!text.empty() && !active.empty()) {
    char32_t const c = take_code_point(text);
    ++mark;
    following.clear();
    for (int const state : active) {
      State const& found = states_[static_cast<std::size_t>(state)];
      if (found.step == Step::Take && sets_[static_cast<std::size_t>(found.set)].has(c))
        follow(following, marks, mark, found.next, false, text.empty());
    }
    active.swap(following);
  }
  if (!text.empty()) return false;
  for (int const state : active)
    if (states_[static_cast<std::size_t>(state)].step == Step::Accept) return true;
  return false;
}

bool matches_pattern(std::string_view expression, std::string_view text) {
  static std::mutex mutex;
  static std::map<std::string, Pattern, std::less<>> compiled;
  std::unique_lock lock(mutex);
  auto found = compiled.find(expression);
  if (found == compiled.end()) found = compiled.emplace(expression, Pattern(expression)).first;
  Pattern const& pattern = found->second;  // never erased
  lock.unlock();
  return pattern.matches(text);
}

}  // namespace neargate::api::wire
