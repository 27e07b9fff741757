#include "api/ecs/network_request.h"

#include <fmt/format.h>

#include "api/ecs/refuse.h"
#include "state/networks.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t subnets_max = 16, groups_max = 5;

/// Adopts what a tutorial or a copied command names; refuses what cannot be an id even then.
void require_subnet(Call& call, domain::SubnetId const& id) {
  if (state::find_subnet(call.db, call.scope, id)) return;
  if (call.settings.strict || !id.text().starts_with("subnet-"))
    refuse(invalid(
        fmt::format("Error retrieving subnet information for [{0}]: The subnet ID '{0}' does not exist "
                    "(ErrorCode: InvalidSubnetID.NotFound)",
                    id.text())));
  state::adopt_subnet(call.db, call.scope, id, call.mint);
}

void require_group(Call& call, domain::SecurityGroupId const& id) {
  if (state::find_security_group(call.db, call.scope, id)) return;
  if (call.settings.strict || !id.text().starts_with("sg-"))
    refuse(invalid(
        fmt::format("Error retrieving security group information for [{0}]: The security group '{0}' does "
                    "not exist (ErrorCode: InvalidGroup.NotFound)",
                    id.text())));
  state::adopt_security_group(call.db, call.scope, id, call.mint);
}

}  // namespace

bool is_network_given(wire::Optional<NetworkConfiguration> const& configuration) {
  return configuration && configuration->awsvpc_configuration;
}

std::optional<domain::NetworkConfiguration> resolve_network(
    Call& call, wire::Optional<NetworkConfiguration> const& configuration, domain::NetworkMode mode,
    domain::LaunchType type) {
  bool const given = is_network_given(configuration);
  if (mode != domain::NetworkMode::Awsvpc) {
    if (given)
      refuse(
          invalid("Network Configuration is not valid for the given networkMode of this task definition."));
    return std::nullopt;
  }
  if (!given)
    refuse(invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified."));
  AwsVpcConfiguration const& vpc = *configuration->awsvpc_configuration;
  auto const subnets = vpc.subnets.value_or(std::vector<std::string>{});
  auto const groups = vpc.security_groups.value_or(std::vector<std::string>{});
  if (subnets.empty()) refuse(invalid("subnets can not be empty."));
  if (subnets.size() > subnets_max) refuse(invalid("subnets can have at most 16 items."));
  if (groups.size() > groups_max) refuse(invalid("securityGroups can have at most 5 items."));
  domain::NetworkConfiguration network;
  network.assign_public_ip = vpc.assign_public_ip == AssignPublicIp::Enabled;
  if (network.assign_public_ip && type != domain::LaunchType::Fargate)
    refuse(invalid("Assign public IP is not supported for this launch type."));
  state::ensure_default_vpc(call.db, call.scope, call.mint);
  for (auto const& id : subnets) {
    network.subnets.emplace_back(id);
    require_subnet(call, network.subnets.back());
  }
  for (auto const& id : groups) {
    network.security_groups.emplace_back(id);
    require_group(call, network.security_groups.back());
  }
  return network;
}

NetworkConfiguration network_view(domain::NetworkConfiguration const& network) {
  AwsVpcConfiguration vpc;
  vpc.subnets.emplace();
  for (auto const& id : network.subnets) vpc.subnets->push_back(id.text());
  vpc.security_groups.emplace();
  for (auto const& id : network.security_groups) vpc.security_groups->push_back(id.text());
  vpc.assign_public_ip = network.assign_public_ip ? AssignPublicIp::Enabled : AssignPublicIp::Disabled;
  return {.awsvpc_configuration = std::move(vpc)};
}

}  // namespace neargate::api::ecs
