#pragma once
// One service: which tasks to start and which to stop so that it comes to its desired count and its newest
// deployment, never below minimumHealthyPercent nor above maximumPercent (ecs-services.md "Rolling
// deployment"). Pure.
//
// A started task counts as healthy when it is RUNNING. AWS waits 40 s more where neither a health check nor a
// load balancer vouches for it; no sleep stands in for that here.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/mint.h"
#include "domain/service.h"
#include "domain/task.h"
#include "reconcile/action.h"
#include "reconcile/placement.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

struct ServiceScene {
  domain::Service const& service;
  std::vector<domain::Task const*> tasks;  ///< of the service and not STOPPED, after what was observed
  std::vector<domain::Task const*> ended;  ///< of those: the ones that ended by themselves in this tick
  Desired const& desired;
  HostPorts& host_ports;  ///< held by any task; grows with each task started
  domain::Time now;
};

struct StopOrder {
  domain::TaskKey task;
  std::string reason;
};

struct Rollout {
  domain::Service service;  ///< as it shall be
  std::vector<domain::Task> started;
  std::vector<StopOrder> stopped;
  std::vector<std::string> events;  ///< oldest first
  std::vector<Waiting> waiting;
  std::optional<domain::Time> wake_at;
};

Rollout roll_out(ServiceScene const& scene, domain::Mint& mint);

/// ceil(desired × minimumHealthyPercent / 100), floor(desired × maximumPercent / 100)
int healthy_min(int desired_count, int minimum_healthy_percent);
int running_max(int desired_count, int maximum_percent);

}  // namespace neargate::reconcile
