#include <fmt/format.h>

#include <algorithm>

#include "api/ec2/resources.h"
#include "api/ec2/security_groups.h"
#include "gen/ec2/errors.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr std::size_t text_length_max = 255, groups_max = 2500;

void check_text(std::string const& text, char const* parameter) {
  constexpr std::string_view signs = " ._-:/()#,@[]+=&;{}!$*";
  bool const good = std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  });
  if (!good)
    throw wire::Error(
        InvalidParameterValue,
        fmt::format("Value ({}) for parameter {} is invalid. Character sets beyond ASCII are not "
                    "supported.",
                    text, parameter));
  if (text.size() > text_length_max)
    throw wire::Error(InvalidParameterValue,
                      fmt::format("Value ({}) for parameter {} is invalid. Names can not be longer than {} "
                                  "characters.",
                                  text, parameter, text_length_max));
}

/// EC2 takes an empty parameter for one that is not there.
void check_description(std::string const& description) {
  if (description.empty())
    throw wire::Error(MissingParameter, "The request must contain the parameter GroupDescription");
  check_text(description, "GroupDescription");
}

void check_name(std::string const& name) {
  if (name.empty()) throw wire::Error(MissingParameter, "The request must contain the parameter GroupName");
  check_text(name, "GroupName");
  if (name == "default")
    throw wire::Error(InvalidParameterValue, "Cannot use reserved security group name: default");
  if (name.starts_with("sg-"))
    throw wire::Error(
        InvalidParameterValue,
        fmt::format("Value ({}) for parameter GroupName is invalid. Group names may not be in the "
                    "format sg-*.",
                    name));
}

domain::VpcId vpc_of(Call& call, std::optional<std::string> const& id) {
  domain::Vpc const usual = state::ensure_default_vpc(call.db, call.scope, call.mint);
  if (!id) return usual.id;
  for (auto const& vpc : state::list_vpcs(call.db, call.scope))
    if (vpc.id.text() == *id) return vpc.id;
  throw wire::Error(InvalidVpcIDNotFound, "The vpc ID '" + *id + "' does not exist");
}

/// What stands in the way of deleting: an interface of a task, or a rule of another group.
bool is_in_use(Call& call, domain::SecurityGroup const& group) {
  for (auto const& groups : state::list_groups_in_use(call.db, call.scope))
    if (std::find(groups.begin(), groups.end(), group.id) != groups.end()) return true;
  auto const rules = state::list_security_group_rules(call.db, call.scope);
  return std::any_of(rules.begin(), rules.end(), [&](domain::SecurityGroupRule const& rule) {
    return rule.peer_kind == domain::PeerKind::Group && rule.peer == group.id.text() &&
           rule.group != group.id;
  });
}

}  // namespace

CreateSecurityGroupResult create_security_group(Call& call, CreateSecurityGroupRequest const& request) {
  std::string const name = request.group_name.value_or("");
  check_dry_run(request.dry_run);
  check_name(name);
  check_description(request.description.value_or(""));
  state::TagList const tags = specified_tags(request.tag_specifications, ResourceType::SecurityGroup);
  domain::VpcId const vpc = vpc_of(call, request.vpc_id);
  auto const groups = state::list_security_groups(call.db, call.scope);
  for (auto const& group : groups)
    if (group.vpc == vpc && group.name == name)
      throw wire::Error(InvalidGroupDuplicate,
                        fmt::format("The security group '{}' already exists for VPC '{}'", name, vpc.text()));
  if (groups.size() >= groups_max)
    throw wire::Error(
        SecurityGroupLimitExceeded,
        fmt::format("The maximum number of security groups for VPC '{}' has been reached.", vpc.text()));
  domain::SecurityGroup const group{.scope = call.scope,
                                    .id = domain::SecurityGroupId{call.mint.ec2_id("sg")},
                                    .vpc = vpc,
                                    .name = name,
                                    .description = request.description.value_or("")};
  state::insert_security_group(call.db, group);
  domain::SecurityGroupRule everything_out;
  everything_out.id = call.mint.ec2_id("sgr");
  everything_out.group = group.id;
  everything_out.direction = domain::Direction::Egress;
  everything_out.peer = "0.0.0.0/0";
  state::insert_security_group_rule(call.db, call.scope, everything_out);
  state::set_tags(call.db, group_arn(group), tags);
  return {.return_ = true,
          .group_id = group.id.text(),
          .security_group_arn = group_arn(group),
          .tags = tag_view(tags)};
}

DeleteSecurityGroupResult delete_security_group(Call& call, DeleteSecurityGroupRequest const& request) {
  check_dry_run(request.dry_run);
  domain::SecurityGroup const group = require_group(call, request.group_id, request.group_name);
  if (group.name == "default")
    throw wire::Error(CannotDelete,
                      fmt::format("the specified group: \"{}\" name: \"default\" cannot be deleted "
                                  "by a user",
                                  group.id.text()));
  if (is_in_use(call, group))
    throw wire::Error(DependencyViolation,
                      fmt::format("resource {} has a dependent object", group.id.text()));
  for (auto const& rule : state::list_security_group_rules(call.db, call.scope, group.id))
    state::remove_all_tags(call.db, ec2_arn(call.scope, ResourceType::SecurityGroupRule, rule.id));
  state::delete_security_group(call.db, group);
  state::remove_all_tags(call.db, group_arn(group));
  return {.return_ = true, .group_id = group.id.text()};
}

}  // namespace neargate::api::ec2
