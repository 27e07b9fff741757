#include "api/wire/validate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/wire/base64.h"
#include "api/wire/pattern.h"
#include "api/wire/utf8.h"

namespace neargate::api::wire {
namespace {

std::string lower_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

class Walk {
 public:
  std::vector<Violation> found;

  void structure(Value const& value, Shape const& shape, std::string const& path) {
    for (auto const& member : shape.members) {
      std::string const inner =
          path.empty() ? lower_first(member.name) : path + "." + lower_first(member.name);
      auto const at = value.find(member.name);
      bool const missing = at == value.end() || at->is_null();
      if (missing && member.required)
        found.push_back(
            {inner, std::string(member.name), "null", Constraint::NotNull, member.shape, !path.empty()});
      if (!missing) visit(*at, *member.shape, inner, member.name);
    }
  }

 private:
  void visit(Value const& value, Shape const& shape, std::string const& path, std::string_view leaf) {
    if (value.is_null()) return breaks(Constraint::NotNull, value, shape, path, leaf);
    switch (shape.kind) {
      case Kind::Structure:
        return structure(value, shape, path);
      case Kind::List:
        return list(value, shape, path, leaf);
      case Kind::Map:
        return map(value, shape, path, leaf);
      case Kind::String:
        return string(value, shape, path, leaf);
      case Kind::Blob:
        return length(base64_decode(value.get_ref<std::string const&>())->size(), value, shape, path, leaf);
      case Kind::Integer:
      case Kind::Long:
        if (value.get<std::int64_t>() < shape.min) breaks(Constraint::ValueMin, value, shape, path, leaf);
        if (value.get<std::int64_t>() > shape.max) breaks(Constraint::ValueMax, value, shape, path, leaf);
        return;
      case Kind::Double:
        if (value.get<double>() < static_cast<double>(shape.min))
          breaks(Constraint::ValueMin, value, shape, path, leaf);
        if (value.get<double>() > static_cast<double>(shape.max))
          breaks(Constraint::ValueMax, value, shape, path, leaf);
        return;
      case Kind::Boolean:
      case Kind::Timestamp:
        return;
    }
  }

  void list(Value const& value, Shape const& shape, std::string const& path, std::string_view leaf) {
    length(value.size(), value, shape, path, leaf);
    for (std::size_t i = 0; i < value.size(); ++i)
      visit(value[i], *shape.element->shape, fmt::format("{}.{}.member", path, i + 1), leaf);
  }

  void map(Value const& value, Shape const& shape, std::string const& path, std::string_view leaf) {
    length(value.size(), value, shape, path, leaf);
    for (auto const& [key, element] : value.items()) {
      visit(Value(key), *shape.key->shape, path + ".key", leaf);
      visit(element, *shape.element->shape, path + "." + key + ".member", leaf);
    }
  }

  void string(Value const& value, Shape const& shape, std::string const& path, std::string_view leaf) {
    auto const& text = value.get_ref<std::string const&>();
    if (!shape.values.empty() && std::ranges::find(shape.values, text) == shape.values.end())
      return breaks(Constraint::Enum, value, shape, path, leaf);
    if (!shape.pattern.empty() && !matches_pattern(shape.pattern, text))
      breaks(Constraint::Pattern, value, shape, path, leaf);
    length(count_code_points(text), value, shape, path, leaf);
  }

  void length(std::size_t length, Value const& value, Shape const& shape, std::string const& path,
              std::string_view leaf) {
    if (std::cmp_less(length, shape.min)) breaks(Constraint::LengthMin, value, shape, path, leaf);
    if (std::cmp_greater(length, shape.max)) breaks(Constraint::LengthMax, value, shape, path, leaf);
  }

  void breaks(Constraint constraint, Value const& value, Shape const& shape, std::string const& path,
              std::string_view leaf) {
    found.push_back({path, std::string(leaf), shown(value, shape), constraint, &shape,
                     path.find('.') != std::string::npos});
  }

