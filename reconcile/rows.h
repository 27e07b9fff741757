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

/// `cache` is left with those that are in use.
Desired read_desired(state::Database& db, DefinitionCache& cache);

/// Which events about waiting were told when: identical ones are suppressed for 6 hours.
using ToldEvents = std::map<std::pair<domain::ServiceKey, std::string>, domain::Time>;

void commit(state::Database& db, Plan const& plan, ToldEvents& told, domain::Time now, domain::Mint& mint);

}  // namespace neargate::reconcile
