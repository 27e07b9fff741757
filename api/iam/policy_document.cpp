#include "api/iam/policy_document.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "api/iam/policy_grammar.h"
#include "gen/iam/errors.h"

namespace neargate::api::iam {

namespace {

using Json = nlohmann::json;
using Statements = std::vector<Json>;

std::optional<std::string> const syntax_errors = "Syntax errors in policy.";
std::optional<std::string> const legacy_parsing = "The policy failed legacy parsing";

bool is_empty_list(Json const& statement, char const* element) {
  return statement.contains(element) && statement.at(element).is_array() && statement.at(element).empty();
}

/// Is there something under either name, and is it not an empty list?
bool names_any(Json const& statement, char const* element, char const* negated) {
  return (statement.contains(element) || statement.contains(negated)) && !is_empty_list(statement, element) &&
         !is_empty_list(statement, negated);
}

/// Read by what came before IAM's present grammar: it knows Allow and Deny in that spelling alone, and dates.
bool passes_legacy_parsing(Json const& statement) {
  return (statement.at("Effect") == "Allow" || statement.at("Effect") == "Deny") && dates_are_good(statement);
}

std::optional<std::string> sids_fault(Statements const& statements) {
  std::set<std::string> seen;
  for (Json const& statement : statements) {
    std::string const sid = statement.value("Sid", "");
    if (!sid.empty() && !seen.insert(sid).second)
      return "Statement IDs (SID) in a single policy must be unique.";
  }
  return std::nullopt;
}

std::optional<std::string> action_fault(std::string const& action) {
  auto const colons = std::count(action.begin(), action.end(), ':');
  if (colons == 0 && action != "*")
    return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  if (colons > 1) return "Actions/Condition can contain only one colon.";
  std::string const vendor = action.substr(0, action.find(':'));
  bool const is_good = vendor == "*" || std::all_of(vendor.begin(), vendor.end(), [](unsigned char c) {
                         return std::isalnum(c) || c == '-' || c == '.';
                       });
  return is_good ? std::nullopt : std::optional("Vendor " + vendor + " is not valid");
}

std::optional<std::string> actions_fault(Statements const& statements) {
  for (char const* const element : {"Action", "NotAction"})
    for (Json const& statement : statements)
      for (std::string const& action : texts_of(statement, element))
        if (auto fault = action_fault(action)) return fault;
  return std::nullopt;
}

/// Resources that do not read as ARNs, and those that the older parser cannot take apart.
std::optional<std::string> resources_fault(Statements const& statements) {
  std::optional<std::string> first;
  for (char const* const element : {"Resource", "NotResource"})
    for (Json const& statement : statements) {
      auto resources = texts_of(statement, element);
      std::sort(resources.begin(), resources.end());
      for (std::string const& resource : resources)
        if (!first) first = resource_fault(resource);
      if (!first && !std::all_of(resources.begin(), resources.end(), is_legacy_resource))
        return legacy_parsing;
    }
  return first;
}

/// What a trust policy may allow: sts:AssumeRole… and what goes along with it.
bool is_trust_action(std::string action) {
  std::transform(action.begin(), action.end(), action.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (!action.starts_with("sts:")) return false;
  return action.starts_with("sts:assumerole") || action == "sts:tagsession" ||
         action == "sts:setsourceidentity" || action == "sts:setcontext" ||
         action.find_first_of("*?") != std::string::npos;
}

/// What every policy is checked for, after its syntax, in IAM's order.
std::optional<std::string> common_fault(Statements const& statements) {
  if (!std::all_of(statements.begin(), statements.end(), passes_legacy_parsing)) return legacy_parsing;
  auto const resources = resources_fault(statements);
  if (resources == legacy_parsing) return resources;
  if (auto fault = sids_fault(statements)) return fault;
  for (Json const& statement : statements)
    if (!names_any(statement, "Action", "NotAction")) return "Policy statement must contain actions.";
  if (resources) return resources;
  return actions_fault(statements);
}

std::optional<std::string> trust_fault(Statements const& statements) {
  for (Json const& statement : statements) {
    if (statement.contains("Resource") || statement.contains("NotResource"))
      return "Has prohibited field Resource";
    if (!statement.contains("Principal") && !statement.contains("NotPrincipal"))
      return "Policy statement must contain principals.";
    auto const actions = texts_of(statement, "Action");
    if (!std::all_of(actions.begin(), actions.end(), is_trust_action))
      return "AssumeRole policy may only specify STS AssumeRole actions.";
  }
  return std::nullopt;
}

std::optional<std::string> identity_fault(Json const& policy, bool is_managed) {
  auto const statements = statements_of(policy);
  for (Json const& statement : statements)
    if (statement.contains("Principal") || statement.contains("NotPrincipal"))
      return "Policy document should not specify a principal.";
  // An inline policy without a version is taken for one of 2008-10-17; a managed one has to be of today's.
  if (is_managed && policy.value("Version", "") != "2012-10-17")
    return "Policy document must be version 2012-10-17 or greater.";
  if (auto fault = common_fault(statements)) return fault;
  for (Json const& statement : statements)
    if (!names_any(statement, "Resource", "NotResource")) return "Policy statement must contain resources.";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> trust_policy_fault(std::string_view document) {
  Json const policy = Json::parse(document, nullptr, false);
  if (policy.is_discarded()) return "This policy contains invalid Json";
  if (!is_policy(policy)) return syntax_errors;
  auto const statements = statements_of(policy);
  if (auto fault = trust_fault(statements)) return fault;
  return common_fault(statements);
}

std::optional<std::string> identity_policy_fault(std::string_view document) {
  Json const policy = Json::parse(document, nullptr, false);
  return is_policy(policy) ? identity_fault(policy, false) : syntax_errors;
}

void check_managed_document(std::string const& document) {
  constexpr std::size_t size_max = 6144;
  Json const policy = Json::parse(document, nullptr, false);
  if (auto const fault = is_policy(policy) ? identity_fault(policy, true) : syntax_errors)
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
