#pragma once
// One service: which tasks to start and which to stop so that it comes to its desired count and its newest
// deployment. Pure. Start reading here:
//
//   rollout        the order of the steps for one service
//   service_draft  what there is, sorted once (bucket.h), and what has been decided so far
//   rolling        within minimumHealthyPercent and maximumPercent; daemon: one task an instance
//   staged         BLUE_GREEN, LINEAR, CANARY: lifecycle stages, bake times, pause hooks
//   task_sets      EXTERNAL and CODE_DEPLOY
//   circuit_breaker, rollback   what becomes of a deployment whose tasks fail
//   records        ServiceDeployments: what happened, and what StopServiceDeployment asks for
//   service_events the words

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/mint.h"
#include "domain/service.h"
#include "domain/task.h"
#include "reconcile/action.h"
#include "reconcile/fleets.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

struct ServiceScene {
  domain::Service const& service;
  std::vector<domain::ServiceDeployment> records;  ///< those of the service that have not finished
  std::vector<domain::Task const*> tasks;      ///< of the service and not STOPPED, after what was observed
  std::vector<domain::Task const*> ended;      ///< of those: the ones that ended by themselves in this tick
  std::vector<domain::Task const*> recovered;  ///< of those: the ones that became healthy in this tick
  Desired const& desired;
  Fleets& fleets;
  domain::Time now;
};

struct StopOrder {
  domain::TaskKey task;
  std::string reason;
};

/// A revision under another deployment's id (state::copy_service_revision).
struct RevisionCopy {
  domain::DeploymentId from, to;
};

struct Rollout {
  domain::Service service;                         ///< as it shall be
  std::vector<domain::ServiceDeployment> records;  ///< those that changed
  std::vector<RevisionCopy> revisions;
  std::vector<domain::Task> started;
  std::vector<StopOrder> stopped;
  std::vector<std::string> events;  ///< oldest first
  std::vector<Waiting> waiting;
  std::optional<domain::Time> wake_at;
};

Rollout roll_out(ServiceScene const& scene, domain::Mint& mint);

}  // namespace neargate::reconcile
