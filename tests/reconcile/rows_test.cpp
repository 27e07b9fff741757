// The copies of the rows follow what is written, whoever writes it.

#include "reconcile/rows.h"

#include <doctest/doctest.h>

#include <random>

#include "stage.h"

using namespace neargate;
using namespace neargate::reconcile;

namespace {

void check_same(Desired const& kept, Desired const& read) {
  CHECK(kept.tasks == read.tasks);
  CHECK(kept.services == read.services);
  CHECK(kept.addresses_in_use == read.addresses_in_use);
  CHECK(kept.definitions.size() == read.definitions.size());
  CHECK(kept.subnets.size() == read.subnets.size());
}

/// One write that somebody might do.
void change_something(SimulatedStage& stage, domain::TaskDefinition const& definition, std::mt19937& dice) {
  auto const tasks = stage.live_tasks();
  switch (dice() % 4) {
    case 0:
      stage.run_task(definition);
      return;
    case 1:
      stage.scale(static_cast<int>(dice() % 9));
      return;
    default:
      if (tasks.empty()) return;
      stage.store.transact([&](state::Database& db) {
        domain::Task task = tasks[dice() % tasks.size()];
        task.eni->private_ip = dice() % 2 ? "" : "172.31.0." + std::to_string(dice() % 200);
        task.last_status = dice() % 2 ? domain::TaskStatus::Stopped : domain::TaskStatus::Running;
        task.eni->status = domain::InterfaceStatus::Deleted;
        state::save_task(db, task);
      });
  }
}

}  // namespace

TEST_CASE("copies that follow are the rows read anew") {
  SimulatedStage stage;
  auto const definition = stage.define(1);
  stage.create_service(definition, 1);
  Copies copies;
  std::mt19937 dice(1);
  for (int i = 0; i < 200; ++i) {
    for (auto n = dice() % 4; n > 0; --n) change_something(stage, definition, dice);
    stage.store.read([&](state::Database& db) {
      Desired const& kept = copies.refresh(db);
      check_same(kept, Copies().refresh(db));
    });
  }
}

TEST_CASE("what a failed transaction wrote is not in the copies") {
  SimulatedStage stage;
  stage.create_service(stage.define(1), 1);
  Copies copies;
  CHECK_THROWS(stage.store.transact([&](state::Database& db) {
    domain::Service service = copies.refresh(db).services.at(0);
    service.desired_count = 7;
    state::save_service(db, service);
    copies.refresh(db);
    throw std::runtime_error("disk full");
  }));
  copies.drop();
  stage.store.read([&](state::Database& db) { CHECK(copies.refresh(db).services.at(0).desired_count == 1); });
}
