#include "tests/sim/auditor.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "docker/labels.h"
#include "domain/words.h"
#include "state/container_instances.h"
#include "state/service_history.h"
#include "state/services.h"
#include "state/tasks.h"
#include "tests/sim/caller.h"
#include "tests/sim/tale.h"

namespace neargate::sim {

namespace {

using Json = nlohmann::json;

domain::Scope const scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};

Json ask(Process& process, char const* operation, Json const& request) {
  Answer const answer = process.call(operation, request.dump());
  if (answer.status != 200)
    throw Violation{std::string(operation) + " " + request.dump() + " answers " + answer.body};
  return Json::parse(answer.body);
}

void check_equal(std::string const& what, int told, int counted) {
  if (told != counted)
    throw Violation{what + " is told as " + std::to_string(told) + ", there are " + std::to_string(counted)};
}

struct Counts {
  int running = 0, pending = 0;
  void add(domain::Task const& task) {
    if (task.last_status == domain::TaskStatus::Running) ++running;
    if (task.last_status < domain::TaskStatus::Running) ++pending;
  }
};

void check_service_answer(Json const& told, domain::ServiceKey const& key, Sighting const& sighting) {
  Counts all;
  std::map<std::string, Counts> by_deployment;
  for (domain::Task const* const task : tasks_of(sighting, key)) {
    all.add(*task);
    if (task->deployment) by_deployment[task->deployment->text()].add(*task);
  }
  check_equal(name_of(key) + " runningCount", told["runningCount"], all.running);
  check_equal(name_of(key) + " pendingCount", told["pendingCount"], all.pending);
  for (auto const& deployment : told["deployments"]) {
    Counts const counts = by_deployment[deployment["id"]];
    check_equal(name_of(key) + " deployment's runningCount", deployment["runningCount"], counts.running);
    check_equal(name_of(key) + " deployment's pendingCount", deployment["pendingCount"], counts.pending);
  }
}

void check_cluster_answer(Json const& told, Sighting const& sighting) {
  std::string const name = told["clusterName"];
  Counts tasks;
  for (auto const& [key, task] : sighting.tasks)
    if (key.cluster.text() == name) tasks.add(task);
  int active = 0;
  for (auto const& [key, service] : sighting.services)
    active += key.cluster.text() == name && service.status == domain::ServiceStatus::Active ? 1 : 0;
  check_equal("cluster " + name + " runningTasksCount", told["runningTasksCount"], tasks.running);
  check_equal("cluster " + name + " pendingTasksCount", told["pendingTasksCount"], tasks.pending);
  check_equal("cluster " + name + " activeServicesCount", told["activeServicesCount"], active);
}

}  // namespace

std::string name_of(domain::Task const& task) {
  return "task " + task.key.id.text() + " (" + task.group + ", " +
         std::string(domain::word(task.last_status)) + ")";
}

Sighting Auditor::see(Process& process) const {
  Sighting sighting;
  sighting.now = ground_.clock.now();
  process.read([&](state::Database& db) {
    for (auto const& cluster : Caller::clusters())
      for (auto const& name : Caller::services()) {
        domain::ServiceKey const key{scope, domain::ClusterName{cluster}, domain::ServiceName{name}};
        if (auto service = state::find_service(db, key)) sighting.services.emplace(key, std::move(*service));
      }
    for (auto const& [key, service] : sighting.services)
      sighting.records.emplace(key, state::list_service_deployments(db, key));
    sighting.instances = state::list_live_container_instances(db);
    for (auto& task : state::list_live_tasks(db)) {
      auto const key = task.key;
      sighting.tasks.emplace(key, std::move(task));
    }
    for (auto const& [key, task] : last_.tasks) {
      if (sighting.tasks.contains(key)) continue;
      if (auto ended = state::find_task(db, key)) sighting.ended.emplace(key, std::move(*ended));
    }
    return 0;
  });
  sighting.containers = ground_.daemon.list(docker::label::instance, ground_.settings.instance_id).value();
  return sighting;
}

void Auditor::look(Process& process, Cause cause) {
  Sighting now = see(process);
  check_tasks(last_, now);
  check_containers(now, ground_);
  check_services(last_, now, cause);
  check_records(last_, now);
  check_instances(last_, now);
  last_ = std::move(now);
}

void Auditor::look_at_containers() {
  last_.now = ground_.clock.now();
  last_.containers = ground_.daemon.list(docker::label::instance, ground_.settings.instance_id).value();
  check_containers(last_, ground_);
}

/// Newest first, 100 at most; what was told before is still told, in the same order, behind what is new.
void Auditor::check_events(domain::ServiceKey const& key, Json const& told) {
  if (told.size() > 100) throw Violation{name_of(key) + " has more than 100 events"};
  std::vector<std::string> ids;
  for (auto const& event : told) ids.push_back(event["id"]);
  if (std::set(ids.begin(), ids.end()).size() != ids.size())
    throw Violation{name_of(key) + " tells an event twice"};
  auto& before = told_events_[{key, last_.services.at(key).created_at}];
  if (!before.empty()) {
    auto at = std::ranges::find(ids, before.front());
    for (std::size_t i = 0; at != ids.end() && i < before.size(); ++i, ++at)
      if (*at != before[i]) throw Violation{name_of(key) + " tells its events in another order"};
    bool const is_lost = std::ranges::find(ids, before.front()) == ids.end() && ids.size() < 100;
    if (is_lost) throw Violation{name_of(key) + " forgot an event"};
  }
  before = std::move(ids);
}

void Auditor::compare_answers(Process& process) {
  for (auto const& cluster : Caller::clusters()) {
    Json const services =
        ask(process, "DescribeServices", {{"cluster", cluster}, {"services", Caller::services()}});
    for (auto const& told : services["services"]) {
      domain::ServiceKey const key{scope, domain::ClusterName{cluster},
                                   domain::ServiceName{told["serviceName"]}};
      check_service_answer(told, key, last_);
      // An INACTIVE service has no history any more.
      if (told["status"] != "INACTIVE") check_events(key, told["events"]);
    }
  }
  Json const clusters = ask(process, "DescribeClusters", {{"clusters", Caller::clusters()}});
  for (auto const& told : clusters["clusters"]) check_cluster_answer(told, last_);
}

namespace {

bool has_fixed_port(domain::TaskDefinitionKey const& definition) {
  return definition.family.text() == "bridged-port";
}

}  // namespace

std::string Auditor::unsettled(Expected expected) const {
  if (expected == Expected::Nothing) {
    if (!last_.tasks.empty()) return name_of(last_.tasks.begin()->second) + " is left over";
    if (!last_.containers.empty()) return "container " + last_.containers[0].name + " is left over";
  }
  for (auto const& [key, service] : last_.services)
    if (auto why = unsettled_service(service, last_); !why.empty()) return why;
  std::set<std::string> wanted;
  for (auto const& [key, task] : last_.tasks) {
    bool const is_moving = task.last_status != domain::TaskStatus::Running ||
                           task.desired_status == domain::DesiredStatus::Stopped;
    bool const may_wait = has_fixed_port(task.task_definition);
    if (is_moving && !may_wait) return name_of(task) + " is still on its way";
    for (auto const& one : task.containers) wanted.insert(one.docker_name);
    if (!task.pause_docker_name.empty()) wanted.insert(task.pause_docker_name);
  }
  for (auto const& state : last_.containers)
    if (!wanted.contains(state.name)) return "container " + state.name + " is nobody's";
  return {};
}

}  // namespace neargate::sim
