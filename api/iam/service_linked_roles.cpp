#include "api/iam/service_linked_roles.h"

#include <fmt/format.h>

#include <array>

#include "api/iam/arns.h"
#include "api/iam/managed_policies.h"
#include "api/iam/role_view.h"
#include "domain/arn.h"
#include "gen/iam/errors.h"
#include "gen/iam/operations.h"
#include "state/clusters.h"
#include "state/owned_policies.h"
#include "state/role_deletions.h"
#include "state/roles.h"
#include "state/tags.h"

namespace neargate::api::iam {

namespace {

struct LinkedService {
  std::string_view principal, role, policy, description;
  bool takes_suffix = false;
};

// Of the services around ECS. Descriptions as AWS fills them in where it does.
constexpr auto linked_services = std::to_array<LinkedService>({
    {"ecs.amazonaws.com", "AWSServiceRoleForECS", "AmazonECSServiceRolePolicy",
     "Policy to enable Amazon ECS to manage your EC2 instances and related resources."},
    {"ecs-compute.amazonaws.com", "AWSServiceRoleForECSCompute", "AmazonECSComputeServiceRolePolicy", ""},
    {"ecs.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_ECSService",
     "AWSApplicationAutoscalingECSServicePolicy", ""},
    {"elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing",
     "AWSElasticLoadBalancingServiceRolePolicy", "Allows ELB to call AWS services on your behalf."},
    {"autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling", "AutoScalingServiceRolePolicy",
     "Default Service-Linked Role enables access to AWS Services and Resources used or managed by Auto "
     "Scaling",
     true},
    {"replication.ecr.amazonaws.com", "AWSServiceRoleForECRReplication", "ECRReplicationServiceRolePolicy",
     ""},
    {"pullthroughcache.ecr.amazonaws.com", "AWSServiceRoleForECRPullThroughCache",
     "AWSECRPullThroughCache_ServiceRolePolicy", ""},
    {"ecrtemplate.ecr.amazonaws.com", "AWSServiceRoleForECRTemplate", "ECRTemplateServiceRolePolicy", ""},
    {"spot.amazonaws.com", "AWSServiceRoleForEC2Spot", "AWSEC2SpotServiceRolePolicy", ""},
    {"batch.amazonaws.com", "AWSServiceRoleForBatch", "BatchServiceRolePolicy", ""},
});

LinkedService const* find_service(std::string_view principal) {
  for (auto const& service : linked_services)
    if (service.principal == principal) return &service;
  return nullptr;
}

domain::Role make_role(Call& call, LinkedService const& service, std::string const& suffix,
                       std::optional<std::string> const& description) {
  domain::Role role;
  role.account = call.scope.account;
  role.name = domain::RoleName{std::string(service.role) + (suffix.empty() ? "" : "_" + suffix)};
  role.path = fmt::format("/aws-service-role/{}/", service.principal);
  role.id = call.mint.iam_id("AROA");
  role.trust_policy = fmt::format(R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",)"
                                  R"("Principal":{{"Service":"{}"}},"Action":"sts:AssumeRole"}}]}})",
                                  service.principal);
  role.description = description;
  if (!description && !service.description.empty()) role.description = std::string(service.description);
  role.created_at = call.clock.now();
  state::save_role(call.db, role);
  state::attach_policy(call.db, role.account, role.id,
                       "arn:aws:iam::aws:policy/aws-service-role/" + std::string(service.policy));
  return role;
}

domain::Role require_linked_role(Call& call, std::optional<std::string> const& name) {
  domain::Role role = require_role(call, name);
  if (!is_service_linked(role))
    throw wire::Error(InvalidInputException, "Role " + role.name.text() + " is not a service-linked role.");
  return role;
}

}  // namespace

void ensure_service_linked_role(Call& call, std::string_view service) {
  LinkedService const* const known = find_service(service);
  if (known && !state::find_role(call.db, call.scope.account, domain::RoleName{known->role}))
    make_role(call, *known, "", std::nullopt);
}

CreateServiceLinkedRoleResponse create_service_linked_role(Call& call,
                                                           CreateServiceLinkedRoleRequest const& request) {
  std::string const principal = request.aws_service_name.value_or("");
  LinkedService const* const service = find_service(principal);
  if (!service)
    throw wire::Error(
        InvalidInputException,
        fmt::format("Service role for {} is not known to neargate; see docs/coverage.md", principal));
  if (request.custom_suffix && !service->takes_suffix)
    throw wire::Error(InvalidInputException, "Custom suffix is not allowed for " + principal);
  std::string const suffix = request.custom_suffix.value_or("");
  std::string const name = std::string(service->role) + (suffix.empty() ? "" : "_" + suffix);
  if (state::find_role(call.db, call.scope.account, domain::RoleName{name}))
    throw wire::Error(InvalidInputException,
                      fmt::format("Service role name {} has been taken in this account, please try a "
                                  "different suffix.",
                                  name));
  return {.role = role_view(make_role(call, *service, suffix, request.description))};
}

DeleteServiceLinkedRoleResponse delete_service_linked_role(Call& call,
                                                           DeleteServiceLinkedRoleRequest const& request) {
  domain::Role const role = require_linked_role(call, request.role_name);
  state::RoleDeletion deletion{.account = role.account,
                               .id = "task" + role.path + role.name.text() + "/" + call.mint.uuid(),
                               .role_arn = role_arn(role),
                               .status = "SUCCEEDED",
                               .reason = {},
                               .region = {},
                               .usage = {}};
  // ECS gives its role back when no Region of the account has a cluster any more.
  if (role.path == "/aws-service-role/ecs.amazonaws.com/")
    for (auto const& [region, name] : state::list_clusters_of_account(call.db, role.account)) {
      deletion.status = "FAILED";
      deletion.reason = "A resource is using the service-linked role.";
      deletion.region = region.text();
      deletion.usage.push_back(domain::cluster_arn({role.account, region}, name));
    }
  if (deletion.status == "SUCCEEDED") {
    for (std::string const& arn : state::list_attached_policies(call.db, role.id))
      state::detach_policy(call.db, role.id, arn);
    state::delete_role(call.db, role.account, role.name);
    state::remove_all_tags(call.db, role_arn(role));
  }
  state::insert_role_deletion(call.db, deletion);
  return {.deletion_task_id = deletion.id};
}

GetServiceLinkedRoleDeletionStatusResponse get_service_linked_role_deletion_status(
    Call& call, GetServiceLinkedRoleDeletionStatusRequest const& request) {
  std::string const id = request.deletion_task_id.value_or("");
  auto const deletion = state::find_role_deletion(call.db, call.scope.account, id);
  if (!deletion)
    throw wire::Error(NoSuchEntityException, "Deletion task with id " + id + " cannot be found.");
  if (deletion->status == "SUCCEEDED") return {.status = DeletionTaskStatusType::Succeeded};
  RoleUsageType usage{.region = deletion->region, .resources = deletion->usage};
  return {.status = DeletionTaskStatusType::Failed,
          .reason = DeletionTaskFailureReasonType{.reason = deletion->reason, .role_usage_list = {{usage}}}};
}

}  // namespace neargate::api::iam
