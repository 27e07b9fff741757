#include "domain/arn.h"

#include <charconv>

namespace neargate::domain {

std::optional<Arn> Arn::parse(std::string_view text) {
  if (!text.starts_with("arn:")) return std::nullopt;
  Arn arn;
  std::string* const parts[] = {&arn.partition, &arn.service, &arn.region, &arn.account};
  std::string_view rest = text.substr(4);
  for (std::string* part : parts) {
    auto const colon = rest.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    *part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  arn.resource = rest;
  return arn;
}

std::string Arn::text() const {
  return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
}

std::string partition_of(Region const& region) {
  if (region.text().starts_with("cn-")) return "aws-cn";
  if (region.text().starts_with("us-gov-")) return "aws-us-gov";
  return "aws";
}

std::string ecs_arn(Scope const& scope, std::string_view resource) {
  return Arn{partition_of(scope.region), "ecs", scope.region.text(), scope.account.text(),
             std::string(resource)}
      .text();
}

std::string cluster_arn(Scope const& scope, ClusterName const& name) {
  return ecs_arn(scope, "cluster/" + name.text());
}

std::string task_definition_arn(Scope const& scope, TaskDefinitionKey const& key) {
  return ecs_arn(scope, "task-definition/" + key.family.text() + ':' + std::to_string(key.revision));
}

std::string service_arn(ServiceKey const& key) {
  return ecs_arn(key.scope, "service/" + key.cluster.text() + '/' + key.name.text());
}

std::string task_arn(TaskKey const& key) {
  return ecs_arn(key.scope, "task/" + key.cluster.text() + '/' + key.id.text());
}

std::string task_set_arn(ServiceKey const& key, DeploymentId const& id) {
  return ecs_arn(key.scope, "task-set/" + key.cluster.text() + '/' + key.name.text() + '/' + id.text());
}
std::string service_deployment_arn(ServiceKey const& key, ServiceDeploymentId const& id) {
  return ecs_arn(key.scope,
                 "service-deployment/" + key.cluster.text() + '/' + key.name.text() + '/' + id.text());
}
std::string service_revision_arn(ServiceKey const& key, DeploymentId const& id) {
  return ecs_arn(key.scope, "service-revision/" + key.cluster.text() + '/' + key.name.text() + '/' +
                                id.text().substr(id.text().find('/') + 1));
}
std::string container_instance_arn(ContainerInstanceKey const& key) {
  return ecs_arn(key.scope, "container-instance/" + key.cluster.text() + '/' + key.id.text());
}
std::string container_arn(TaskKey const& key, std::string_view uuid) {
  return ecs_arn(key.scope,
                 "container/" + key.cluster.text() + '/' + key.id.text() + '/' + std::string(uuid));
}

std::string attachment_arn(Scope const& scope, std::string_view uuid) {
  return ecs_arn(scope, "attachment/" + std::string(uuid));
}

namespace {

/// The resource part without "kind/", or the text itself when it is no ARN; nullopt for a foreign ARN.
std::optional<std::string_view> resource_of(Scope const& scope, std::string_view kind,
                                            std::string_view text) {
  if (!text.starts_with("arn:")) return text;
  auto const arn = Arn::parse(text);
  if (!arn || arn->service != "ecs" || arn->region != scope.region.text() ||
      arn->account != scope.account.text())
    return std::nullopt;
  std::string const prefix = std::string(kind) + '/';
  if (!arn->resource.starts_with(prefix)) return std::nullopt;
  return text.substr(text.size() - (arn->resource.size() - prefix.size()));
}

}  // namespace

std::optional<ClusterName> cluster_name_from(Scope const& scope, std::string_view name_or_arn) {
  auto const name = resource_of(scope, "cluster", name_or_arn);
  if (!name) return std::nullopt;
  return ClusterName{*name};
}

std::optional<ClusterMember> cluster_member_from(Scope const& scope, std::string_view kind,
                                                 std::string_view name_or_arn) {
  auto const resource = resource_of(scope, kind, name_or_arn);
  if (!resource) return std::nullopt;
  ClusterMember member;
  auto const slash = resource->find('/');
  if (slash == std::string_view::npos) {
    member.name = *resource;
  } else {
    member.cluster = ClusterName{resource->substr(0, slash)};
    member.name = resource->substr(slash + 1);
  }
  return member;
}

std::optional<TaskDefinitionReference> task_definition_from(Scope const& scope, std::string_view text) {
  auto const resource = resource_of(scope, "task-definition", text);
  if (!resource) return std::nullopt;
  TaskDefinitionReference reference;
  reference.is_arn = text.starts_with("arn:");
  auto const colon = resource->find(':');
  reference.family = Family{resource->substr(0, colon)};
  if (colon == std::string_view::npos) return reference;
  auto const revision = resource->substr(colon + 1);
  reference.revision_text = revision;
  int number = 0;
  auto const [next, error] = std::from_chars(revision.data(), revision.data() + revision.size(), number);
  if (error == std::errc{} && next == revision.data() + revision.size() && number > 0)
    reference.revision = number;
  return reference;
}

}  // namespace neargate::domain
