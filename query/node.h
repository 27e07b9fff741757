#pragma once
// The tree of a parsed expression. For .cpp files of this room only.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query/expression.h"
#include "query/pattern.h"

namespace neargate::query {

enum class Operator {
  Equals,
  NotEquals,
  Greater,
  GreaterOrEqual,
  Less,
  LessOrEqual,
  In,
  NotIn,
  Matches,
  NotMatches,
  Exists,
  NotExists,
};

/// How the values of a subject compare.
enum class ValueKind { Text, Boolean, Version, Time, Number };

struct Comparison {
  std::string subject;
  ValueKind kind = ValueKind::Text;
  Operator operation = Operator::Exists;
  std::vector<std::string> arguments;  ///< none for exists, several for in
  std::optional<Pattern> pattern;
};

enum class Junction { And, Or, Not, Leaf };

struct Node {
  Junction junction = Junction::Leaf;
  std::vector<std::shared_ptr<Node const>> parts;  ///< two or more for And and Or, one for Not
  std::optional<Comparison> comparison;            ///< of a Leaf
};

/// Less than, equal to or greater than 0, as `value` is before, at or behind `argument`; nullopt where the
/// two do not compare.
std::optional<int> compare(ValueKind kind, std::string const& value, std::string const& argument);

/// Milliseconds since the epoch of 2018-02-18T22:28:28+00:00 and its shorter forms.
std::optional<std::int64_t> parse_instant(std::string_view text);

}  // namespace neargate::query
