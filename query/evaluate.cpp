#include <algorithm>

#include "query/node.h"

namespace neargate::query {

namespace {

bool is_one_of(Comparison const& leaf, std::string const& value) {
  return std::ranges::any_of(leaf.arguments, [&](std::string const& argument) {
    // Of texts the very same one: 2 is not 2.0.
    return leaf.kind == ValueKind::Text ? value == argument : compare(leaf.kind, value, argument) == 0;
  });
}

bool holds_for_value(Comparison const& leaf, std::string const& value) {
  auto const order = [&] { return compare(leaf.kind, value, leaf.arguments.front()); };
  switch (leaf.operation) {
    case Operator::Equals:
    case Operator::NotEquals:
    case Operator::In:
    case Operator::NotIn:
      return is_one_of(leaf, value);
    case Operator::Matches:
    case Operator::NotMatches:
      return leaf.pattern->matches(value);
    case Operator::Greater:
      return order() > 0;
    case Operator::GreaterOrEqual:
      return order() >= 0;
    case Operator::Less:
      return order().value_or(0) < 0;
    case Operator::LessOrEqual:
      return order().value_or(1) <= 0;
    case Operator::Exists:
    case Operator::NotExists:
      return true;
  }
  return false;
}

bool is_negative(Operator operation) {
  return operation == Operator::NotEquals || operation == Operator::NotIn ||
         operation == Operator::NotMatches;
}

/// A missing attribute makes every comparison false, != too. Of several values (task:group) one that holds
/// is enough; a negative operator wants that none does.
bool holds(Comparison const& leaf, Subject const& subject) {
  auto const values = subject.values(leaf.subject);
  if (leaf.operation == Operator::NotExists) return !values || values->empty();
  if (!values) return false;
  bool const any = std::ranges::any_of(
      *values, [&leaf](std::string const& value) { return holds_for_value(leaf, value); });
  return is_negative(leaf.operation) ? !any : any;
}

bool holds(Node const& node, Subject const& subject) {
  auto const part_holds = [&subject](auto const& part) { return holds(*part, subject); };
  switch (node.junction) {
    case Junction::And:
      return std::ranges::all_of(node.parts, part_holds);
    case Junction::Or:
      return std::ranges::any_of(node.parts, part_holds);
    case Junction::Not:
      return !part_holds(node.parts.front());
    case Junction::Leaf:
      return holds(*node.comparison, subject);
  }
  return false;
}

}  // namespace

bool Expression::holds_for(Subject const& subject) const { return holds(*root_, subject); }

}  // namespace neargate::query
