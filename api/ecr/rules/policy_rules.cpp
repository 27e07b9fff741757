#include "api/ecr/rules/policy_rules.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "api/ecr/refuse.h"
#include "api/wildcard.h"
#include "registry/naming.h"

namespace neargate::api::ecr {

namespace {

using Json = nlohmann::ordered_json;

/// Thrown inside this file only: not a resource policy.
struct Malformed {};

std::vector<std::string> texts_of(Json const& value) {
  if (value.is_string()) return {value.get<std::string>()};
  if (!value.is_array() || value.empty()) throw Malformed{};
  std::vector<std::string> texts;
  for (Json const& one : value) {
    if (!one.is_string()) throw Malformed{};
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

void check_members(Json const& object, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) throw Malformed{};
  for (auto const& [name, value] : object.items())
    if (std::ranges::find(known, name) == known.end()) throw Malformed{};
}

/// Exactly one of a member and its negation.
Json const& one_of(Json const& statement, char const* member, char const* negated) {
  if (statement.contains(member) == statement.contains(negated)) throw Malformed{};
  return statement.at(statement.contains(member) ? member : negated);
}

bool is_ecr_action(std::string const& action) {
  if (action == "*") return true;
  std::string prefix = action.substr(0, 4);
  std::ranges::transform(prefix, prefix.begin(), [](unsigned char c) { return std::tolower(c); });
  return prefix == "ecr:" && action.size() > 4;
}

void check_actions(Json const& actions, PolicyKind kind) {
  static constexpr std::array first_actions = {"ecr:ReplicateImage", "ecr:BatchImportUpstreamImage",
                                               "ecr:CreateRepository", "ecr:*", "*"};
  for (std::string const& action : texts_of(actions)) {
    if (!is_ecr_action(action)) throw Malformed{};
    if (kind == PolicyKind::RegistryV1 && std::ranges::find(first_actions, action) == first_actions.end())
      throw Malformed{};
  }
}

void check_principal(Json const& principal) {
  if (principal == "*") return;
  check_members(principal, {"AWS", "Service", "Federated", "CanonicalUser"});
  if (principal.empty()) throw Malformed{};
  for (Json const& who : principal) texts_of(who);
}

void check_statement(Json const& statement, PolicyKind kind) {
  check_members(statement, {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
                            "NotResource", "Condition"});
  auto const effect = statement.find("Effect");
  if (effect == statement.end() || (*effect != "Allow" && *effect != "Deny")) throw Malformed{};
  check_principal(one_of(statement, "Principal", "NotPrincipal"));
  check_actions(one_of(statement, "Action", "NotAction"), kind);
  // Resource may be absent (captured answer): the repository is meant.
  for (char const* const member : {"Resource", "NotResource"})
    if (statement.contains(member)) texts_of(statement.at(member));
  if (statement.contains("Condition") && !statement.at("Condition").is_object()) throw Malformed{};
}

std::vector<Json> statements_of(Json const& policy) {
  auto const found = policy.find("Statement");
  if (found == policy.end()) throw Malformed{};
  if (found->is_object()) return {*found};
  if (!found->is_array() || found->empty()) throw Malformed{};
  return {found->begin(), found->end()};
}

void check_policy(Json const& policy, PolicyKind kind) {
  check_members(policy, {"Version", "Id", "Statement"});
  auto const version = policy.find("Version");
  if (version != policy.end() && *version != "2012-10-17" && *version != "2008-10-17") throw Malformed{};
  std::set<std::string> sids;
  for (Json const& statement : statements_of(policy)) {
    check_statement(statement, kind);
    auto const sid = statement.find("Sid");
    if (sid == statement.end()) continue;
    if (!sid->is_string() || !sids.insert(sid->get<std::string>()).second) throw Malformed{};
  }
}

void print(Json const& value, int depth, std::string& out) {
  std::string const indent(static_cast<std::size_t>(depth) * 2, ' ');
  if (value.is_object()) {
    char const* separator = "{\n";
    for (auto const& [name, member] : value.items()) {
      out += separator + indent + "  " + Json(name).dump() + " : ";
      print(member, depth + 1, out);
      separator = ",\n";
    }
    out += value.empty() ? "{ }" : "\n" + indent + "}";
  } else if (value.is_array()) {
    char const* separator = "[ ";
    for (Json const& one : value) {
      out += separator;
      print(one, depth, out);
      separator = ", ";
    }
    out += value.empty() ? "[ ]" : " ]";
  } else {
    out += value.dump();
  }
}

/// A list of one text becomes that text.
void collapse(Json& value) {
  if (value.is_array() && value.size() == 1 && !value.front().is_structured()) value = Json(value.front());
  if (value.is_structured())
    for (Json& member : value) collapse(member);
}

/// 123456789012 becomes arn:aws:iam::123456789012:root.
void name_roots(Json& who) {
  if (who.is_array())
    for (Json& one : who) name_roots(one);
  else if (who.is_string() && registry::is_account(who.get<std::string>()))
    who = "arn:aws:iam::" + who.get<std::string>() + ":root";
}

void normalise(Json& policy) {
  Json& statements = policy.at("Statement");
  if (statements.is_object()) statements = Json::array({statements});
  for (Json& statement : statements) {
    for (char const* const member : {"Principal", "NotPrincipal"})
      if (statement.contains(member) && statement.at(member).is_object() &&
          statement.at(member).contains("AWS"))
        name_roots(statement.at(member).at("AWS"));
    for (auto& [name, member] : statement.items()) collapse(member);
  }
}

bool names_caller(Json const& principal, std::string const& account, std::string const& caller_arn) {
  if (principal == "*") return true;
  if (!principal.is_object() || !principal.contains("AWS")) return false;
  for (std::string const& who : texts_of(principal.at("AWS")))
    if (who == "*" || who == caller_arn || who == "arn:aws:iam::" + account + ":root") return true;
  return false;
}

}  // namespace

std::string require_policy(std::string const& text, PolicyKind kind) {
  Json policy = Json::parse(text, nullptr, false);
  try {
    if (policy.is_discarded()) throw Malformed{};
    check_policy(policy, kind);
  } catch (Malformed const&) {
    refuse_parameter("PolicyText", kind == PolicyKind::Repository ? "Invalid repository policy provided"
                                                                  : "Invalid registry policy provided");
  }
  normalise(policy);
  std::string printed;
  print(policy, 0, printed);
  return printed;
}

bool locks_out(std::string const& text, std::string const& account, std::string const& caller_arn) {
  for (Json const& statement : statements_of(Json::parse(text))) {
    if (statement.at("Effect") != "Deny" || statement.contains("Condition")) continue;
    if (!statement.contains("Action") || !statement.contains("Principal")) continue;
    if (!names_caller(statement.at("Principal"), account, caller_arn)) continue;
    for (std::string const& action : texts_of(statement.at("Action")))
      if (matches_wildcard(action, "ecr:SetRepositoryPolicy")) return true;
  }
  return false;
}

}  // namespace neargate::api::ecr
