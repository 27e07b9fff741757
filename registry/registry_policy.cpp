#include "registry/registry_policy.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "domain/arn.h"
#include "registry/manifests.h"
#include "state/repository_policies.h"

namespace neargate::registry {

namespace {

using Json = nlohmann::json;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// A member that holds one text or a list of them.
template <class Fits>
bool any_text(Json const& value, Fits fits) {
  if (value.is_string()) return fits(value.get_ref<std::string const&>());
  return value.is_array() && std::ranges::any_of(value, [&](Json const& one) {
           return one.is_string() && fits(one.get_ref<std::string const&>());
         });
}

bool names_account(Json const& principal, std::string const& account) {
  if (principal.is_string()) return principal == "*";
  auto const aws = principal.find("AWS");
  if (!principal.is_object() || aws == principal.end()) return false;
  return any_text(*aws, [&](std::string const& who) {
    auto const arn = domain::Arn::parse(who);
    return who == "*" || who == account || (arn && arn->account == account && arn->resource == "root");
  });
}

bool fits(Json const& statement, RegistryQuestion const& question) {
  if (!statement.contains("Principal") || !names_account(statement["Principal"], question.account.text()))
    return false;
  // What a condition asks is not known here: it never allows, and always denies.
  if (statement.contains("Condition") && statement.value("Effect", "") != "Deny") return false;
  bool const action =
      statement.contains("Action") && any_text(statement["Action"], [&](std::string const& pattern) {
        return matches_wildcard(lower(pattern), lower(question.action));
      });
  if (!action || !statement.contains("Resource")) return action;
  std::string const resource = domain::Arn{.partition = domain::partition_of(question.registry.region),
                                           .service = "ecr",
                                           .region = question.registry.region.text(),
                                           .account = question.registry.account.text(),
                                           .resource = "repository/" + question.repository.text()}
                                   .text();
  return any_text(statement["Resource"],
                  [&](std::string const& pattern) { return matches_wildcard(pattern, resource); });
}

}  // namespace

bool policy_allows(std::string_view policy, RegistryQuestion const& question) {
  Json const document = Json::parse(policy, nullptr, false);
  if (!document.is_object() || !document.contains("Statement")) return false;
  Json const& statements = document["Statement"];
  Json const list = statements.is_object() ? Json::array({statements}) : statements;
  bool allowed = false;
  for (Json const& statement : list) {
    if (!statement.is_object() || !fits(statement, question)) continue;
    if (statement.value("Effect", "") == "Deny") return false;
    allowed = allowed || statement.value("Effect", "") == "Allow";
  }
  return allowed;
}

bool registry_allows(state::Database& db, RegistryQuestion const& question) {
  auto const policy = state::find_registry_policy(db, question.registry);
  return policy && policy_allows(*policy, question);
}

}  // namespace neargate::registry
