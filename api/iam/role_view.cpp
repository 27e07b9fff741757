#include "api/iam/role_view.h"

#include <algorithm>
#include <set>

#include "api/iam/policy_document.h"
#include "gen/iam/errors.h"
#include "state/roles.h"

namespace neargate::api::iam {

namespace {

constexpr char const* service_linked_path = "/aws-service-role/";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return text;
}

}  // namespace

std::string role_arn(domain::Role const& role) {
  return "arn:aws:iam::" + role.account.text() + ":role" + role.path + role.name.text();
}

domain::Role require_role(Call& call, std::optional<std::string> const& name) {
  std::string const text = name.value_or("");
  if (auto role = state::find_role(call.db, call.scope.account, domain::RoleName{text})) return *role;
  throw wire::Error(NoSuchEntityException, "The role with name " + text + " cannot be found.");
}

domain::Role require_modifiable_role(Call& call, std::optional<std::string> const& name) {
  domain::Role role = require_role(call, name);
  if (role.path.starts_with(service_linked_path))
    throw wire::Error(UnmodifiableEntityException, "Cannot perform the operation on the protected role '" +
                                                       role.name.text() +
                                                       "' - this role is only modifiable by AWS");
  return role;
}

Role role_view(domain::Role const& role) {
  Role view{.path = role.path,
            .role_name = role.name.text(),
            .role_id = role.id,
            .arn = role_arn(role),
            .create_date = role.created_at,
            .assume_role_policy_document = percent_encode(role.trust_policy),
            .description = role.description};
  if (role.permissions_boundary)
    view.permissions_boundary = {
        .permissions_boundary_type = PermissionsBoundaryAttachmentType::PermissionsBoundaryPolicy,
        .permissions_boundary_arn = role.permissions_boundary};
  return view;
}

std::vector<Tag> tag_view(state::TagList const& tags) {
  std::vector<Tag> view;
  for (auto const& [key, value] : tags) view.push_back({.key = key, .value = value});
  return view;
}

state::TagList tag_list(std::vector<Tag> const& tags) {
  state::TagList list;
  std::set<std::string> keys;
  for (Tag const& tag : tags) {
    if (!keys.insert(lower(tag.key.value_or(""))).second)
      throw wire::Error(InvalidInputException,
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    list.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  }
  return list;
}

}  // namespace neargate::api::iam
