#include "registry/caretaker.h"

#include <spdlog/spdlog.h>

#include "registry/replication.h"

namespace neargate::registry {

namespace {

/// ECR promises "within 24 hours"; images age by the day, so once an hour is soon enough.
constexpr std::chrono::hours evaluated_every{1};
/// Hours pass without a request, too.
constexpr std::chrono::minutes looks_every{5};

}  // namespace

void Caretaker::start(std::function<void(LifecycleOutcome const&)> on_lifecycle) {
  on_lifecycle_ = std::move(on_lifecycle);
  thread_ = std::jthread([this](std::stop_token const& stop) {
    while (!stop.stop_requested()) {
      {
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, stop, looks_every, [this] { return awake_; });
        awake_ = false;
      }
      if (stop.stop_requested()) return;
      try {
        work();
      } catch (std::exception const& error) {
        spdlog::error("registry=caretaker error=\"{}\"", error.what());
      }
    }
  });
}

void Caretaker::wake() {
  {
    std::lock_guard const lock(mutex_);
    awake_ = true;
  }
  woken_.notify_one();
}

void Caretaker::work() {
  run_previews();
  // One transaction each: a request never waits for more than one image.
  while (store_.transact([&](state::Database& db) { return replicate_next(db, clock_.now()); })) {
  }
  auto const repositories =
      store_.read([](state::Database& db) { return state::list_repositories_with_policy(db, {}); });
  for (state::Repository const& repository : repositories) run_policy(repository, true);
}

std::optional<LifecycleOutcome> Caretaker::run_policy(state::Repository const& repository, bool due_only) {
  domain::Time const now = clock_.now();
  auto const is_due = [&](state::Database& db) {
    auto const policy = state::find_lifecycle_policy(db, repository.id);
    return policy && (!due_only || !policy->evaluated_at || now - *policy->evaluated_at >= evaluated_every);
  };
  if (!store_.read(is_due)) return std::nullopt;
  auto outcome = store_.transact([&](state::Database& db) { return run_lifecycle(db, repository, now); });
  if (!outcome || outcome->verdicts.empty()) return outcome;
  spdlog::info("registry=lifecycle account={} region={} repository={} images={}",
               repository.scope.account.text(), repository.scope.region.text(), repository.name.text(),
               outcome->verdicts.size());
  if (on_lifecycle_) on_lifecycle_(*outcome);
  return outcome;
}

std::vector<LifecycleOutcome> Caretaker::run_policies(state::ResetScope const& scope,
                                                      std::string const& name) {
  auto const repositories =
      store_.read([&](state::Database& db) { return state::list_repositories_with_policy(db, scope); });
  std::vector<LifecycleOutcome> outcomes;
  for (state::Repository const& repository : repositories) {
    if (!name.empty() && repository.name.text() != name) continue;
    if (auto outcome = run_policy(repository, false)) outcomes.push_back(*std::move(outcome));
  }
  return outcomes;
}

void Caretaker::run_previews() {
  auto const waiting = store_.read([](state::Database& db) { return state::list_waiting_previews(db); });
  for (state::Repository const& repository : waiting)
    store_.transact([&](state::Database& db) { make_preview(db, repository, clock_.now()); });
}

}  // namespace neargate::registry
