#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/ecs/service_history_arn.h"
#include "domain/words.h"
#include "gen/ecs/errors.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/database.h"
#include "state/service_history.h"

namespace neargate::api::ecs {

namespace {

void check_stoppable(domain::ServiceDeployment const& deployment, std::string const& arn) {
  using Status = domain::ServiceDeploymentStatus;
  if (deployment.status == Status::Pending || deployment.status == Status::InProgress) return;
  throw wire::Error(ConflictException,
                    fmt::format("The service deployment cannot be stopped because its status is {}.",
                                domain::word(deployment.status)))
      .with({{"resourceIds", {arn}}});
}

}  // namespace

StopServiceDeploymentResponse stop_service_deployment(Call& call,
                                                      StopServiceDeploymentRequest const& request) {
  std::string const arn = request.service_deployment_arn.value_or("");
  auto deployment = require_service_deployment(call, arn);
  check_stoppable(deployment, arn);
  // The scheduler carries it out.
  bool const aborts = request.stop_type == StopServiceDeploymentStopType::Abort;
  deployment.status = aborts ? domain::ServiceDeploymentStatus::StopRequested
                             : domain::ServiceDeploymentStatus::RollbackRequested;
  deployment.updated_at = call.clock.now();
  state::save_service_deployment(call.db, deployment);
  call.db.touch(deployment.service);
  return {.service_deployment_arn = arn};
}

}  // namespace neargate::api::ecs
