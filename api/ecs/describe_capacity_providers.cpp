#include <algorithm>

#include "api/ecs/capacity_providers.h"
#include "api/ecs/documents.h"
#include "api/ecs/paging.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "gen/ecs/operations.h"
#include "state/capacity_providers.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t providers_max = 100;

/// Those named; without names all that are ACTIVE. With a cluster, only those that it has.
std::vector<std::string> wanted(Call& call, DescribeCapacityProvidersRequest const& request) {
  std::vector<std::string> names = items(request.capacity_providers);
  if (names.size() > providers_max) refuse(invalid("capacityProviders can have at most 100 items."));
  if (names.empty()) {
    names = {"FARGATE", "FARGATE_SPOT"};
    for (auto const& provider : state::list_capacity_providers(call.db, call.scope))
      names.push_back(provider.name);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (request.cluster.value_or("").empty()) return names;
  auto const echoed = cluster_document(require_cluster(call, request.cluster).document);
  auto const& associated = items(echoed.capacity_providers);
  std::erase_if(names, [&](std::string const& name) {
    return std::ranges::find(associated, provider_name(name)) == associated.end();
  });
  return names;
}

}  // namespace

DescribeCapacityProvidersResponse describe_capacity_providers(
    Call& call, DescribeCapacityProvidersRequest const& request) {
  int const size = page_size(request.max_results, {.usual = 10, .most = 10});
  auto const last = read_token("capacity-providers", request.next_token);
  auto const page = page_after(wanted(call, request), last, size, std::less<>{});
  auto const& include = items(request.include);
  auto const tags = std::ranges::find(include, CapacityProviderField::Tags) != include.end()
                        ? ProviderTags::Shown
                        : ProviderTags::Hidden;

  DescribeCapacityProvidersResponse response;
  response.capacity_providers.emplace();
  response.failures.emplace();
  for (std::string const& name : page.items) {
    if (auto provider = find_provider_view(call, name, tags))
      response.capacity_providers->push_back(*std::move(provider));
    else
      response.failures->push_back({.arn = provider_arn(call, name), .reason = "MISSING"});
  }
  if (page.more) response.next_token = print_page_token("capacity-providers", page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
