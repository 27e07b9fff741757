#include "reconcile/reconciler.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <system_error>

#include "domain/arn.h"
#include "domain/words.h"
#include "reconcile/plan.h"
#include "reconcile/unhonoured.h"
#include "state/definition_sweep.h"
#include "state/tasks.h"

namespace neargate::reconcile {

namespace {

constexpr std::chrono::minutes forget_every{1};

void log_change(SaveTask const& save) {
  domain::Task const& task = save.task;
  if (!save.is_new && save.from == task.last_status) return;
  spdlog::info("task={} from={} to={} reason=\"{}\"", domain::task_arn(task.key),
               save.is_new ? "-" : domain::word(save.from), domain::word(task.last_status),
               task.stopped_reason);
}

std::vector<std::string> docker_names(domain::Task const& task) {
  std::vector<std::string> names;
  for (auto const& container : task.containers) names.push_back(container.docker_name);
  if (!task.pause_docker_name.empty()) names.push_back(task.pause_docker_name);
  return names;
}

}  // namespace

Plan Reconciler::tick(domain::Time now) {
  Plan made = decide(now);
  if (!made.is_empty() && spdlog::should_log(spdlog::level::debug)) spdlog::debug("plan\n{}", print(made));
  for (auto const& change : made.changes)
    if (auto const* const save = std::get_if<SaveTask>(&change)) log_change(*save);
  for (auto const& action : made.actions) begin(action, now);
  warn_of_unhonoured();
  forget_stopped(made, now);
  return made;
}

/// Reading, planning and writing are one transaction: no API call can come in between, and planning is quick.
Plan Reconciler::decide(domain::Time now) {
  Observed const observed = world_.observe(now);
  try {
    return store_.transact([&](state::Database& db) {
      Desired const& desired = copies_.refresh(db);
      if (copies_.is_anew()) told_.clear();
      Plan made = plan(desired, observed, settings_, now, mint_);
      commit(db, made, told_, now, mint_);
      return made;
    });
  } catch (...) {
    copies_.drop();
    throw;
  }
}

void Reconciler::begin(Action const& action, domain::Time now) {
  Step const step = step_of(action);
  std::string const& name = docker_name_of(action);
  world_.begin(name, step);
  try {
    execute_(action);
  } catch (std::system_error const& error) {  // no thread to be had: the next attempt comes
    world_.fail(name, step, {docker::Failure::Kind::Unreachable, 0, error.what()}, now);
    world_.end(name);
  }
}

void Reconciler::warn_of_unhonoured() {
  for (auto const& [id, definition] : copies_.definitions()) {
    if (!warned_.insert(id).second) continue;
    auto const members = list_unhonoured(definition->document);
    if (members.empty()) continue;
    spdlog::warn("task-definition={}:{} not-honoured=\"{}\"", id.key.family.text(), id.key.revision,
                 fmt::join(members, ", "));
  }
}

void Reconciler::forget_stopped(Plan const& plan, domain::Time now) {
  for (auto const& change : plan.changes)
    if (auto const* const save = std::get_if<SaveTask>(&change);
        save && save->task.last_status == domain::TaskStatus::Stopped)
      world_.forget(docker_names(save->task));
  if (forgot_at_ && now - *forgot_at_ < forget_every) return;
  forgot_at_ = now;
  store_.transact([&](state::Database& db) {
    state::forget_stopped_tasks(db, now - stopped_task_ttl_);
    // A client may look at DELETE_IN_PROGRESS for a minute, even where nothing holds the definition.
    state::sweep_task_definitions(db, now - forget_every);
  });
}

}  // namespace neargate::reconcile
