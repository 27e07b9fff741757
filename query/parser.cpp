// Recursive descent without a lexer: what an argument may contain depends on the operator before it.

#include <algorithm>
#include <array>

#include "query/node.h"

namespace neargate::query {

namespace {

constexpr int depth_max = 64;

struct Mistake {
  std::string expected;
};

struct Spelling {
  std::string_view text;
  Operator operation;
};
/// Longer ones before their beginnings.
constexpr auto symbols = std::to_array<Spelling>({{"==", Operator::Equals},
                                                  {"=~", Operator::Matches},
                                                  {"!=", Operator::NotEquals},
                                                  {"!~", Operator::NotMatches},
                                                  {">=", Operator::GreaterOrEqual},
                                                  {"<=", Operator::LessOrEqual},
                                                  {">", Operator::Greater},
                                                  {"<", Operator::Less}});
constexpr auto words = std::to_array<Spelling>({{"equals", Operator::Equals},
                                                {"not_equals", Operator::NotEquals},
                                                {"greater_than", Operator::Greater},
                                                {"greater_than_equal", Operator::GreaterOrEqual},
                                                {"less_than", Operator::Less},
                                                {"less_than_equal", Operator::LessOrEqual},
                                                {"in", Operator::In},
                                                {"!in", Operator::NotIn},
                                                {"not_in", Operator::NotIn},
                                                {"matches", Operator::Matches},
                                                {"not_matches", Operator::NotMatches},
                                                {"exists", Operator::Exists},
                                                {"!exists", Operator::NotExists},
                                                {"not_exists", Operator::NotExists}});

struct Known {
  std::string_view name;
  ValueKind kind;
};
constexpr auto subjects = std::to_array<Known>({{"agentConnected", ValueKind::Boolean},
                                                {"agentVersion", ValueKind::Version},
                                                {"ec2InstanceId", ValueKind::Text},
                                                {"registeredAt", ValueKind::Time},
                                                {"runningTasksCount", ValueKind::Number},
                                                {"task:group", ValueKind::Text}});

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_subject_char(char c) {
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '/' || c == ':';
}
bool is_ordering(Operator operation) {
  return operation == Operator::Greater || operation == Operator::GreaterOrEqual ||
         operation == Operator::Less || operation == Operator::LessOrEqual;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::shared_ptr<Node const> parse() {
    auto root = disjunction();
    skip_blanks();
    if (!at_end()) expected("and, or, or the end");
    return root;
  }

 private:
  using Tree = std::shared_ptr<Node const>;

  [[noreturn]] void expected(std::string const& what) const {
    throw Mistake{"expected " + what + " at position " + std::to_string(at_ + 1)};
  }
  bool at_end() const { return at_ == text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[at_])) ++at_;
  }
  bool take(std::string_view symbol) {
    skip_blanks();
    if (!rest().starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }
  /// A word that is not the beginning of a longer one.
  bool take_word(std::string_view word) {
    skip_blanks();
    if (!rest().starts_with(word)) return false;
    auto const behind = rest().substr(word.size());
    if (!behind.empty() && is_subject_char(behind.front())) return false;
    at_ += word.size();
    return true;
  }

  Tree disjunction() {
    if (++depth_ > depth_max) expected("less nesting");
    Node node{.junction = Junction::Or, .parts = {conjunction()}};
    while (take("||") || take_word("or")) node.parts.push_back(conjunction());
    --depth_;
    return one_or_all(std::move(node));
  }

  Tree conjunction() {
    Node node{.junction = Junction::And, .parts = {negation()}};
    while (take("&&") || take_word("and")) node.parts.push_back(negation());
    return one_or_all(std::move(node));
  }

  static Tree one_or_all(Node node) {
    if (node.parts.size() == 1) return node.parts.front();
    return std::make_shared<Node const>(std::move(node));
  }

  Tree negation() {
    if (take("!") || take_word("not")) {
      if (++depth_ > depth_max) expected("less nesting");
      Node node{.junction = Junction::Not, .parts = {negation()}};
      --depth_;
      return std::make_shared<Node const>(std::move(node));
    }
    if (take("(")) {
      auto inner = disjunction();
      if (!take(")")) expected(")");
      return inner;
    }
    return std::make_shared<Node const>(Node{.junction = Junction::Leaf, .comparison = comparison()});
  }

  Comparison comparison() {
    Comparison leaf;
    leaf.subject = subject(leaf.kind);
    leaf.operation = operation();
    switch (leaf.operation) {
      case Operator::Exists:
      case Operator::NotExists:
        return leaf;
      case Operator::In:
      case Operator::NotIn:
        leaf.arguments = list();
        break;
      case Operator::Matches:
      case Operator::NotMatches:
        leaf.arguments = {argument(true)};
        leaf.pattern = Pattern::parse(leaf.arguments.front());
        if (!leaf.pattern) throw Mistake{"not a regular expression: " + leaf.arguments.front()};
        return leaf;
      default:
        leaf.arguments = {argument(false)};
    }
    if (leaf.kind == ValueKind::Boolean && is_ordering(leaf.operation)) expected("== or !=");
    for (auto const& text : leaf.arguments) check_argument(leaf.kind, text);
    return leaf;
  }

  std::string subject(ValueKind& kind) {
    skip_blanks();
    auto const begin = rest().begin();
    auto const end = std::ranges::find_if_not(rest(), is_subject_char);
    std::string name(begin, end);
    bool const is_attribute = name.starts_with("attribute:") && name.size() > 10;
    auto const known = std::ranges::find(subjects, name, &Known::name);
    if (!is_attribute && known == subjects.end())
      expected("a subject such as attribute:NAME or runningTasksCount");
    if (!is_attribute) kind = known->kind;
    at_ += name.size();
    return name;
  }

  Operator operation() {
    for (auto const& word : words)
      if (take_word(word.text)) return word.operation;
    for (auto const& symbol : symbols)
      if (take(symbol.text)) return symbol.operation;
    expected("an operator");
  }

  std::vector<std::string> list() {
    std::vector<std::string> items;
    if (!take("[")) expected("[");
    do {
      items.push_back(argument(false));
    } while (take(","));
    if (!take("]")) expected("]");
    return items;
  }

  /// In quotes, anything; else up to a blank, and outside of patterns up to whatever has a meaning.
  std::string argument(bool is_pattern) {
    skip_blanks();
    if (!at_end() && (text_[at_] == '\'' || text_[at_] == '"')) return quoted(text_[at_++]);
    std::string word;
    int open = 0;
    for (; !at_end() && !is_blank(text_[at_]); ++at_) {
      char const c = text_[at_];
      if (is_pattern) {
        // A parenthesis that the pattern has not opened closes the expression's own.
        if (c == '(') ++open;
        if (c == ')' && open-- == 0) break;
        if (open == 0 && (rest().starts_with("&&") || rest().starts_with("||"))) break;
        if (c == '\\' && at_ + 1 < text_.size()) word += text_[at_++];
      } else if (std::string_view("()[],'\"&|").find(c) != std::string_view::npos) {
        break;
      }
      word += text_[at_];
    }
    if (word.empty()) expected("an argument");
    return word;
  }

  std::string quoted(char quote) {
    std::string content;
    for (; !at_end(); ++at_) {
      if (text_[at_] == quote) {
        ++at_;
        return content;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == quote) ++at_;
      content += text_[at_];
    }
    expected(std::string(1, quote));
  }

  void check_argument(ValueKind kind, std::string const& text) const {
    bool const is_digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (kind == ValueKind::Number && (!is_digits || text.empty() || text.size() > 9))
      throw Mistake{"not a number: " + text};
    if (kind == ValueKind::Boolean && text != "true" && text != "false")
      throw Mistake{"neither true nor false: " + text};
    if (kind == ValueKind::Time && !parse_instant(text)) throw Mistake{"not a time: " + text};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Parsed parse(std::string_view text) {
  if (text.size() > expression_length_max) return {std::nullopt, "longer than 2000 characters"};
  try {
    return {Expression(Parser(text).parse()), ""};
  } catch (Mistake const& mistake) {
    return {std::nullopt, mistake.expected};
  }
}

}  // namespace neargate::query
