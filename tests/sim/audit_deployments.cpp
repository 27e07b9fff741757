// The lists of deployments and task sets, and how their states move (ecs-services.md "Update", "Service
// deployments and revisions").

#include <algorithm>

#include "domain/words.h"
#include "tests/sim/auditor.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

namespace {

using domain::Deployment;
using domain::DeploymentStatus;
using domain::RolloutState;
using domain::Service;
using domain::ServiceStatus;

[[noreturn]] void refuse(Service const& service, std::string const& what) {
  throw Violation{name_of(service.key) + " " + what};
}

void check_list(Service const& service) {
  std::set<domain::DeploymentId> ids;
  int primaries = 0;
  for (auto const& one : service.deployments) {
    primaries += one.status == DeploymentStatus::Primary ? 1 : 0;
    if (!ids.insert(one.id).second) refuse(service, "lists a deployment twice");
    if (one.failed_tasks < 0 || one.desired_count < 0) refuse(service, "counts below nothing");
  }
  bool const is_ecs = service.controller == domain::DeploymentController::Ecs;
  if (primaries != (is_ecs ? 1 : 0))
    refuse(service, "has " + std::to_string(primaries) + " PRIMARY deployments");
  if (is_ecs && service.deployments[0].status != DeploymentStatus::Primary)
    refuse(service, "does not list PRIMARY first");
}

void check_sets(Service const& service) {
  std::set<domain::DeploymentId> ids;
  int primaries = 0;
  for (auto const& set : service.task_sets) {
    primaries += set.status == domain::TaskSetStatus::Primary ? 1 : 0;
    if (!ids.insert(set.id).second) refuse(service, "lists a task set twice");
    if (set.scale_percent < 0 || set.scale_percent > 100) refuse(service, "has a task set of no scale");
  }
  if (primaries > 1) refuse(service, "has several PRIMARY task sets");
  if (service.task_sets.size() > 5) refuse(service, "has more than five task sets");
}

void check_course(Service const& before, Service const& after) {
  if (before.created_at != after.created_at) return;  // another service of the name
  if (before.status != ServiceStatus::Active && after.status == ServiceStatus::Active)
    refuse(after, "is ACTIVE again");
  for (auto const& old : before.deployments) {
    auto const now = std::ranges::find(after.deployments, old.id, &Deployment::id);
    if (now == after.deployments.end()) continue;
    // A staged deployment goes back to the old one itself, whose tasks still run.
    if (now->rollout_reason.find("rolling back") != std::string::npos) continue;
    if (old.status != DeploymentStatus::Primary && now->status == DeploymentStatus::Primary)
      refuse(after, "an old deployment is PRIMARY again");
    if (old.rollout_state != RolloutState::InProgress && now->rollout_state != old.rollout_state)
      refuse(after, "a deployment left " + std::string(domain::word(old.rollout_state)));
    if (old.task_definition != now->task_definition)
      refuse(after, "a deployment changed its task definition");
  }
}

bool is_over(domain::ServiceDeployment const& record) {
  using enum domain::ServiceDeploymentStatus;
  return record.status == Successful || record.status == Stopped || record.status == RollbackSuccessful ||
         record.status == RollbackFailed;
}

}  // namespace

void check_deployments(Service const* before, Service const& after) {
  if (after.status == ServiceStatus::Active) {
    check_list(after);
    check_sets(after);
  }
  if (before != nullptr) check_course(*before, after);
}

void check_records(Sighting const& before, Sighting const& after) {
  for (auto const& [key, records] : after.records) {
    int under_way = 0;
    for (auto const& record : records) under_way += is_over(record) ? 0 : 1;
    if (under_way > 1) throw Violation{name_of(key) + " has several service deployments under way"};
    auto const old_records = before.records.find(key);
    if (old_records == before.records.end()) continue;
    for (auto const& old : old_records->second) {
      auto const now = std::ranges::find(records, old.id, &domain::ServiceDeployment::id);
      if (now != records.end() && is_over(old) && now->status != old.status)
        throw Violation{name_of(key) + " a service deployment that was over moved on"};
    }
  }
}

}  // namespace neargate::sim
