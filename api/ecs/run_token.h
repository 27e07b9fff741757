#pragma once
// RunTask's clientToken: kept 24 h within a cluster; the same request again answers the same tasks in their
// present state, another request is a conflict (ecs-tasks.md).

#include <string>
#include <vector>

#include "api/call.h"
#include "domain/task.h"
#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

class RunToken final {
 public:
  /// Throws ConflictException when the token was used with another request.
  RunToken(Call& call, domain::ClusterName cluster, RunTaskRequest const& request);

  bool is_repeated() const { return is_repeated_; }
  /// The tasks of the first time, those that are still known.
  std::vector<domain::Task> const& repeated() const { return repeated_; }
  void remember(std::vector<domain::Task> const& tasks);

 private:
  Call& call_;
  domain::ClusterName cluster_;
  std::string token_, request_;
  bool is_repeated_ = false;
  std::vector<domain::Task> repeated_;
};

}  // namespace neargate::api::ecs
