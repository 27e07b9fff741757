#include <fmt/format.h>

#include <set>

#include "api/ecr/image_ids.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "state/replications.h"

namespace neargate::api::ecr {

namespace {

constexpr std::size_t destinations_max = 25;

ReplicationConfiguration configuration_view(std::vector<state::ReplicationRule> const& rules) {
  ReplicationConfiguration view;
  auto& list = view.rules.emplace();
  for (auto const& rule : rules) {
    auto& one = list.emplace_back();
    auto& destinations = one.destinations.emplace();
    for (auto const& place : rule.destinations)
      destinations.push_back({.region = place.region.text(), .registry_id = place.account.text()});
    if (rule.prefixes.empty()) continue;
    auto& filters = one.repository_filters.emplace();
    for (auto const& prefix : rule.prefixes)
      filters.push_back({.filter = prefix, .filter_type = RepositoryFilterType::PrefixMatch});
  }
  return view;
}

[[noreturn]] void refuse_configuration(std::string const& why) {
  refuse_parameter("replicationConfiguration", why);
}

std::vector<state::ReplicationRule> require_rules(Call const& call,
                                                  ReplicationConfiguration const& configuration) {
  std::vector<state::ReplicationRule> rules;
  std::set<domain::Scope> destinations;
  for (ReplicationRule const& given : configuration.rules.value()) {
    auto& rule = rules.emplace_back();
    for (ReplicationDestination const& place : given.destinations.value()) {
      domain::Scope const scope{domain::AccountId{place.registry_id.value()},
                                domain::Region{place.region.value()}};
      if (scope == call.scope)
        refuse_configuration("Replication destination cannot be the same as the source registry");
      destinations.insert(scope);
      rule.destinations.push_back(scope);
    }
    if (given.repository_filters)
      for (RepositoryFilter const& filter : *given.repository_filters)
        rule.prefixes.push_back(filter.filter.value());
  }
  if (destinations.size() > destinations_max)
    refuse_configuration(
        fmt::format("Number of unique replication destinations must not exceed {}", destinations_max));
  return rules;
}

ReplicationStatus status_view(std::string const& status) {
  if (status == "COMPLETE") return ReplicationStatus::Complete;
  return status == "FAILED" ? ReplicationStatus::Failed : ReplicationStatus::InProgress;
}

}  // namespace

PutReplicationConfigurationResponse put_replication_configuration(
    Call& call, PutReplicationConfigurationRequest const& request) {
  auto const rules = require_rules(call, request.replication_configuration.value());
  state::save_replication_rules(call.db, call.scope, rules);
  return {.replication_configuration = configuration_view(rules)};
}

DescribeRegistryResponse describe_registry(Call& call, DescribeRegistryRequest const&) {
  return {
      .registry_id = call.scope.account.text(),
      .replication_configuration = configuration_view(state::find_replication_rules(call.db, call.scope))};
}

DescribeImageReplicationStatusResponse describe_image_replication_status(
    Call& call, DescribeImageReplicationStatusRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const& id = request.image_id.value();
  auto const image = require_image(call, repository, id);
  DescribeImageReplicationStatusResponse response;
  response.repository_name = repository.name.text();
  response.image_id = ImageIdentifier{.image_digest = image.digest.text(), .image_tag = id.image_tag};
  auto& statuses = response.replication_statuses.emplace();
  for (auto const& one : state::list_replications(call.db, repository.id, image.digest))
    statuses.push_back({.region = one.target.region.text(),
                        .registry_id = one.target.account.text(),
                        .status = status_view(one.status),
                        .failure_code = one.failure});
  return response;
}

}  // namespace neargate::api::ecr
