#include "api/ecs/run_token.h"

#include <nlohmann/json.hpp>

#include "api/ecs/documents.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "state/client_tokens.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

constexpr std::chrono::hours kept_for{24};

[[noreturn]] void refuse_conflict(Call const& call, domain::ClusterName const& cluster,
                                  state::ClientToken const& stored) {
  wire::Value arns = wire::Value::array();
  for (auto const& id : stored.tasks) arns.push_back(domain::task_arn({call.scope, cluster, id}));
  wire::Value members = wire::Value::object();
  members["resourceIds"] = std::move(arns);
  throw wire::Error(
      ConflictException,
      "The RunTask request could not be processed due to conflicts. The provided clientToken is already "
      "in use with a different request.")
      .with(members);
}

}  // namespace

RunToken::RunToken(Call& call, domain::ClusterName cluster, RunTaskRequest const& request)
    : call_(call), cluster_(std::move(cluster)), token_(request.client_token.value_or("")) {
  if (token_.empty()) return;
  RunTaskRequest same_cluster = request;
  same_cluster.cluster = cluster_.text();
  request_ = canonical_text(std::move(same_cluster));
  auto const stored = state::find_client_token(call_.db, call_.scope, cluster_, token_);
  if (!stored || stored->created_at + kept_for <= call_.clock.now()) return;
  if (stored->request != request_) refuse_conflict(call_, cluster_, *stored);
  is_repeated_ = true;
  for (auto const& id : stored->tasks)
    if (auto task = state::find_task(call_.db, {call_.scope, cluster_, id}))
      repeated_.push_back(*std::move(task));
}

void RunToken::remember(std::vector<domain::Task> const& tasks) {
  if (token_.empty()) return;
  auto const now = call_.clock.now();
  state::forget_client_tokens(call_.db, now - kept_for);
  state::ClientToken value{.request = request_, .created_at = now};
  for (auto const& task : tasks) value.tasks.push_back(task.key.id);
  state::save_client_token(call_.db, call_.scope, cluster_, token_, value);
}

}  // namespace neargate::api::ecs
