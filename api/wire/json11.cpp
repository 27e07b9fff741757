#include "api/wire/json11.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "api/wire/base64.h"
#include "api/wire/error.h"
#include "api/wire/timestamp.h"

namespace neargate::api::wire {
namespace {

/// Deeper than any shape; the recursion below follows shapes, so this only bounds nlohmann's own work.
constexpr int depth_max = 200;

[[noreturn]] void refuse(std::string message = {}) {
  throw Error(SerializationException, std::move(message));
}

/// The deepest nesting of brackets outside strings.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > depth_max) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::string_view article_and_name(Kind kind) {
  switch (kind) {
    case Kind::Integer:
      return "an Integer";
    case Kind::Long:
      return "a Long";
    case Kind::Double:
      return "a Double";
    case Kind::Boolean:
      return "a Boolean";
    case Kind::Timestamp:
      return "milliseconds since epoch";
    case Kind::Blob:
      return "a ByteBuffer";
    case Kind::String:
    case Kind::Structure:
    case Kind::List:
    case Kind::Map:
      break;
  }
  return "a String";
}

std::string_view token_of(Value const& value) {
  if (value.is_string()) return "STRING_VALUE";
  if (value.is_boolean()) return value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
  return "NUMBER_VALUE";
}

/// The JSON type does not fit the shape: said in the words that the service framework uses (wire.md).
[[noreturn]] void misfit(Value const& value, Kind wanted) {
  if (value.is_array()) refuse("Start of list found where not expected");
  if (value.is_object()) refuse("Start of structure or map found where not expected.");
  if (wanted == Kind::List) refuse("Expected list or null");
  if (wanted == Kind::Structure || wanted == Kind::Map) refuse("Expected null");
  refuse(std::string(token_of(value)) + " can not be converted to " + std::string(article_and_name(wanted)));
}

/// 1.5 for an integer is 1; beyond the type's range there is nothing to truncate to.
Value decode_integer(Value const& value, Kind wanted) {
  auto const least =
      wanted == Kind::Integer ? std::numeric_limits<int>::min() : std::numeric_limits<std::int64_t>::min();
  auto const most =
      wanted == Kind::Integer ? std::numeric_limits<int>::max() : std::numeric_limits<std::int64_t>::max();
  std::int64_t number = 0;
  if (value.is_number_unsigned()) {
    if (value.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) misfit(value, wanted);
    number = value.get<std::int64_t>();
  } else if (value.is_number_integer()) {
    number = value.get<std::int64_t>();
  } else if (value.is_number_float()) {
    double const truncated = std::trunc(value.get<double>());
    if (!(truncated > -9.2e18 && truncated < 9.2e18)) misfit(value, wanted);
    number = static_cast<std::int64_t>(truncated);
  } else {
    misfit(value, wanted);
  }
  if (number < least || number > most) misfit(value, wanted);
  return number;
}

Value decode_timestamp(Value const& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) misfit(value, Kind::Timestamp);
  auto const seconds = parse_timestamp(value.get_ref<std::string const&>());
  if (!seconds) misfit(value, Kind::Timestamp);
  return *seconds;
}

Value decode(Value&& value, Shape const& shape);

Value decode_structure(Value&& value, Shape const& shape) {
  if (!value.is_object()) misfit(value, Kind::Structure);
  Value out = Value::object();
  for (auto const& member : shape.members) {
    auto const found = value.find(member.name);
    if (found != value.end() && !found->is_null())
      out[std::string(member.name)] = decode(std::move(*found), *member.shape);
  }
  return out;
}

Value decode_list(Value&& value, Shape const& shape) {
  if (!value.is_array()) misfit(value, Kind::List);
  Value out = Value::array();
  for (auto& element : value)
    if (!element.is_null()) out.push_back(decode(std::move(element), *shape.element->shape));
  return out;
}

Value decode_map(Value&& value, Shape const& shape) {
  if (!value.is_object()) misfit(value, Kind::Map);
  Value out = Value::object();
  for (auto& [key, element] : value.items())
    if (!element.is_null()) out[key] = decode(std::move(element), *shape.element->shape);
  return out;
}

Value decode(Value&& value, Shape const& shape) {
  switch (shape.kind) {
    case Kind::Structure:
      return decode_structure(std::move(value), shape);
    case Kind::List:
      return decode_list(std::move(value), shape);
    case Kind::Map:
      return decode_map(std::move(value), shape);
    case Kind::Integer:
    case Kind::Long:
      return decode_integer(value, shape.kind);
    case Kind::Timestamp:
      return decode_timestamp(value);
    case Kind::String:
      if (!value.is_string()) misfit(value, shape.kind);
      return std::move(value);
    case Kind::Double:
      if (!value.is_number()) misfit(value, shape.kind);
      return value.get<double>();
    case Kind::Boolean:
      if (!value.is_boolean()) misfit(value, shape.kind);
      return std::move(value);
    case Kind::Blob:
      if (!value.is_string()) misfit(value, shape.kind);
      if (!base64_decode(value.get_ref<std::string const&>())) refuse();
      return std::move(value);
  }
  return {};
}

}  // namespace

Value decode_json(std::string_view body, Shape const& shape) {
  if (too_deep(body)) refuse();
  Value value;
  try {
    value = Value::parse(body);
  } catch (nlohmann::json::exception const&) {
    refuse();  // syntax, ill-formed UTF-8, a number beyond double: AWS gives no message
  }
  if (value.is_array()) misfit(value, shape.kind);
  if (!value.is_object()) refuse();
  return decode(std::move(value), shape);
}

std::string encode_json(Value const& value) {
  return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

}  // namespace neargate::api::wire
