#include <set>

#include "api/sts/credentials.h"
#include "api/sts/session_policy.h"
#include "api/sts/trust.h"
#include "domain/arn.h"
#include "gen/sts/errors.h"
#include "gen/sts/operations.h"
#include "state/roles.h"

namespace neargate::api::sts {

namespace {

constexpr int usual_seconds = 3600, chained_seconds_max = 3600;

/// A role named by ARN.
struct RoleReference {
  domain::AccountId account;
  std::string path, name;
};

RoleReference require_role_arn(std::string const& text) {
  auto const arn = domain::Arn::parse(text);
  constexpr std::size_t account_digits = 12;
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/") ||
      arn->account.size() != account_digits || arn->resource.ends_with("/"))
    throw wire::Error(ValidationError, text + " is invalid");
  auto const slash = arn->resource.rfind('/');
  return {domain::AccountId{arn->account}, arn->resource.substr(4, slash - 3),
          arn->resource.substr(slash + 1)};
}

void check_transitive_keys(AssumeRoleRequest const& request) {
  std::set<std::string> keys;
  for (Tag const& tag : request.tags.value_or(std::vector<Tag>{})) keys.insert(lower(tag.key.value_or("")));
  for (std::string const& key : request.transitive_tag_keys.value_or(std::vector<std::string>{}))
    if (!keys.contains(lower(key)))
      throw wire::Error(InvalidParameterValue,
                        "The specified transitive tag key must be included in the requested tags.");
}

ConditionKeys condition_keys(Call const& call, AssumeRoleRequest const& request) {
  ConditionKeys keys{{"sts:rolesessionname", request.role_session_name.value_or("")},
                     {"aws:principalarn", call.caller_arn},
                     {"aws:principalaccount", call.scope.account.text()},
                     {"aws:userid", call.caller_id.empty() ? call.scope.account.text() : call.caller_id}};
  if (request.external_id) keys["sts:externalid"] = *request.external_id;
  if (request.source_identity) keys["sts:sourceidentity"] = *request.source_identity;
  for (Tag const& tag : request.tags.value_or(std::vector<Tag>{}))
    keys["aws:requesttag/" + lower(tag.key.value_or(""))] = tag.value.value_or("");
  return keys;
}

[[noreturn]] void refuse(Call const& call, std::string const& role) {
  throw wire::Error(AccessDenied, "User: " + call.caller_arn +
                                      " is not authorized to perform: sts:AssumeRole on resource: " + role);
}

/// The role, when there is one and it trusts the caller. Unless strict, a role that nobody made is taken as
/// it is named, like other unknown ARNs in requests.
domain::Role require_trusting_role(Call& call, RoleReference const& wanted,
                                   AssumeRoleRequest const& request) {
  std::string const arn = request.role_arn.value_or("");
  auto role = state::find_role(call.db, wanted.account, domain::RoleName{wanted.name});
  if (!role && !call.settings.strict) {
    domain::Role unknown;
    unknown.account = wanted.account;
    unknown.name = domain::RoleName{wanted.name};
    unknown.id = call.mint.iam_id("AROA");
    unknown.max_session_seconds = 43200;
    return unknown;
  }
  if (!role || role->path != wanted.path) refuse(call, arn);
  auto const caller = domain::Arn::parse(call.caller_arn);
  TrustQuestion question{.caller_arn = call.caller_arn,
                         .role_arn = {},
                         .account = call.scope.account.text(),
                         .keys = condition_keys(call, request)};
  if (caller && caller->resource.starts_with("assumed-role/")) {
    std::string const name = caller->resource.substr(13, caller->resource.rfind('/') - 13);
    if (auto const own = state::find_role(call.db, call.scope.account, domain::RoleName{name}))
      question.role_arn = "arn:aws:iam::" + own->account.text() + ":role" + own->path + own->name.text();
  }
  if (!trusts(role->trust_policy, question)) refuse(call, arn);
  return *role;
}

}  // namespace

AssumeRoleResponse assume_role(Call& call, AssumeRoleRequest const& request) {
  RoleReference const wanted = require_role_arn(request.role_arn.value_or(""));
  check_transitive_keys(request);
  auto const packed = packed_policy_size(request.policy, request.tags, request.policy_arns);
  refuse_mfa(request.serial_number, request.token_code);
  if (request.provided_contexts && !request.provided_contexts->empty())
    throw wire::Error(wire::NotImplementedException,
                      "neargate does not act upon ProvidedContexts of AssumeRole");
  domain::Role const role = require_trusting_role(call, wanted, request);
  int const seconds = request.duration_seconds.value_or(usual_seconds);
  if (seconds > role.max_session_seconds)
    throw wire::Error(ValidationError,
                      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  if (has_session(call) && seconds > chained_seconds_max)
    throw wire::Error(ValidationError,
                      "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                      "assumed by role chaining");
  std::string const name = request.role_session_name.value_or("");
  // The role's path is not part of the session's ARN (iam-sts-ec2-logs.md "UserId").
  std::string const arn =
      "arn:aws:sts::" + role.account.text() + ":assumed-role/" + role.name.text() + "/" + name;
  auto const session =
      open_session(call, role.account, arn, role.id + ":" + name, std::chrono::seconds{seconds});
  return {.credentials = credentials_view(session),
          .assumed_role_user = AssumedRoleUser{.assumed_role_id = session.caller_id, .arn = session.arn},
          .packed_policy_size = packed,
          .source_identity = request.source_identity};
}

}  // namespace neargate::api::sts
