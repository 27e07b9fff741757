#pragma once
// Forgets what was made: all of it, or one account's or region's. The instance itself stays as it is (its id,
// its address range, its secrets).

#include <optional>

#include "domain/ids.h"
#include "state/database.h"

namespace neargate::state {

/// What is forgotten: absent = every one. With a region alone, or with both, what is global (IAM) stays.
struct ResetScope {
  std::optional<domain::AccountId> account;
  std::optional<domain::Region> region;

  bool contains(domain::Scope const& scope) const {
    return (!account || *account == scope.account) && (!region || *region == scope.region);
  }
};

/// Deletes the rows of every table that has an account; returns how many. A table that a later migration adds
/// is found by its columns.
int reset_rows(Database& db, ResetScope const& scope);

/// What there is, for the health page.
struct Holdings {
  int clusters = 0, services = 0, tasks = 0, task_definitions = 0, repositories = 0, images = 0;
};
Holdings count_holdings(Database& db);

}  // namespace neargate::state
