#include "reconcile/rows.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "state/container_instances.h"
#include "state/networks.h"
#include "state/service_history.h"
#include "state/services.h"
#include "state/task_definitions.h"
#include "state/tasks.h"

namespace neargate::reconcile {

namespace {

constexpr std::chrono::hours suppressed_for{6};  // ecs-services.md "Events"

/// Puts what the rows say now in place of the copies that were written to; `find` answers nothing for a row
/// that is gone or of no interest any more. `is_before` is the order of the copies.
template <class Row, class Key, class Find, class Order>
void renew(std::vector<Row>& copies, std::set<Key> const& touched, Find const& find, Order const& is_before) {
  if (touched.empty()) return;
  std::map<Key, Row> now;
  for (Key const& key : touched)
    if (auto row = find(key)) now.emplace(key, *std::move(row));
  std::erase_if(copies, [&](Row& copy) {
    if (!touched.contains(copy.key)) return false;
    auto const found = now.find(copy.key);
    if (found == now.end()) return true;
    copy = std::move(found->second);
    now.erase(found);
    return false;
  });
  if (now.empty()) return;
  for (auto& [key, row] : now) copies.push_back(std::move(row));
  std::ranges::sort(copies, is_before);
}

bool is_task_before(domain::Task const& a, domain::Task const& b) {
  return std::tie(a.created_at, a.key.id) < std::tie(b.created_at, b.key.id);
}
bool is_service_before(domain::Service const& a, domain::Service const& b) { return a.key < b.key; }

bool is_instance_before(domain::ContainerInstance const& a, domain::ContainerInstance const& b) {
  return a.key < b.key;
}

std::optional<domain::ContainerInstance> find_live_instance(state::Database& db,
                                                            domain::ContainerInstanceKey const& key) {
  auto instance = state::find_container_instance(db, key);
  if (instance && instance->status == domain::ContainerInstanceStatus::Inactive) return std::nullopt;
  return instance;
}

std::optional<domain::Task> find_live_task(state::Database& db, domain::TaskKey const& key) {
  auto task = state::find_task(db, key);
  if (task && task->last_status == domain::TaskStatus::Stopped) return std::nullopt;
  return task;
}

std::optional<domain::Service> find_live_service(state::Database& db, domain::ServiceKey const& key) {
  auto service = state::find_service(db, key);
  if (service && service->status == domain::ServiceStatus::Inactive) return std::nullopt;
  return service;
}

/// What services and tasks refer to: definitions (read once) and subnets (read each time, they are few).
class Needs final {
 public:
  Needs(state::Database& db, Desired& out) : db_(db), out_(out), known_(std::exchange(out.definitions, {})) {
    out_.subnets.clear();
  }

  void add(domain::Service const& service) {
    add(service.key.scope, service.network);
    for (auto const& deployment : service.deployments) {
      add(service.key.scope, deployment.task_definition);
      add(service.key.scope, deployment.network);
    }
    for (auto const& set : service.task_sets) {
      add(service.key.scope, set.task_definition);
      add(service.key.scope, set.network);
    }
  }

  void add(domain::Task const& task) {
    add(task.key.scope, task.task_definition);
    if (task.last_status == domain::TaskStatus::Provisioning && task.eni)
      add(task.key.scope, task.eni->subnet);
  }

 private:
  void add(domain::Scope const& scope, std::optional<domain::NetworkConfiguration> const& network) {
    if (!network) return;
    for (auto const& subnet : network->subnets) add(scope, subnet);
  }

  void add(domain::Scope const& scope, domain::SubnetId const& id) {
    SubnetKey const key{scope, id};
    if (out_.subnets.contains(key)) return;
    if (auto subnet = state::find_subnet(db_, scope, id)) out_.subnets.emplace(key, std::move(*subnet));
  }

  void add(domain::Scope const& scope, domain::TaskDefinitionKey const& key) {
    DefinitionId const id{scope, key};
    if (out_.definitions.contains(id)) return;
    if (auto known = known_.extract(id))
      out_.definitions.insert(std::move(known));
    else if (auto found = state::find_task_definition(db_, scope, key))
      out_.definitions.emplace(id, std::make_shared<domain::TaskDefinition const>(std::move(*found)));
  }

