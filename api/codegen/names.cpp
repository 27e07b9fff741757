#include "api/codegen/names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace neargate::codegen {
namespace {

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
char upper(char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); }

constexpr std::array<std::string_view, 25> keywords{
    "auto",     "bool",    "case",   "char",     "class",  "const",    "default",   "delete", "do",
    "enum",     "export",  "float",  "for",      "int",    "long",     "namespace", "new",    "not",
    "operator", "private", "public", "register", "return", "template", "union"};

/// Does a word start at `i`? "ECSManaged" breaks before "Managed"; the s of "GroupIDs" belongs to its
/// capitals.
bool starts_word(std::string_view name, std::size_t i) {
  if (i == 0 || !is_upper(name[i])) return false;
  if (name[i] == 'B' && i >= 2 && name[i - 1] == 'i' && is_upper(name[i - 2])) return false;  // GiB, MiB
  if (!is_upper(name[i - 1])) return true;
  bool const before_lower = i + 1 < name.size() && is_lower(name[i + 1]);
  bool const plural = before_lower && name[i + 1] == 's' && (i + 2 == name.size() || is_upper(name[i + 2]));
  return before_lower && !plural;
}

std::string enumerator(std::string_view value) {
  std::string name;
  std::size_t i = 0;
  while (i < value.size()) {
    std::size_t end = i;
    while (end < value.size() && is_word(value[end])) ++end;
    std::string_view const token = value.substr(i, end - i);
    bool const capitals = std::ranges::none_of(token, is_lower);
    for (std::size_t j = 0; j < token.size(); ++j)
      name += j == 0 ? upper(token[j]) : capitals ? lower(token[j]) : token[j];
    i = end + 1;
  }
  if (name.empty()) return "Empty";
  return std::isdigit(static_cast<unsigned char>(name[0])) != 0 ? "V" + name : name;
}

}  // namespace

std::string snake_case(std::string_view name) {
  std::string snake;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (starts_word(name, i)) snake += '_';
    snake += is_word(name[i]) ? lower(name[i]) : '_';
  }
  if (std::ranges::find(keywords, snake) != keywords.end()) snake += '_';
  return snake;
}

std::vector<std::string> enumerators(std::vector<std::string> const& values) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (auto const& value : values) {
    std::string name = enumerator(value);
    while (!taken.insert(name).second) name += '_';
    names.push_back(std::move(name));
  }
  return names;
}

std::string literal(std::string_view text) {
  std::string quoted = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else if (c == '?')
      quoted += "\\?";  // no trigraphs
    else
      quoted += c;
  }
  return quoted + '"';
}

}  // namespace neargate::codegen
