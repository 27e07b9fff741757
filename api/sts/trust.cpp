#include "api/sts/trust.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "api/wildcard.h"

namespace neargate::api::sts {

namespace {

using Json = nlohmann::json;

std::vector<std::string> texts_of(Json const& value) {
  if (value.is_string()) return {value.get<std::string>()};
  std::vector<std::string> texts;
  if (value.is_array())
    for (Json const& one : value) texts.push_back(one.is_string() ? one.get<std::string>() : one.dump());
  else if (!value.is_null() && !value.is_object())
    texts.push_back(value.dump());
  return texts;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return text;
}

bool names_action(Json const& statement) {
  auto const matches = [](Json const& actions) {
    auto const texts = texts_of(actions);
    return std::any_of(texts.begin(), texts.end(), [](std::string const& action) {
      return matches_wildcard(lower(action), "sts:assumerole");
    });
  };
  if (statement.contains("Action")) return matches(statement["Action"]);
  return statement.contains("NotAction") && !matches(statement["NotAction"]);
}

bool is_caller(std::string const& principal, TrustQuestion const& question) {
  return principal == "*" || principal == question.account ||
         principal == "arn:aws:iam::" + question.account + ":root" || principal == question.caller_arn ||
         (!question.role_arn.empty() && principal == question.role_arn);
}

bool names_caller(Json const& statement, TrustQuestion const& question) {
  auto const matches = [&](Json const& principal) {
    Json const& named = principal.is_object() && principal.contains("AWS") ? principal["AWS"] : principal;
    auto const texts = texts_of(named);
    return std::any_of(texts.begin(), texts.end(),
                       [&](std::string const& text) { return is_caller(text, question); });
  };
  if (statement.contains("Principal")) return matches(statement["Principal"]);
  return statement.contains("NotPrincipal") && !matches(statement["NotPrincipal"]);
}

/// One operator (StringEquals, ArnLike …) on one key. A key that the request lacks fails, unless the operator
/// is negated, ends in IfExists, or is Null.
bool condition_holds(std::string name, std::string const& key, std::vector<std::string> const& wanted,
                     ConditionKeys const& keys) {
  auto const found = keys.find(lower(key));
  if (name == "Null") return !wanted.empty() && (wanted.front() == "true") == (found == keys.end());
  bool const if_exists = name.ends_with("IfExists");
  if (if_exists) name.resize(name.size() - std::string_view("IfExists").size());
  bool const negated = name.find("Not") != std::string::npos;
  if (found == keys.end()) return if_exists || negated;
  bool const any_case = name.find("IgnoreCase") != std::string::npos;
  bool const patterns = name.find("Like") != std::string::npos || name.starts_with("Arn");
  bool const hit = std::any_of(wanted.begin(), wanted.end(), [&](std::string const& value) {
    std::string const text = any_case ? lower(found->second) : found->second;
    std::string const pattern = any_case ? lower(value) : value;
    return patterns ? matches_wildcard(pattern, text) : pattern == text;
  });
  return hit != negated;
}

bool conditions_hold(Json const& statement, ConditionKeys const& keys) {
  auto const conditions = statement.find("Condition");
  if (conditions == statement.end()) return true;
  for (auto const& [name, tests] : conditions->items())
    for (auto const& [key, wanted] : tests.items())
      if (!condition_holds(name, key, texts_of(wanted), keys)) return false;
  return true;
}

}  // namespace

bool trusts(std::string_view policy, TrustQuestion const& question) {
  Json const document = Json::parse(policy, nullptr, false);
  if (document.is_discarded() || !document.contains("Statement")) return false;
  Json const& all = document["Statement"];
  Json const statements = all.is_array() ? all : Json::array({all});
  bool allowed = false;
  for (Json const& statement : statements) {
    if (!names_action(statement) || !names_caller(statement, question)) continue;
    if (!conditions_hold(statement, question.keys)) continue;
    if (statement.value("Effect", "") == "Deny") return false;
    allowed = true;
  }
  return allowed;
}

}  // namespace neargate::api::sts
