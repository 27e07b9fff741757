#pragma once
// Rows of task sets; they are read and written with their service (state/services.h).

#include "domain/service.h"
#include "state/database.h"

namespace neargate::state {

void read_task_sets(Database& db, domain::Service& service);
/// Those no longer in the list are deleted.
void save_task_sets(Database& db, domain::Service const& service);
void delete_task_sets(Database& db, domain::ServiceKey const& key);

}  // namespace neargate::state
