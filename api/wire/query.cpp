#include "api/wire/query.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "api/wire/base64.h"
#include "api/wire/error.h"
#include "api/wire/timestamp.h"
#include "api/wire/utf8.h"

namespace neargate::api::wire {
namespace {

/// Names of more parts than any shape is deep are unknown parameters; this also bounds the tree's depth.
constexpr int parts_max = 24;
/// How far one index may reach beyond the positions there are (captured from IAM).
constexpr int index_gap_max = 10;

/// Parameters by the parts of their names: Tags.member.1.Key.
struct Branch {
  std::optional<std::string> text;
  std::map<std::string, Branch, std::less<>> branches;

  Branch const* find(std::string_view name) const {
    auto const found = branches.find(name);
    return found == branches.end() ? nullptr : &found->second;
  }
};

Branch grow(Form const& form) {
  Branch root;
  for (auto const& [name, text] : form.parameters()) {
    if (std::ranges::count(name, '.') >= parts_max) continue;
    Branch* at = &root;
    std::string_view rest = name;
    for (std::size_t dot = 0; dot != std::string_view::npos;
         rest.remove_prefix(std::min(dot + 1, rest.size()))) {
      dot = rest.find('.');
      at = &at->branches[std::string(rest.substr(0, dot))];
      if (dot == std::string_view::npos) break;
    }
    at->text = text;
  }
  return root;
}

class Decoder {
 public:
  explicit Decoder(Protocol protocol) : ec2_(protocol == Protocol::Ec2Query) {}

  Value structure(Branch const& branch, Shape const& shape, std::string const& path) const {
    Value out = Value::object();
    for (auto const& member : shape.members) {
      Branch const* const found = branch.find(member.query_name);
      if (!found) continue;
      std::string const inner =
          path.empty() ? std::string(member.query_name) : path + "." + std::string(member.query_name);
      out[std::string(member.name)] = value(*found, *member.shape, member.flattened, inner);
    }
    return out;
  }

 private:
  [[noreturn]] void refuse(std::string const& path, std::string const& text, char const* wanted) const {
    if (ec2_)
      throw Error(InvalidParameterValue,
                  "Value (" + text + ") for parameter " + path + " is invalid. " + wanted);
    throw Error(MalformedInput, "Value '" + text + "' at '" + path + "' is malformed: " + wanted);
  }

  Value value(Branch const& branch, Shape const& shape, bool flattened, std::string const& path) const {
    switch (shape.kind) {
      case Kind::Structure:
        return structure(branch, shape, path);
      case Kind::List:
        return list(branch, shape, flattened || shape.flattened || ec2_, path);
      case Kind::Map:
        return map(branch, shape, flattened || shape.flattened, path);
      default:
        return scalar(branch, shape, path);
    }
  }

