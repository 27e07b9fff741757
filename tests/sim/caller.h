#pragma once
// Somebody who uses the API without a plan: any call, with any of its members, in any order.

#include <functional>
#include <string>
#include <vector>

#include "tests/sim/dice.h"
#include "tests/sim/process.h"

namespace neargate::sim {

struct Request {
  std::string operation, body;
};

class Caller final {
 public:
  explicit Caller(Dice& dice) : dice_(dice) {}

  /// What every world starts from: clusters and families.
  std::vector<Request> opening() const;
  Request any_call(Process& process);
  /// Scales and deploys whatever may be stuck for a reason of its own, so that all can come to rest.
  std::vector<Request> closing(Process& process) const;
  /// Deletes every service and stops every task.
  std::vector<Request> farewell(Process& process) const;

  static std::vector<std::string> const& clusters();
  static std::vector<std::string> const& services();

 private:
  Request create_service();
  Request update_service();
  Request delete_service();
  Request register_task_definition();
  Request deregister_task_definition();
  Request run_task();
  Request stop_task(Process& process);

  Dice& dice_;
  int revision_ = 1, tokens_ = 0;
};

}  // namespace neargate::sim
