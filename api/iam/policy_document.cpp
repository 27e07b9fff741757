#include "api/iam/policy_document.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "gen/iam/errors.h"

namespace neargate::api::iam {

namespace {

using Json = nlohmann::json;

constexpr char const* syntax_errors = "Syntax errors in policy.";

/// A statement list: one object stands for a list of one.
std::optional<std::vector<Json>> statements_of(Json const& policy) {
  auto const found = policy.find("Statement");
  if (found == policy.end()) return std::nullopt;
  if (found->is_object()) return std::vector<Json>{*found};
  if (!found->is_array() || found->empty()) return std::nullopt;
  if (!std::all_of(found->begin(), found->end(), [](Json const& one) { return one.is_object(); }))
    return std::nullopt;
  return found->get<std::vector<Json>>();
}

/// Text or list of texts; nullopt for anything else.
std::optional<std::vector<std::string>> texts_of(Json const& value) {
  if (value.is_string()) return std::vector<std::string>{value.get<std::string>()};
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (Json const& one : value) {
    if (!one.is_string()) return std::nullopt;
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

bool effect_is_known(Json const& statement) {
  auto const effect = statement.find("Effect");
  return effect != statement.end() && (*effect == "Allow" || *effect == "Deny");
}

std::optional<std::string> actions_fault(Json const& statement) {
  auto const actions = statement.contains("Action") ? statement.find("Action") : statement.find("NotAction");
  if (actions == statement.end()) return "Policy statement must contain actions.";
  auto const texts = texts_of(*actions);
  if (!texts) return syntax_errors;
  if (texts->empty()) return "Policy statement must contain actions.";
  for (std::string const& action : *texts)
    if (action != "*" && action.find(':') == std::string::npos)
      return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  return std::nullopt;
}

std::optional<std::string> resources_fault(Json const& statement) {
  auto const resources =
      statement.contains("Resource") ? statement.find("Resource") : statement.find("NotResource");
  if (resources == statement.end()) return "Policy statement must contain resources.";
  auto const texts = texts_of(*resources);
  if (!texts) return syntax_errors;
  if (texts->empty()) return "Policy statement must contain resources.";
  for (std::string const& resource : *texts)
    if (resource != "*" && !resource.starts_with("arn:"))
      return "Resource " + resource + " must be in ARN format or \"*\".";
  return std::nullopt;
}

std::optional<std::string> version_fault(Json const& policy) {
  auto const version = policy.find("Version");
  if (version == policy.end()) return std::nullopt;  // IAM takes that for 2008-10-17
  if (!version->is_string()) return syntax_errors;
  if (*version == "2012-10-17" || *version == "2008-10-17") return std::nullopt;
  return "Policy document must be version 2012-10-17 or greater.";
}

std::optional<std::string> trust_statement_fault(Json const& statement) {
  if (!effect_is_known(statement)) return syntax_errors;
  for (char const* prohibited : {"Resource", "NotResource"})
    if (statement.contains(prohibited)) return "Has prohibited field Resource.";
  if (!statement.contains("Principal") && !statement.contains("NotPrincipal"))
    return "Policy statement must contain principals.";
  return actions_fault(statement);
}

std::optional<std::string> identity_statement_fault(Json const& statement) {
  if (!effect_is_known(statement)) return syntax_errors;
  for (char const* prohibited : {"Principal", "NotPrincipal"})
    if (statement.contains(prohibited)) return "Policy document should not specify a principal.";
  if (auto fault = actions_fault(statement)) return fault;
  return resources_fault(statement);
}

std::optional<std::string> policy_fault(std::string_view document, char const* not_json,
                                        std::optional<std::string> (*statement_fault)(Json const&)) {
  Json const policy = Json::parse(document, nullptr, false);
  if (policy.is_discarded()) return not_json;
  if (!policy.is_object()) return syntax_errors;
  if (auto fault = version_fault(policy)) return fault;
  auto const statements = statements_of(policy);
  if (!statements) return syntax_errors;
  std::set<std::string> sids;
  for (Json const& statement : *statements) {
    if (auto fault = statement_fault(statement)) return fault;
    auto const sid = statement.find("Sid");
    if (sid == statement.end() || *sid == "") continue;
    if (!sid->is_string()) return syntax_errors;
    if (!sids.insert(sid->get<std::string>()).second)
      return "Statement IDs (SID) in a single policy must be unique.";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> trust_policy_fault(std::string_view document) {
  return policy_fault(document, "This policy contains invalid Json", &trust_statement_fault);
}

std::optional<std::string> identity_policy_fault(std::string_view document) {
  return policy_fault(document, syntax_errors, &identity_statement_fault);
}

void check_managed_document(std::string const& document) {
  constexpr std::size_t size_max = 6144;
  if (auto const fault = identity_policy_fault(document))
    throw wire::Error(MalformedPolicyDocumentException, *fault);
  if (policy_size(document) > size_max)
    throw wire::Error(LimitExceededException, "Cannot exceed quota for PolicySize: 6144");
}

std::string percent_encode(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (char const c : text) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      auto const byte = static_cast<unsigned char>(c);
      encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return encoded;
}

std::size_t policy_size(std::string_view document) {
  return static_cast<std::size_t>(std::count_if(document.begin(), document.end(), [](char c) {
    return c != ' ' && c != '\t' && c != '\n' && c != '\r';
  }));
}

}  // namespace neargate::api::iam
