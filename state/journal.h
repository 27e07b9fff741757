#pragma once
// What a transaction changed that people want to hear of: the status of tasks, and service events. Whoever
// wrote it, and however: triggers of the connection's own note it, so no writer has to think of it.

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "domain/service.h"
#include "domain/task.h"
#include "state/database.h"

namespace neargate::state {

struct TaskChange {
  domain::TaskKey task;
  std::string from;  ///< lastStatus before; "" = the task is new
  std::string last_status, desired_status, group, stop_code, stopped_reason;
  int version = 0;
};
struct ServiceEventAdded {
  domain::ServiceKey service;
  domain::ServiceEvent event;
};
using JournalEntry = std::variant<TaskChange, ServiceEventAdded>;

/// From now on changes are noted. Once a connection.
void open_journal(Database& db);
/// What was noted since the last call, one entry for each task; inside the transaction that did it.
std::vector<JournalEntry> take_journal(Database& db);

}  // namespace neargate::state
