// A database of the neargate before revisions had rows, and the counts that its new index answers.

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

#include "scene.h"
#include "state/migrations.h"
#include "state/service_history.h"
#include "state/services.h"
#include "state/tasks.h"

using namespace neargate;
using namespace neargate::state;

TEST_CASE("what deployments echoed moves from the service's document to revisions") {
  Database db(":memory:");
  auto const is_wanted = [](Migration const& migration) {
    return std::string_view(migration.name).ends_with("service_revisions");
  };
  auto const wanted = std::ranges::find_if(migrations(), is_wanted);
  REQUIRE(wanted != migrations().end());
  for (auto it = migrations().begin(); it != wanted; ++it) db.script(it->sql);
  domain::Service service = scene::service("web");
  service.deployments[0].id = domain::DeploymentId{"ecs-svc/1"};
  // A deployment that the scheduler made has no entry: it echoed the newest.
  service.deployments.push_back(service.deployments[0]);
  service.deployments[1].id = domain::DeploymentId{"ecs-svc/2"};
  service.document =
      R"({"service":{"roleArn":"r"},"newest":"ecs-svc/1","deployments":)"
      R"({"ecs-svc/1":{"deployment":{"platformVersion":"1.4.0"},"taskTags":[{"key":"k","value":"v"}]}}})";
  save_service(db, service);

  db.script(wanted->sql);
  CHECK(find_service(db, service.key)->document == R"({"service":{"roleArn":"r"}})");
  for (char const* id : {"ecs-svc/1", "ecs-svc/2"}) {
    auto const revision = find_service_revision(db, service.key, domain::DeploymentId{id});
    REQUIRE(revision);
    CHECK(revision->document ==
          R"({"revision":{"platformVersion":"1.4.0"},"taskTags":[{"key":"k","value":"v"}]})");
  }
}

TEST_CASE("tasks are counted by what started them: RUNNING, and what comes before it") {
  Store store(":memory:");
  domain::Mint mint{1};
  domain::ServiceKey const key = scene::service("web").key;
  auto const add = [&](char const* deployment, domain::TaskStatus status) {
    domain::Task task = scene::task(mint);
    task.service = key.name;
    task.deployment = domain::DeploymentId{deployment};
    task.last_status = status;
    task.eni.reset();
    store.transact([&](Database& db) { save_task(db, task); });
    return task;
  };
  using Status = domain::TaskStatus;
  add("ecs-svc/1", Status::Provisioning);
  add("ecs-svc/1", Status::Pending);
  add("ecs-svc/1", Status::Stopping);
  add("ecs-svc/1", Status::Stopped);
  auto const running = add("ecs-svc/2", Status::Running);
  auto const counts = store.read([&](Database& db) { return count_tasks_by_deployment(db, key); });
  REQUIRE(counts.size() == 2);
  CHECK(counts.at(domain::DeploymentId{"ecs-svc/1"}).pending == 2);
  CHECK(counts.at(domain::DeploymentId{"ecs-svc/1"}).running == 0);
  CHECK(counts.at(domain::DeploymentId{"ecs-svc/2"}).running == 1);
  auto const found = store.read(
      [&](Database& db) { return find_running_task_of(db, key, domain::DeploymentId{"ecs-svc/2"}); });
  REQUIRE(found);
  CHECK(found->key == running.key);
  CHECK_FALSE(store.read(
      [&](Database& db) { return find_running_task_of(db, key, domain::DeploymentId{"ecs-svc/1"}); }));
}
