// What is saved is what is found, for every noun of ECS.

#include <doctest/doctest.h>

#include "domain/words.h"
#include "scene.h"
#include "state/clusters.h"
#include "state/services.h"
#include "state/tags.h"
#include "state/task_definitions.h"
#include "state/tasks.h"

using namespace neargate;
using namespace neargate::state;
using scene::at;

TEST_CASE("a task comes back whole, with containers, overrides and interface") {
  Store store(":memory:");
  domain::Mint mint(1);
  domain::Task task = scene::task(mint);
  task.eni->private_ip = "172.31.0.4";
  task.eni->public_ip = "127.31.0.4";
  task.eni->status = domain::InterfaceStatus::Attached;
  task.last_status = domain::TaskStatus::Running;
  task.started_at = at(9);
  task.stop_code = domain::StopCode::UserInitiated;
  task.container_instance = domain::ContainerInstanceId{"0123"};
  task.capacity_provider = "FARGATE_SPOT";
  task.reservation = {.cpu = 256, .memory_mib = 512, .gpus = 1, .ports = {{80, domain::Protocol::Udp}}};
  task.is_protected = true;
  task.protected_until = at(60);
  task.containers[0].health = domain::HealthStatus::Unhealthy;
  task.containers[0].exit_code = 143;
  task.containers[0].bindings.push_back({.bind_ip = "0.0.0.0", .container_port = 80, .host_port = 32768});
  store.transact([&](Database& db) { save_task(db, task); });
  CHECK(store.read([&](Database& db) { return find_task(db, task.key); }) == task);
}

TEST_CASE("a private address is given to one interface at a time") {
  Store store(":memory:");
  domain::Mint mint(1);
  domain::Task first = scene::task(mint), second = scene::task(mint);
  first.eni->private_ip = second.eni->private_ip = "172.31.0.4";
  first.eni->status = second.eni->status = domain::InterfaceStatus::Attached;
  store.transact([&](Database& db) { save_task(db, first); });
  CHECK_THROWS_AS(store.transact([&](Database& db) { save_task(db, second); }), DatabaseError);
  store.transact([&](Database& db) {
    first.eni->status = domain::InterfaceStatus::Deleted;
    save_task(db, first);
    save_task(db, second);
  });
  CHECK(store.read([&](Database& db) { return find_task(db, first.key)->eni; }) == first.eni);
  CHECK(store.read([&](Database& db) { return find_task(db, second.key)->eni; }) == second.eni);
}

TEST_CASE("lists of tasks follow their filter") {
  Store store(":memory:");
  domain::Mint mint(1);
  domain::Task running = scene::task(mint), stopped = scene::task(mint);
  running.service = domain::ServiceName{"web"};
  stopped.last_status = domain::TaskStatus::Stopped;
  stopped.desired_status = domain::DesiredStatus::Stopped;
  stopped.stopped_at = at(100);
  stopped.started_by = "me";
  store.transact([&](Database& db) {
    save_task(db, running);
    save_task(db, stopped);
    set_tags(db, "arn:aws:ecs:eu-west-1:123456789012:task/hello/" + stopped.key.id.text(), {{"a", "b"}});
  });
  auto const list = [&](TaskFilter const& filter) {
    return store.read([&](Database& db) { return list_tasks(db, scene::scope, scene::cluster, filter); });
  };
  CHECK(list({}) == std::vector{running.key.id});
  TaskFilter filter;
  filter.desired_status = domain::DesiredStatus::Stopped;
  CHECK(list(filter) == std::vector{stopped.key.id});
  filter.started_by = "you";
  CHECK(list(filter).empty());
  filter = {};
  filter.service = domain::ServiceName{"web"};
  CHECK(list(filter).size() == 1);
  filter.service = domain::ServiceName{"other"};
  CHECK(list(filter).empty());

  CHECK(store.transact([&](Database& db) { return forget_stopped_tasks(db, at(100)); }) == 0);
  CHECK(store.transact([&](Database& db) { return forget_stopped_tasks(db, at(101)); }) == 1);
  CHECK(store.read([](Database& db) { return list_live_tasks(db); }).size() == 1);
}

