#include "api/call.h"
#include "api/ecs/paging.h"
#include "api/ecs/rules/capacity_rules.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

namespace {

std::string provider_arn(Call const& call, std::string const& name) {
  return name.starts_with("arn:") ? name : domain::ecs_arn(call.scope, "capacity-provider/" + name);
}

/// The two that every account has; both carry neither tags nor a group.
std::optional<CapacityProvider> find_provider(Call const& call, std::string const& name_or_arn) {
  for (auto const& [name, type] : {std::pair{"FARGATE", CapacityProviderType::Fargate},
                                   std::pair{"FARGATE_SPOT", CapacityProviderType::FargateSpot}}) {
    std::string const arn = provider_arn(call, name);
    if (name_or_arn != name && name_or_arn != arn) continue;
    CapacityProvider provider;
    provider.capacity_provider_arn = arn;
    provider.name = name;
    provider.status = CapacityProviderStatus::Active;
    provider.type = type;
    provider.tags.emplace();
    return provider;
  }
  return std::nullopt;
}

}  // namespace

DescribeCapacityProvidersResponse describe_capacity_providers(
    Call& call, DescribeCapacityProvidersRequest const& request) {
  int const size = page_size(request.max_results, {.usual = 10, .most = 10});
  auto const last = read_token("capacity-providers", request.next_token);
  std::vector<std::string> named = request.capacity_providers.value_or(std::vector<std::string>{});
  if (named.empty()) named = {"FARGATE", "FARGATE_SPOT"};
  std::ranges::sort(named);
  auto const page = page_after(named, last, size, std::less<>{});

  DescribeCapacityProvidersResponse response;
  response.capacity_providers.emplace();
  response.failures.emplace();
  for (std::string const& name : page.items) {
    if (auto provider = find_provider(call, name))
      response.capacity_providers->push_back(*std::move(provider));
    else
      response.failures->push_back({.arn = provider_arn(call, name), .reason = "MISSING"});
  }
  if (page.more) response.next_token = print_page_token("capacity-providers", page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