  /// Branches named by numbers, in the order of the numbers; 01 and 1 are the same position.
  std::map<int, Branch> positions(Branch const& branch, std::string const& path) const {
    std::map<int, Branch> found;
    for (auto const& [name, element] : branch.branches) {
      int index = 0;
      auto const [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
      if (error != std::errc{} || end != name.data() + name.size() || index < 1)
        refuse(path + "." + name, name, "Expected an index of 1 or more.");
      Branch& slot = found[index];
      if (element.text) slot.text = element.text;
      for (auto const& [part, inner] : element.branches) slot.branches[part] = inner;
    }
    return found;
  }

  Value list(Branch const& branch, Shape const& shape, bool flattened, std::string const& path) const {
    Branch const* const elements = flattened ? &branch : branch.find(shape.element->query_name);
    Value out = Value::array();
    if (!elements) return out;  // "Tags=" is an empty list
    for (auto const& [index, element] : positions(*elements, path)) {
      int const extent = static_cast<int>(out.size());
      if (!ec2_ && index > extent + index_gap_max + 1)
        refuse(path, std::to_string(index), "The index leaves too many positions out.");
      if (!ec2_)
        for (int missing = extent + 1; missing < index; ++missing)
          out.push_back(absent(*shape.element->shape));
      out.push_back(value(element, *shape.element->shape, false, path + "." + std::to_string(index)));
    }
    return out;
  }
  /// A structure that was left out lacks its members; any other element is missing itself.
  static Value absent(Shape const& element) {
    return element.kind == Kind::Structure ? Value::object() : Value();
  }

  Value map(Branch const& branch, Shape const& shape, bool flattened, std::string const& path) const {
    Branch const* const entries = flattened ? &branch : branch.find("entry");
    Value out = Value::object();
    if (!entries) return out;
    for (auto const& [index, entry] : positions(*entries, path)) {
      Branch const* const key = entry.find(shape.key->query_name);
      Branch const* const element = entry.find(shape.element->query_name);
      std::string const inner = path + "." + std::to_string(index);
      if (!key || !key->text) refuse(inner, "", "An entry needs a key.");
      if (element) out[*key->text] = value(*element, *shape.element->shape, false, inner);
    }
    return out;
  }

  Value scalar(Branch const& branch, Shape const& shape, std::string const& path) const {
    if (!branch.text) refuse(path, "", "Expected a value, not parts of one.");
    std::string const& text = *branch.text;
    if (!is_valid_utf8(text)) refuse(path, "?", "Expected UTF-8.");
    switch (shape.kind) {
      case Kind::Integer:
        return integer<int>(text, path);
      case Kind::Long:
        return integer<std::int64_t>(text, path);
      case Kind::Double:
        return number(text, path);
      case Kind::Boolean:
        if (text == "true" || text == "1") return true;
        if (text == "false" || text == "0") return false;
        refuse(path, text, "Expected true or false.");
      case Kind::Timestamp: {
        auto const seconds = parse_timestamp(text);
        if (!seconds) refuse(path, text, "Expected an ISO 8601 time.");
        return *seconds;
      }
      case Kind::Blob:
        if (!base64_decode(text)) refuse(path, text, "Expected base64.");
        return text;
      case Kind::String:
      case Kind::Structure:
      case Kind::List:
      case Kind::Map:
        break;
    }
    return text;
  }

  /// 0900 and +900 are fine; blanks, fractions, exponents and what the type cannot hold are not (captured).
  template <class Number>
  Value integer(std::string const& text, std::string const& path) const {
    std::string_view digits = text;
    if (digits.starts_with("+")) digits.remove_prefix(1);
    Number parsed = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parsed);
    bool const signed_twice = digits.size() < text.size() && digits.starts_with("-");
    if (error != std::errc{} || end != digits.data() + digits.size() || signed_twice)
      refuse(path, text, "Expected an integer.");
    return parsed;
  }
  Value number(std::string const& text, std::string const& path) const {
    double parsed = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error != std::errc{} || end != text.data() + text.size()) refuse(path, text, "Expected a number.");
    return parsed;
  }

  bool ec2_;
};

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  int const letter = std::tolower(static_cast<unsigned char>(c));
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    int const high = text[i] == '%' && text.size() - i > 2 ? hexadecimal(text[i + 1]) : -1;
    int const low = high >= 0 ? hexadecimal(text[i + 2]) : -1;
    if (low >= 0) {
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

Form Form::parse(std::string_view text) {
  Form form;
  while (!text.empty()) {
    std::size_t const end = text.find('&');
    std::string_view const pair = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    std::size_t const equals = pair.find('=');
    std::string name = percent_decode(pair.substr(0, equals));
    if (name.empty()) continue;
    form.parameters_[std::move(name)] =
        equals == std::string_view::npos ? "" : percent_decode(pair.substr(equals + 1));
  }
  return form;
}

std::string const* Form::find(std::string_view name) const {
  auto const found = parameters_.find(name);
  return found == parameters_.end() ? nullptr : &found->second;
}

Value decode_form(Form const& form, Shape const& shape, Protocol protocol) {
  return Decoder(protocol).structure(grow(form), shape, "");
}

}  // namespace neargate::api::wire
