#pragma once
// A whole reconciler on a store in memory and a daemon in memory; the Loop can die and be born again over
// both.

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "docker/address_space.h"
#include "docker/labels.h"
#include "docker/simulated_engine.h"
#include "domain/lifecycle.h"
#include "domain/new_task.h"
#include "reconcile/loop.h"
#include "reconcile/plan.h"
#include "state/instance.h"
#include "state/networks.h"
#include "state/services.h"
#include "state/store.h"
#include "state/task_definitions.h"
#include "state/tasks.h"

namespace neargate::reconcile {

/// The rows and the reconciler over any daemon.
class Stage {
 public:
  domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};
  domain::ClusterName const cluster{"default"};
  domain::SubnetId const subnet{"subnet-1"};
  std::string const instance;
  domain::SystemClock clock;
  domain::Mint mint;
  state::Store store{":memory:"};
  docker::Engine& daemon;
  std::unique_ptr<Loop> loop;
  Options options;
  ImageSource images;
  /// Each container of a definition runs this, if anything.
  std::string command = "[]";

  Stage(docker::Engine& its_daemon, std::string its_instance, std::uint64_t seed, std::string const& routes)
      : instance(std::move(its_instance)), mint(seed), daemon(its_daemon) {
    auto const network = docker::ensure_vpc_network(daemon, instance, "/data", std::nullopt, routes);
    REQUIRE(network.has_value());
    options.settings = {.instance_id = instance, .data_label = "/data", .vpc_network = network->name};
    store.transact([&](state::Database& db) {
      state::set_fact(db, state::vpc_cidr_key, network->subnets.front());
      state::adopt_subnet(db, scope, subnet, mint);
    });
  }

  void be_born() {
    loop = std::make_unique<Loop>(options, store, daemon, images, clock, mint);
    loop->start();
  }
  void die() { loop.reset(); }

  /// Waits for a condition, not for a time; the bound is for a test that would hang.
  static void eventually(char const* what, std::function<bool()> const& holds) {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!holds()) {
      if (std::chrono::steady_clock::now() > deadline) FAIL("never: " << std::string(what));
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  domain::TaskDefinition define(int revision, std::string const& image = "app", int container_count = 1) {
    std::string containers;
    for (int i = 0; i < container_count; ++i)
      containers += std::string(i ? "," : "") + R"({"name":"c)" + std::to_string(i) + R"(","image":")" +
                    image + R"(","essential":true,"stopTimeout":2,"command":)" + command +
                    R"(,"portMappings":[{"containerPort":80,"hostPort":80}]})";
    domain::TaskDefinition definition = state::recipe_from_document(
        R"({"family":"web","networkMode":"awsvpc","cpu":"256","memory":"512","containerDefinitions":[)" +
        containers + "]}");
    definition.scope = scope;
    definition.key = {domain::Family{"web"}, revision};
    store.transact([&](state::Database& db) { state::save_task_definition(db, definition); });
    return definition;
  }

  domain::ServiceKey service_key() const { return {scope, cluster, domain::ServiceName{"web"}}; }

  void create_service(domain::TaskDefinition const& definition, int count,
                      domain::DeploymentConfiguration bounds = {}) {
    domain::Service service;
    service.key = service_key();
    service.launch_type = domain::LaunchType::Fargate;
    service.network = {.subnets = {subnet}, .assign_public_ip = true};
    service.deployment_configuration = bounds;
    service.desired_count = count;
    service.created_at = clock.now();
    deploy(service, definition);
    store.transact([&](state::Database& db) { state::save_service(db, service); });
  }

  void update(std::function<void(domain::Service&)> const& change) {
    store.transact([&](state::Database& db) {
      domain::Service service = state::find_service(db, service_key()).value();
      change(service);
      state::save_service(db, service);
    });
  }
  void scale(int count) {
    update([count](domain::Service& service) { service.desired_count = count; });
  }
  void deploy(domain::Service& service, domain::TaskDefinition const& definition) {
    for (auto& old : service.deployments)
      if (old.status == domain::DeploymentStatus::Primary) old.status = domain::DeploymentStatus::Active;
    domain::Deployment deployment;
    deployment.id = mint.deployment_id();
    deployment.task_definition = service.task_definition = definition.key;
    deployment.created_at = deployment.updated_at = clock.now();
    service.deployments.insert(service.deployments.begin(), deployment);
  }

  domain::TaskKey run_task(domain::TaskDefinition const& definition) {
    domain::TaskOrder order;
    order.cluster = cluster;
    order.launch_type = domain::LaunchType::Fargate;
    order.group = "family:web";
    order.network = {.subnets = {subnet}, .assign_public_ip = true};
    return store.transact([&](state::Database& db) {
      order.subnet = state::find_subnet(db, scope, subnet);
      domain::Task const task = domain::make_task(definition, order, mint, clock.now());
      state::save_task(db, task);
      return task.key;
    });
  }

  domain::Service service() {
    return store.read([&](state::Database& db) { return state::find_service(db, service_key()).value(); });
  }
  domain::Task task(domain::TaskKey const& key) {
    return store.read([&](state::Database& db) { return state::find_task(db, key).value(); });
  }
  std::vector<domain::Task> live_tasks() {
    return store.read([](state::Database& db) { return state::list_live_tasks(db); });
  }
  int running() {
    auto const tasks = live_tasks();
    return static_cast<int>(std::ranges::count_if(tasks, domain::counts_as_running));
  }
  std::vector<docker::ContainerState> containers() {
    return daemon.list(docker::label::instance, instance).value();
  }

  /// As the waiter services-stable and Terraform see it, and nothing left over in the daemon.
  bool is_steady(int count, std::size_t containers_a_task = 1) {
    domain::Service const now = service();
    return now.deployments.size() == 1 &&
           now.deployments[0].rollout_state == domain::RolloutState::Completed && now.steady_since &&
           now.desired_count == count && running() == count &&
           live_tasks().size() == static_cast<std::size_t>(count) &&
           containers().size() == count * containers_a_task;
  }
  void settle(int count, std::size_t containers_a_task = 1) {
    eventually("steady", [&] { return is_steady(count, containers_a_task); });
  }
};

/// What a SimulatedStage stands on; made before it.
struct SimulatedDaemon {
  domain::SystemClock daemon_clock;
  domain::Mint daemon_mint{4};
  docker::SimulatedEngine engine{daemon_clock, daemon_mint};
};

class SimulatedStage : public SimulatedDaemon, public Stage {
 public:
  SimulatedStage() : Stage(engine, "instance", 3, "") {}
  ~SimulatedStage() { die(); }
};

}  // namespace neargate::reconcile
