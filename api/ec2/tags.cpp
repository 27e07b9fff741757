// CreateTags, DeleteTags, DescribeTags: tags of any resource by its id alone.

#include <algorithm>
#include <array>
#include <set>

#include "api/ec2/filters.h"
#include "api/ec2/resources.h"
#include "api/ec2/selection.h"
#include "gen/ec2/errors.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

constexpr std::size_t tags_max = 50;

struct KnownResource {
  ResourceType type;
  std::string id;
};

std::vector<KnownResource> list_resources(Call& call) {
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  std::vector<KnownResource> all;
  for (auto const& vpc : state::list_vpcs(call.db, call.scope)) {
    std::string const id = vpc.id.text();
    all.push_back({ResourceType::Vpc, id});
    all.push_back({ResourceType::DhcpOptions, vpc.dhcp_options_id});
    all.push_back({ResourceType::RouteTable, derived_id("rtb", id)});
    all.push_back({ResourceType::NetworkAcl, derived_id("acl", id)});
    all.push_back({ResourceType::InternetGateway, derived_id("igw", id)});
  }
  for (auto const& subnet : state::list_subnets(call.db, call.scope))
    all.push_back({ResourceType::Subnet, subnet.id.text()});
  for (auto const& group : state::list_security_groups(call.db, call.scope))
    all.push_back({ResourceType::SecurityGroup, group.id.text()});
  for (auto const& rule : state::list_security_group_rules(call.db, call.scope))
    all.push_back({ResourceType::SecurityGroupRule, rule.id});
  for (auto const& eni : state::list_network_interfaces(call.db, call.scope))
    all.push_back({ResourceType::NetworkInterface, eni.id.text()});
  return all;
}

[[noreturn]] void refuse_unknown(std::string const& id) {
  struct Kind {
    std::string_view prefix;
    wire::ErrorShape error;
    char const* name;
  };
  constexpr auto kinds =
      std::to_array<Kind>({{"vpc-", InvalidVpcIDNotFound, "The vpc ID '"},
                           {"subnet-", InvalidSubnetIDNotFound, "The subnet ID '"},
                           {"sg-", InvalidGroupNotFound, "The security group '"},
                           {"sgr-", InvalidSecurityGroupRuleIdNotFound, "The security group rule ID '"},
                           {"rtb-", InvalidRouteTableIDNotFound, "The routeTable ID '"},
                           {"acl-", InvalidNetworkAclIDNotFound, "The networkAcl ID '"},
                           {"igw-", InvalidInternetGatewayIDNotFound, "The internetGateway ID '"},
                           {"eni-", InvalidNetworkInterfaceIDNotFound, "The networkInterface ID '"}});
  for (auto const& kind : kinds)
    if (id.starts_with(kind.prefix)) throw wire::Error(kind.error, kind.name + id + "' does not exist");
  throw wire::Error(InvalidID, "The ID '" + id + "' is not valid");
}

/// ARNs of the resources named; throws for one that does not exist.
std::vector<std::string> require_arns(Call& call, std::optional<std::vector<std::string>> const& ids) {
  if (!ids || ids->empty())
    throw wire::Error(MissingParameter, "The request must contain the parameter resourceIdSet");
  auto const known = list_resources(call);
  std::vector<std::string> arns;
  for (std::string const& id : *ids) {
    auto const found =
        std::find_if(known.begin(), known.end(), [&](auto const& one) { return one.id == id; });
    if (found == known.end()) refuse_unknown(id);
    arns.push_back(ec2_arn(call.scope, found->type, id));
  }
  return arns;
}

std::optional<std::vector<std::string>> tag_description_values(TagDescription const& tag,
                                                               std::string const& name) {
  if (name == "key") return {{tag.key.value_or("")}};
  if (name == "value") return {{tag.value.value_or("")}};
  if (name == "resource-id") return {{tag.resource_id.value_or("")}};
  if (name == "resource-type")
    return {{std::string(tag.resource_type ? to_text(*tag.resource_type) : std::string_view{})}};
  if (name.starts_with("tag:"))
    return name.substr(4) == tag.key ? std::vector<std::string>{tag.value.value_or("")}
                                     : std::vector<std::string>{};
  return std::nullopt;
}

}  // namespace

CreateTagsResponse create_tags(Call& call, CreateTagsRequest const& request) {
  check_dry_run(request.dry_run);
  auto const arns = require_arns(call, request.resources);
  state::TagList tags;
  for (Tag const& tag : request.tags.value_or(std::vector<Tag>{})) {
    check_tag(tag.key.value_or(""), tag.value.value_or(""));
    tags.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  }
  if (tags.empty()) throw wire::Error(MissingParameter, "The request must contain the parameter tagSet");
  for (std::string const& arn : arns) {
    state::set_tags(call.db, arn, tags);
    if (state::list_tags(call.db, arn).size() > tags_max)
      throw wire::Error(TagLimitExceeded, "The maximum number of Tags for a resource has been reached.");
  }
  return {};
}

DeleteTagsResponse delete_tags(Call& call, DeleteTagsRequest const& request) {
  check_dry_run(request.dry_run);
  auto const unwanted = request.tags.value_or(std::vector<Tag>{});
  for (std::string const& arn : require_arns(call, request.resources)) {
    std::vector<std::string> keys;
    // Without tags all go; a tag without a value goes whatever its value, one with a value only if it has it.
    for (auto const& [key, value] : state::list_tags(call.db, arn))
      if (unwanted.empty() || std::any_of(unwanted.begin(), unwanted.end(), [&](Tag const& tag) {
            return tag.key == key && (!tag.value || *tag.value == value);
          }))
        keys.push_back(key);
    state::remove_tags(call.db, arn, keys);
  }
  return {};
}

DescribeTagsResult describe_tags(Call& call, DescribeTagsRequest const& request) {
  constexpr IdKind tag_kind{"tags", InvalidID, InvalidID, [](std::string const& id) { return id; }, "tags"};
  check_dry_run(request.dry_run);
  check_page(tag_kind, false, request.max_results);
  std::vector<TagDescription> tags;
  for (auto const& [type, id] : list_resources(call))
    for (auto const& [key, value] : tags_of(call, type, id))
      tags.push_back({.key = key, .resource_id = id, .resource_type = type, .value = value});
  apply_filters(tags, request.filters, &tag_description_values);
  DescribeTagsResult result;
  result.next_token =
      cut_page(tags, request.max_results, request.next_token, tag_kind,
               [](TagDescription const& tag) { return tag.resource_id.value() + ' ' + tag.key.value(); });
  result.tags = std::move(tags);
  return result;
}

}  // namespace neargate::api::ec2
