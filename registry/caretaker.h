#pragma once
// What ECR does behind a request's back: lifecycle policies, their previews, replication. An order is a row,
// written by the request; the caretaker looks for rows when it is woken, so a crash loses none.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "domain/clock.h"
#include "registry/lifecycle_run.h"
#include "state/reset.h"
#include "state/store.h"

namespace neargate::registry {

class Caretaker final {
 public:
  Caretaker(state::Store& store, domain::Clock const& clock) : store_(store), clock_(clock) {}
  Caretaker(Caretaker const&) = delete;
  Caretaker& operator=(Caretaker const&) = delete;

  /// Works on a thread of its own from now on, until it is destroyed or stopped. `on_lifecycle` is told what
  /// policies did, on that thread or run_policies()' own.
  void start(std::function<void(LifecycleOutcome const&)> on_lifecycle);
  void stop() { thread_ = {}; }
  /// There may be something to do. Callable inside a transaction: the work waits for its end.
  void wake();

  /// Does all that is due, on this thread.
  void work();
  /// Evaluates every policy within the scope, due or not; only those of repositories of this name, if given.
  std::vector<LifecycleOutcome> run_policies(state::ResetScope const& scope, std::string const& name = "");

 private:
  std::optional<LifecycleOutcome> run_policy(state::Repository const& repository, bool due_only);
  void run_previews();

  state::Store& store_;
  domain::Clock const& clock_;
  std::function<void(LifecycleOutcome const&)> on_lifecycle_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool awake_ = true;
  std::jthread thread_;
};

}  // namespace neargate::registry
