#include "reconcile/rows.h"

#include <algorithm>

#include "state/networks.h"
#include "state/services.h"
#include "state/task_definitions.h"
#include "state/tasks.h"

namespace neargate::reconcile {

namespace {

constexpr std::chrono::hours suppressed_for{6};  // ecs-services.md "Events"

class Reader final {
 public:
  Reader(state::Database& db, DefinitionCache const& cache) : db_(db), cache_(cache) {}

  Desired read() {
    out_.services = state::list_live_services(db_);
    out_.tasks = state::list_live_tasks(db_);
    for (auto const& service : out_.services) read_needs(service);
    for (auto const& task : out_.tasks) {
      need_definition(task.key.scope, task.task_definition);
      if (task.last_status == domain::TaskStatus::Provisioning && task.eni)
        need_subnet(task.key.scope, task.eni->subnet);
    }
    // Only a plan that gives addresses asks for those in use: someone is in PROVISIONING or about to be.
    if (!out_.subnets.empty()) out_.addresses_in_use = state::list_addresses_in_use(db_);
    return std::move(out_);
  }

 private:
  void read_needs(domain::Service const& service) {
    need_network(service, service.network);
    for (auto const& deployment : service.deployments) {
      need_definition(service.key.scope, deployment.task_definition);
      need_network(service, deployment.network);
    }
  }

  void need_network(domain::Service const& service,
                    std::optional<domain::NetworkConfiguration> const& network) {
    if (!network) return;
    for (auto const& subnet : network->subnets) need_subnet(service.key.scope, subnet);
  }

  void need_subnet(domain::Scope const& scope, domain::SubnetId const& id) {
    SubnetKey const key{scope, id};
    if (out_.subnets.contains(key)) return;
    if (auto subnet = state::find_subnet(db_, scope, id)) out_.subnets.emplace(key, std::move(*subnet));
  }

  void need_definition(domain::Scope const& scope, domain::TaskDefinitionKey const& key) {
    DefinitionId const id{scope, key};
    if (out_.definitions.contains(id)) return;
    if (auto const cached = cache_.find(id); cached != cache_.end()) {
      out_.definitions.insert(*cached);
    } else if (auto found = state::find_task_definition(db_, scope, key)) {
      out_.definitions.emplace(id, std::make_shared<domain::TaskDefinition const>(std::move(*found)));
    }
  }

  state::Database& db_;
  DefinitionCache const& cache_;
  Desired out_;
};

void commit_change(state::Database& db, SaveTask const& save) { state::save_task(db, save.task); }
void commit_change(state::Database& db, SaveService const& save) { state::save_service(db, save.service); }
void commit_change(state::Database& db, AddEvent const& add) {
  state::add_service_event(db, add.service, add.event);
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

Desired read_desired(state::Database& db, DefinitionCache& cache) {
  Desired desired = Reader(db, cache).read();
  cache = desired.definitions;
  return desired;
}

void commit(state::Database& db, Plan const& plan, ToldEvents& told, domain::Time now, domain::Mint& mint) {
  for (auto const& change : plan.changes)
    std::visit([&db](auto const& one) { commit_change(db, one); }, change);
  std::erase_if(told, [now](auto const& entry) { return now - entry.second >= suppressed_for; });
  for (auto const& waiting : plan.waiting) commit_waiting(db, waiting, told, now, mint);
}

}  // namespace neargate::reconcile
