#pragma once
// The rows that the planner reads, and the writing of what it decided: both inside one transaction, so no API
// call comes in between.

#include <map>
#include <string>
#include <utility>

#include "domain/clock.h"
#include "domain/mint.h"
#include "reconcile/action.h"
#include "reconcile/snapshot.h"
#include "state/database.h"

namespace neargate::reconcile {

/// Definitions that were read before: revisions do not change.
using DefinitionCache = std::map<DefinitionId, Definition>;

/// Copies of the rows that the planner reads, kept from tick to tick: a tick reads what was written since the
/// one before, not what exists. One reader a store (Database::take_touched).
class Copies final {
 public:
  /// The rows as this transaction sees them; valid until the next call.
  Desired const& refresh(state::Database& db);
  /// The transaction did not commit: what is here may never have been. Everything is read again.
  void drop() { is_complete_ = false; }

  /// The last refresh was after a reset, or the first: names may mean something else than before.
  bool is_anew() const { return is_anew_; }

  DefinitionCache const& definitions() const { return desired_.definitions; }

 private:
  void read_all(state::Database& db);
  void apply(state::Database& db, state::Touched const& touched);
  void read_records(state::Database& db, domain::ServiceKey const& key);
  void read_needs(state::Database& db);

  Desired desired_;
  bool is_complete_ = false, is_anew_ = false;
};

/// Which events about waiting were told when: identical ones are suppressed for 6 hours.
using ToldEvents = std::map<std::pair<domain::ServiceKey, std::string>, domain::Time>;

void commit(state::Database& db, Plan const& plan, ToldEvents& told, domain::Time now, domain::Mint& mint);

}  // namespace neargate::reconcile
