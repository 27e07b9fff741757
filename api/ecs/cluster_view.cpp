#include "api/ecs/cluster_view.h"

#include <algorithm>

#include "api/ecs/documents.h"
#include "api/ecs/tag_view.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "state/clusters.h"

namespace neargate::api::ecs {

namespace {

/// All sixteen pairs, in the order in which AWS gives them.
std::vector<KeyValuePair> statistics(state::ClusterCounts const& counts) {
  std::pair<char const*, int> const pairs[] = {
      {"runningEC2TasksCount", counts.running_ec2},
      {"runningFargateTasksCount", counts.running_fargate},
      {"pendingEC2TasksCount", counts.pending_ec2},
      {"pendingFargateTasksCount", counts.pending_fargate},
      {"runningExternalTasksCount", counts.running_external},
      {"pendingExternalTasksCount", counts.pending_external},
      {"runningManagedInstancesTasksCount", 0},
      {"pendingManagedInstancesTasksCount", 0},
      {"activeEC2ServiceCount", counts.active_ec2_services},
      {"activeFargateServiceCount", counts.active_fargate_services},
      {"drainingEC2ServiceCount", counts.draining_ec2_services},
      {"drainingFargateServiceCount", counts.draining_fargate_services},
      {"activeExternalServiceCount", counts.active_external_services},
      {"drainingExternalServiceCount", counts.draining_external_services},
      {"activeManagedInstancesServiceCount", 0},
      {"drainingManagedInstancesServiceCount", 0},
  };
  std::vector<KeyValuePair> view;
  for (auto const& [name, count] : pairs) view.push_back({.name = name, .value = std::to_string(count)});
  return view;
}

constexpr std::pair<std::string_view, ClusterField> field_words[] = {
    {"ATTACHMENTS", ClusterField::Attachments},
    {"CONFIGURATIONS", ClusterField::Configurations},
    {"SETTINGS", ClusterField::Settings},
    {"STATISTICS", ClusterField::Statistics},
    {"TAGS", ClusterField::Tags},
};

}  // namespace

std::optional<ClusterIncludes> cluster_includes(std::vector<std::string> const& words) {
  ClusterIncludes include;
  for (std::string const& word : words) {
    auto const* const known =
        std::ranges::find(field_words, word, &std::pair<std::string_view, ClusterField>::first);
    if (known == std::end(field_words)) return std::nullopt;
    include.insert(known->second);
  }
  return include;
}

Cluster cluster_view(Call& call, domain::Cluster const& cluster, ClusterIncludes const& include) {
  Cluster view = cluster_document(cluster.document);
  std::string const arn = domain::cluster_arn(cluster.scope, cluster.name);
  auto const counts = state::count_cluster(call.db, cluster.scope, cluster.name);
  view.cluster_arn = arn;
  view.cluster_name = cluster.name.text();
  view.status = std::string(domain::word(cluster.status));
  view.active_services_count = counts.active_services;
  view.pending_tasks_count = counts.pending_tasks;
  view.running_tasks_count = counts.running_tasks;
  view.registered_container_instances_count = counts.container_instances;
  if (!view.capacity_providers) view.capacity_providers.emplace();
  if (!view.default_capacity_provider_strategy) view.default_capacity_provider_strategy.emplace();
  if (!include.contains(ClusterField::Settings)) view.settings.emplace();
  if (!include.contains(ClusterField::Configurations)) view.configuration.reset();
  // Attachments are of Auto Scaling groups that ECS manages: there are none here.
  if (include.contains(ClusterField::Attachments)) view.attachments.emplace();
  view.statistics =
      include.contains(ClusterField::Statistics) ? statistics(counts) : std::vector<KeyValuePair>{};
  view.tags =
      include.contains(ClusterField::Tags) ? tag_view(state::list_tags(call.db, arn)) : std::vector<Tag>{};
  return view;
}

}  // namespace neargate::api::ecs