TEST_CASE("a service comes back with its deployments, PRIMARY first") {
  Store store(":memory:");
  domain::Service service = scene::service("web");
  domain::Deployment older = service.deployments[0];
  older.id = domain::DeploymentId{"ecs-svc/0"};
  older.status = domain::DeploymentStatus::Active;
  older.failed_tasks = 3;
  older.not_before = at(77);
  service.deployments.push_back(older);
  store.transact([&](Database& db) { save_service(db, service); });
  CHECK(store.read([&](Database& db) { return find_service(db, service.key); }) == service);
  service.deployments.pop_back();
  service.status = domain::ServiceStatus::Draining;
  store.transact([&](Database& db) { save_service(db, service); });
  CHECK(store.read([&](Database& db) { return find_service(db, service.key); }) == service);
  CHECK(store.read([](Database& db) { return list_live_services(db); }).size() == 1);
  CHECK(store.read([](Database& db) { return list_services(db, scene::scope, scene::cluster); }).empty());
}

TEST_CASE("a service keeps its newest hundred events, newest first") {
  Store store(":memory:");
  domain::ServiceKey const key = scene::service("web").key;
  store.transact([&](Database& db) {
    for (int i = 0; i < 105; ++i) add_service_event(db, key, {std::to_string(i), at(i), "m"});
  });
  auto const events = store.read([&](Database& db) { return list_service_events(db, key); });
  REQUIRE(events.size() == 100);
  CHECK(events.front().id == "104");
  CHECK(events.back().id == "5");
}

TEST_CASE("revisions count up and never come back") {
  Store store(":memory:");
  domain::TaskDefinition definition;
  definition.scope = scene::scope;
  definition.document = R"({"networkMode":"awsvpc","cpu":"256","containerDefinitions":[
      {"name":"app","image":"busybox","command":["a"],"portMappings":[{"containerPort":80,"hostPort":80}],
       "environment":[{"name":"K","value":"v"}],"stopTimeout":5,
       "dependsOn":[{"containerName":"x","condition":"SUCCESS"}]}]})";
  store.transact([&](Database& db) {
    for (int expected = 1; expected <= 3; ++expected) {
      definition.key = {domain::Family{"web"}, next_revision(db, scene::scope, domain::Family{"web"})};
      CHECK(definition.key.revision == expected);
      save_task_definition(db, definition);
    }
  });
  auto const latest = store.read(
      [](Database& db) { return find_latest_task_definition(db, scene::scope, domain::Family{"web"}); });
  REQUIRE(latest);
  CHECK(latest->key.revision == 3);
  CHECK(latest->network_mode == domain::NetworkMode::Awsvpc);
  CHECK(latest->cpu == 256);
  REQUIRE(latest->containers.size() == 1);
  auto const& container = latest->containers[0];
  CHECK(container.command == std::vector<std::string>{"a"});
  CHECK(container.port_mappings == std::vector<domain::PortMapping>{{80, 80, domain::Protocol::Tcp}});
  CHECK(container.stop_timeout == std::chrono::seconds{5});
  CHECK(container.depends_on == std::vector<domain::Dependency>{{"x", domain::DependencyCondition::Success}});
  CHECK_THROWS_AS(recipe_from_document("[]x"), std::invalid_argument);
}

TEST_CASE("counts of a cluster come from its tasks and services") {
  Store store(":memory:");
  domain::Mint mint(1);
  domain::Task running = scene::task(mint), pending = scene::task(mint), ending = scene::task(mint);
  running.last_status = domain::TaskStatus::Running;
  ending.last_status = domain::TaskStatus::Stopping;
  store.transact([&](Database& db) {
    for (auto const& task : {running, pending, ending}) save_task(db, task);
    save_service(db, scene::service("web"));
    domain::Service draining = scene::service("old");
    draining.status = domain::ServiceStatus::Draining;
    save_service(db, draining);
  });
  auto const counts =
      store.read([](Database& db) { return count_cluster(db, scene::scope, scene::cluster); });
  CHECK(counts.running_tasks == 1);
  CHECK(counts.pending_tasks == 1);
  CHECK(counts.running_fargate == 1);
  CHECK(counts.active_services == 1);
  CHECK(counts.draining_fargate_services == 1);
}

TEST_CASE("tags merge by key and keep their order") {
  Store store(":memory:");
  store.transact([](Database& db) {
    set_tags(db, "arn", {{"b", "1"}, {"a", "2"}});
    set_tags(db, "arn", {{"b", "3"}, {"c", ""}});
    CHECK(list_tags(db, "arn") == TagList{{"b", "3"}, {"a", "2"}, {"c", ""}});
    remove_tags(db, "arn", {"a", "nothing"});
    CHECK(list_tags(db, "arn") == TagList{{"b", "3"}, {"c", ""}});
  });
}
