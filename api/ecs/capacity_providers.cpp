#include "api/ecs/capacity_providers.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/ecs/documents.h"
#include "api/ecs/rules/capacity_rules.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "gen/ecs/codec.h"
#include "state/capacity_providers.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

namespace {

/// Both carry neither tags nor a group.
CapacityProvider fargate_view(Call const& call, std::string const& name) {
  CapacityProvider view;
  view.capacity_provider_arn = provider_arn(call, name);
  view.name = name;
  view.status = CapacityProviderStatus::Active;
  view.type = name == "FARGATE" ? CapacityProviderType::Fargate : CapacityProviderType::FargateSpot;
  view.tags.emplace();
  return view;
}

}  // namespace

std::string provider_name(std::string const& name_or_arn) {
  return name_or_arn.substr(name_or_arn.rfind('/') + 1);
}

std::string provider_arn(Call const& call, std::string const& name_or_arn) {
  if (name_or_arn.starts_with("arn:")) return name_or_arn;
  return domain::ecs_arn(call.scope, "capacity-provider/" + name_or_arn);
}

Refusal provider_not_found() {
  return invalid(
      "The specified capacity provider was not found. Specify a valid capacity provider and try again.");
}

domain::CapacityProvider require_provider(Call& call, std::string const& name_or_arn) {
  auto found = state::find_capacity_provider(call.db, call.scope, provider_name(name_or_arn));
  if (!found || !found->is_active || provider_arn(call, found->name) != provider_arn(call, name_or_arn))
    refuse(
        client("The specified capacity provider does not exist. Specify a valid name or ARN and try again."));
  return *std::move(found);
}

void check_providers(Call& call, std::vector<std::string> const& providers) {
  for (std::string const& name : providers) {
    if (is_fargate_provider(name)) continue;
    auto const found = state::find_capacity_provider(call.db, call.scope, name);
    if (!found || !found->is_active) refuse(provider_not_found());
  }
}

std::vector<domain::ClusterName> clusters_with(Call& call, std::string const& provider) {
  std::vector<domain::ClusterName> names;
  for (auto const& cluster : state::list_clusters(call.db, call.scope)) {
    auto const echoed = cluster_document(cluster.document);
    auto const& providers = items(echoed.capacity_providers);
    if (std::ranges::find(providers, provider) != providers.end()) names.push_back(cluster.name);
  }
  return names;
}

CapacityProvider provider_document(std::string const& json) {
  CapacityProvider echoed;
  from_value(wire::Value::parse(json), echoed);
  return echoed;
}
std::string print_document(CapacityProvider const& echoed) { return to_value(echoed).dump(); }

CapacityProvider provider_view(Call& call, domain::CapacityProvider const& provider, ProviderTags tags) {
  CapacityProvider view = provider_document(provider.document);
  view.capacity_provider_arn = provider_arn(call, provider.name);
  view.name = provider.name;
  view.status = provider.is_active ? CapacityProviderStatus::Active : CapacityProviderStatus::Inactive;
  view.type = CapacityProviderType::Ec2Autoscaling;
  view.tags = tags == ProviderTags::Shown ? tag_view(state::list_tags(call.db, *view.capacity_provider_arn))
                                          : std::vector<Tag>{};
  return view;
}

std::optional<CapacityProvider> find_provider_view(Call& call, std::string const& name_or_arn,
                                                   ProviderTags tags) {
  std::string const name = provider_name(name_or_arn);
  if (provider_arn(call, name) != provider_arn(call, name_or_arn)) return std::nullopt;
  if (is_fargate_provider(name)) return fargate_view(call, name);
  auto const found = state::find_capacity_provider(call.db, call.scope, name);
  if (!found) return std::nullopt;
  return provider_view(call, *found, tags);
}

}  // namespace neargate::api::ecs