  state::Database& db_;
  Desired& out_;
  DefinitionCache known_;
};

void commit_change(state::Database& db, SaveTask const& save) { state::save_task(db, save.task); }
void commit_change(state::Database& db, SaveService const& save) { state::save_service(db, save.service); }
void commit_change(state::Database& db, AddEvent const& add) {
  state::add_service_event(db, add.service, add.event);
}

void commit_change(state::Database& db, SaveServiceDeployment const& save) {
  state::save_service_deployment(db, save.deployment);
}
void commit_change(state::Database& db, SaveContainerInstance const& save) {
  state::save_container_instance(db, save.instance);
}
void commit_change(state::Database& db, CopyServiceRevision const& copy) {
  state::copy_service_revision(db, copy.service, copy.from, copy.to, copy.at);
}

bool was_told(state::Database& db, domain::ServiceKey const& service, std::string const& message,
              domain::Time now) {
  auto const events = state::list_service_events(db, service);
  return std::ranges::any_of(events, [&](domain::ServiceEvent const& event) {
    return event.message == message && now - event.created_at < suppressed_for;
  });
}

void commit_waiting(state::Database& db, Waiting const& waiting, ToldEvents& told, domain::Time now,
                    domain::Mint& mint) {
  if (!waiting.service || waiting.event.empty()) return;
  auto const [entry, is_new] = told.try_emplace({*waiting.service, waiting.event}, now);
  if (!is_new && now - entry->second < suppressed_for) return;
  // Told by the process before this one?
  if (is_new && was_told(db, *waiting.service, waiting.event, now)) return;
  entry->second = now;
  state::add_service_event(db, *waiting.service,
                           {.id = mint.uuid(), .created_at = now, .message = waiting.event});
}

}  // namespace

Desired const& Copies::refresh(state::Database& db) {
  state::Touched const touched = db.take_touched();
  is_anew_ = touched.everything;
  if (is_anew_) desired_.definitions.clear();  // after a reset, web:1 may be another one
  if (touched.everything || !is_complete_)
    read_all(db);
  else
    apply(db, touched);
  is_complete_ = true;
  read_needs(db);
  return desired_;
}

void Copies::read_all(state::Database& db) {
  desired_.services = state::list_live_services(db);
  desired_.tasks = state::list_live_tasks(db);
  desired_.instances = state::list_live_container_instances(db);
  desired_.service_deployments.clear();
  for (auto const& service : desired_.services) read_records(db, service.key);
}

void Copies::read_records(state::Database& db, domain::ServiceKey const& key) {
  auto records = state::list_unfinished_service_deployments(db, key);
  if (records.empty())
    desired_.service_deployments.erase(key);
  else
    desired_.service_deployments[key] = std::move(records);
}

void Copies::apply(state::Database& db, state::Touched const& touched) {
  renew(
      desired_.services, touched.services,
      [&db](domain::ServiceKey const& key) { return find_live_service(db, key); }, is_service_before);
  renew(
      desired_.tasks, touched.tasks, [&db](domain::TaskKey const& key) { return find_live_task(db, key); },
      is_task_before);
  renew(
      desired_.instances, touched.instances,
      [&db](domain::ContainerInstanceKey const& key) { return find_live_instance(db, key); },
      is_instance_before);
  for (auto const& key : touched.services) read_records(db, key);
}

void Copies::read_needs(state::Database& db) {
  Needs needs(db, desired_);
  for (auto const& service : desired_.services) needs.add(service);
  for (auto const& task : desired_.tasks) needs.add(task);
  desired_.addresses_in_use = addresses_of(desired_.tasks);
}

void commit(state::Database& db, Plan const& plan, ToldEvents& told, domain::Time now, domain::Mint& mint) {
  for (auto const& change : plan.changes)
    std::visit([&db](auto const& one) { commit_change(db, one); }, change);
  std::erase_if(told, [now](auto const& entry) { return now - entry.second >= suppressed_for; });
  for (auto const& waiting : plan.waiting) commit_waiting(db, waiting, told, now, mint);
}

}  // namespace neargate::reconcile
