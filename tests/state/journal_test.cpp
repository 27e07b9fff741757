#include "state/journal.h"

#include <doctest/doctest.h>

#include "domain/lifecycle.h"
#include "state/services.h"
#include "state/tasks.h"
#include "tests/state/scene.h"

namespace neargate::state {
namespace {

struct World {
  Store store{":memory:"};
  domain::Mint mint{5};
  std::vector<std::string> told;

  World() {
    store.keep_journal([this](std::vector<JournalEntry> const& entries) {
      for (auto const& entry : entries) told.push_back(print(entry));
    });
  }
  static std::string print(JournalEntry const& entry) {
    if (auto const* const change = std::get_if<TaskChange>(&entry))
      return change->from + ">" + change->last_status + " wanted " + change->desired_status;
    return std::get<ServiceEventAdded>(entry).event.message;
  }
  void save(domain::Task const& task) {
    store.transact([&](Database& db) { save_task(db, task); });
  }
};

TEST_CASE("the journal tells each change of a task's status once, and nothing else") {
  World world;
  domain::Task task = scene::task(world.mint);
  world.save(task);
  world.save(task);  // nothing new
  domain::move_to(task, domain::TaskStatus::Pending);
  world.store.transact([&](Database& db) {
    save_task(db, task);
    domain::move_to(task, domain::TaskStatus::Running);
    save_task(db, task);  // one transaction, one change
  });
  domain::request_stop(task, domain::StopCode::UserInitiated, "enough", scene::at(9));
  world.save(task);
  CHECK((world.told == std::vector<std::string>{">PROVISIONING wanted RUNNING",
                                                "PROVISIONING>RUNNING wanted RUNNING",
                                                "RUNNING>RUNNING wanted STOPPED"}));
}

TEST_CASE("what is rolled back is not told") {
  World world;
  domain::Task const task = scene::task(world.mint);
  CHECK_THROWS(world.store.transact([&](Database& db) {
    save_task(db, task);
    throw std::runtime_error("no");
  }));
  world.store.transact([](Database& db) { db.run("DELETE FROM families"); });
  CHECK(world.told.empty());
}

TEST_CASE("service events are told in their order, and a listener may leave") {
  World world;
  domain::Service const service = scene::service("web");
  world.store.transact([&](Database& db) {
    save_service(db, service);
    for (char const* const text : {"first", "second"})
      add_service_event(db, service.key, {.id = text, .created_at = scene::at(1), .message = text});
  });
  CHECK((world.told == std::vector<std::string>{"first", "second"}));
  world.store.keep_journal({});
  world.save(scene::task(world.mint));
  CHECK(world.told.size() == 2);
}

}  // namespace
}  // namespace neargate::state
