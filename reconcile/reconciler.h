#pragma once
// One tick, and nothing else: observe (a value of the World), then in one transaction read the rows, plan and
// write the changes, then hand out the actions. Intent is on disk before any effect, so a crash anywhere is
// mended by the next tick.
//
// No threads and no waiting: the Loop (loop.h) says when to tick and who carries the actions out; a
// simulation says it in its own way.

#include <chrono>
#include <functional>
#include <optional>
#include <set>

#include "domain/clock.h"
#include "domain/mint.h"
#include "reconcile/action.h"
#include "reconcile/rows.h"
#include "reconcile/snapshot.h"
#include "reconcile/world.h"
#include "state/store.h"

namespace neargate::reconcile {

class Reconciler final {
 public:
  /// Carries an action out with an Actor, now or later. Throws std::system_error when it cannot be begun.
  using Executor = std::function<void(Action const&)>;

  /// The references must outlive it.
  Reconciler(Settings settings, std::chrono::seconds stopped_task_ttl, state::Store& store, World& world,
             domain::Mint& mint, Executor execute)
      : settings_(std::move(settings)),
        stopped_task_ttl_(stopped_task_ttl),
        store_(store),
        world_(world),
        mint_(mint),
        execute_(std::move(execute)) {}

  /// Used by one thread at a time. What it answers has been written, and its actions are begun. Throws when
  /// the store does: then the rows are as they were.
  Plan tick(domain::Time now);

 private:
  Plan decide(domain::Time now);
  void begin(Action const& action, domain::Time now);
  void warn_of_unhonoured();
  void forget_stopped(Plan const& plan, domain::Time now);

  Settings const settings_;
  std::chrono::seconds const stopped_task_ttl_;
  state::Store& store_;
  World& world_;
  domain::Mint& mint_;
  Executor const execute_;
  Copies copies_;
  ToldEvents told_;
  std::set<DefinitionId> warned_;
  std::optional<domain::Time> forgot_at_;
};

}  // namespace neargate::reconcile