  static std::string shown(Value const& value, Shape const& shape) {
    if (shape.sensitive) return "";
    if (value.is_string()) return value.get<std::string>();
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
  }
};

/// "1 validation error detected: Value 'x' at 'y' failed to satisfy constraint: …; …".
std::string framework_message(std::vector<Violation> const& violations) {
  std::vector<std::string> parts;
  for (auto const& violation : violations) {
    std::string const value = violation.constraint == Constraint::NotNull ? "Value null"
                              : violation.text.empty() && violation.shape->sensitive
                                  ? "Value"
                                  : fmt::format("Value '{}'", violation.text);
    parts.push_back(fmt::format("{} at '{}' failed to satisfy constraint: {}", value, violation.path,
                                framework_text(violation)));
  }
  return fmt::format("{} validation error{} detected: {}", parts.size(), parts.size() == 1 ? "" : "s",
                     fmt::join(parts, "; "));
}

std::string replace_all(std::string text, std::string_view token, std::string const& by) {
  for (std::size_t at = text.find(token); at != std::string::npos; at = text.find(token, at + by.size()))
    text.replace(at, token.size(), by);
  return text;
}

/// launchType -> "launch type".
std::string in_words(std::string_view name) {
  std::string words;
  for (char const c : name) {
    bool const capital = c >= 'A' && c <= 'Z';
    if (capital && !words.empty()) words += ' ';
    words += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

void refuse_ecs(OperationShape const& operation, std::vector<Violation> const& violations) {
  // A bad definition is a ClientException, any other bad parameter an InvalidParameterException.
  ErrorShape const shape =
      operation.name == "RegisterTaskDefinition" ? ClientException : InvalidParameterException;
  for (auto const& violation : violations) {
    if (violation.constraint == Constraint::NotNull && violation.nested)
      throw Error(shape, framework_message({violation}));
    if (violation.constraint != Constraint::Enum) continue;
    std::string const wording = violation.shape->enum_wording.empty()
                                    ? in_words(violation.leaf) + " should be one of [{values}]"
                                    : std::string(violation.shape->enum_wording);
    std::string const values = fmt::format("{}", fmt::join(violation.shape->values, ","));
    throw Error(shape, replace_all(replace_all(wording, "{values}", values), "{value}", violation.text));
  }
}

[[noreturn]] void refuse_ecr(Violation const& violation) {
  std::string const text = violation.constraint == Constraint::NotNull ? "must not be null"
                           : violation.constraint == Constraint::Pattern
                               ? fmt::format("must satisfy regular expression '{}'", violation.shape->pattern)
                               : framework_text(violation);
  throw Error(
      InvalidParameterException,
      fmt::format("Invalid parameter at '{}' failed to satisfy constraint: '{}'", violation.path, text));
}

[[noreturn]] void refuse_ec2(Violation const& violation) {
  if (violation.constraint == Constraint::NotNull)
    throw Error(MissingParameter, "The request must contain the parameter " + violation.path);
  throw Error(InvalidParameterValue, fmt::format("Value ( {} ) for parameter {} is invalid. {}",
                                                 violation.text, violation.path, framework_text(violation)));
}

}  // namespace

std::string framework_text(Violation const& violation) {
  Shape const& shape = *violation.shape;
  switch (violation.constraint) {
    case Constraint::NotNull:
      return "Member must not be null";
    case Constraint::Enum:
      return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(shape.values, ", "));
    case Constraint::Pattern:
      return fmt::format("Member must satisfy regular expression pattern: {}", shape.pattern);
    case Constraint::LengthMin:
      return fmt::format("Member must have length greater than or equal to {}", shape.min);
    case Constraint::LengthMax:
      return fmt::format("Member must have length less than or equal to {}", shape.max);
    case Constraint::ValueMin:
      return fmt::format("Member must have value greater than or equal to {}", shape.min);
    case Constraint::ValueMax:
      return fmt::format("Member must have value less than or equal to {}", shape.max);
  }
  return {};
}

std::vector<Violation> find_violations(Shape const& shape, Value const& input) {
  Walk walk;
  walk.structure(input, shape, "");
  return std::move(walk.found);
}

void validate(ServiceModel const& service, OperationShape const& operation, Value const& input) {
  auto const violations = find_violations(*operation.input, input);
  if (violations.empty()) return;
  if (service.name == "ecs") return refuse_ecs(operation, violations);
  if (service.name == "ecr" || service.name == "ecr-public") refuse_ecr(violations.front());
  if (service.name == "ec2") refuse_ec2(violations.front());
  if (service.name == "logs") throw Error(InvalidParameterException, framework_message(violations));
  // Captured from IAM: a MaxSessionDuration that is too small has a code of its own, one too large has not.
  bool const short_session = violations.front().leaf == "MaxSessionDuration" &&
                             violations.front().constraint == Constraint::ValueMin;
  throw Error(short_session ? ParamValidation : ValidationError, framework_message(violations));
}

}  // namespace neargate::api::wire
