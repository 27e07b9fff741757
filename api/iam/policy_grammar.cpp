#include "api/iam/policy_grammar.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace neargate::api::iam {

namespace {

using Json = nlohmann::json;

constexpr auto policy_members = std::to_array<std::string_view>({"Version", "Id", "Statement"});
constexpr auto statement_members =
    std::to_array<std::string_view>({"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
                                     "Resource", "NotResource", "Condition"});
constexpr auto operators = std::to_array<std::string_view>({"StringEquals",
                                                            "StringNotEquals",
                                                            "StringEqualsIgnoreCase",
                                                            "StringLike",
                                                            "StringNotLike",
                                                            "StringNotEqualsIgnoreCase",
                                                            "NumericEquals",
                                                            "NumericNotEquals",
                                                            "NumericLessThan",
                                                            "NumericLessThanEquals",
                                                            "NumericGreaterThan",
                                                            "NumericGreaterThanEquals",
                                                            "DateEquals",
                                                            "DateNotEquals",
                                                            "DateLessThan",
                                                            "DateLessThanEquals",
                                                            "DateGreaterThan",
                                                            "DateGreaterThanEquals",
                                                            "Bool",
                                                            "BinaryEquals",
                                                            "IpAddress",
                                                            "NotIpAddress",
                                                            "ArnEquals",
                                                            "ArnLike",
                                                            "ArnNotEquals",
                                                            "ArnNotLike",
                                                            "Null"});

template <std::size_t N>
bool has_only(Json const& object, std::array<std::string_view, N> const& members) {
  return std::ranges::all_of(object.items(), [&members](auto const& item) {
    return std::ranges::find(members, std::string_view(item.key())) != members.end();
  });
}

bool is_text_or_texts(Json const& statement, char const* element) {
  auto const found = statement.find(element);
  if (found == statement.end() || found->is_string()) return true;
  return found->is_array() && std::ranges::all_of(*found, [](Json const& one) { return one.is_string(); });
}

bool is_text_if_any(Json const& object, char const* member) {
  return !object.contains(member) || object.at(member).is_string();
}

bool is_effect(Json const& statement) {
  auto const found = statement.find("Effect");
  if (found == statement.end() || !found->is_string()) return false;
  std::string word = found->get<std::string>();
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word == "allow" || word == "deny";
}

bool is_operator(std::string_view name) {
  for (std::string_view const set : {"ForAnyValue:", "ForAllValues:"})
    if (name.starts_with(set)) {
      name.remove_prefix(set.size());
      break;
    }
  if (name.ends_with("IfExists")) name.remove_suffix(std::string_view("IfExists").size());
  return std::ranges::find(operators, name) != operators.end();
}

bool is_condition(std::string const& name, Json const& keys) {
  if (!keys.is_object()) return false;
  bool const are_values =
      std::ranges::none_of(keys, [](Json const& value) { return value.is_object() || value.is_null(); });
  return are_values && (keys.empty() || is_operator(name));
}

bool are_conditions(Json const& statement) {
  auto const found = statement.find("Condition");
  if (found == statement.end()) return true;
  return found->is_object() && std::ranges::all_of(found->items(), [](auto const& item) {
           return is_condition(item.key(), item.value());
         });
}

bool is_statement(Json const& statement) {
  return statement.is_object() && has_only(statement, statement_members) && is_effect(statement) &&
         !(statement.contains("Action") && statement.contains("NotAction")) &&
         !(statement.contains("Resource") && statement.contains("NotResource")) &&
         is_text_or_texts(statement, "Action") && is_text_or_texts(statement, "NotAction") &&
         is_text_or_texts(statement, "Resource") && is_text_or_texts(statement, "NotResource") &&
         are_conditions(statement) && is_text_if_any(statement, "Sid");
}

bool is_version(Json const& policy) {
  auto const found = policy.find("Version");
  return found == policy.end() || *found == "2012-10-17" || *found == "2008-10-17";
}

}  // namespace

bool is_policy(Json const& policy) {
  if (!policy.is_object() || !has_only(policy, policy_members) || !is_version(policy) ||
      !is_text_if_any(policy, "Id"))
    return false;
  auto const found = policy.find("Statement");
  if (found == policy.end()) return false;
  if (found->is_object()) return is_statement(*found);
  return found->is_array() && !found->empty() && std::ranges::all_of(*found, is_statement);
}

std::vector<Json> statements_of(Json const& policy) {
  Json const& statements = policy.at("Statement");
  return statements.is_object() ? std::vector<Json>{statements} : statements.get<std::vector<Json>>();
}

std::vector<std::string> texts_of(Json const& statement, char const* element) {
  auto const found = statement.find(element);
  if (found == statement.end()) return {};
  return found->is_string() ? std::vector<std::string>{found->get<std::string>()}
                            : found->get<std::vector<std::string>>();
}

}  // namespace neargate::api::iam
