#pragma once
// Somebody who uses the API without a plan: any call, with any of its members, in any order. Calls that are
// refused are as good as others; none may fail inside.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "domain/container_instance.h"
#include "domain/service.h"
#include "tests/sim/dice.h"
#include "tests/sim/process.h"

namespace neargate::sim {

struct Request {
  std::string operation, body;
};

class Caller final {
 public:
  explicit Caller(Dice& dice) : dice_(dice) {}

  /// What every world starts from: clusters, families, and three services.
  std::vector<Request> opening() const;
  Request any_call(Process& process);
  /// Ends what would keep the world from coming to rest for a reason that is nobody's fault.
  std::vector<Request> closing(Process& process) const;
  /// Deletes every service and stops every task.
  std::vector<Request> farewell(Process& process) const;

  static std::vector<std::string> const& clusters();
  static std::vector<std::string> const& services();

 private:
  Request create_service();
  Request update_service(Process& process);
  Request delete_service(Process& process);
  Request register_task_definition();
  Request deregister_task_definition();
  Request run_task();
  Request start_task(Process& process);
  Request stop_task(Process& process);
  Request look();

  // calls_of_services.cpp
  Request create_task_set(Process& process);
  Request change_task_set(Process& process);
  Request protect_tasks(Process& process);
  Request answer_deployment(Process& process);

  // calls_of_instances.cpp
  Request register_instance();
  Request change_instance(Process& process);
  Request put_attribute(Process& process);

  nlohmann::json deployment_configuration();
  void place(nlohmann::json& body);
  /// cluster and service: mostly one that is there.
  nlohmann::json any_service(Process& process);

  Dice& dice_;
  int revision_ = 1;
};

std::vector<domain::Service> live_services(Process& process);
/// Of every cluster, but those that are INACTIVE.
std::vector<domain::ContainerInstance> instances_of(Process& process);
/// networkConfiguration, as every awsvpc call needs it.
nlohmann::json awsvpc_network();

}  // namespace neargate::sim
