#include <fmt/format.h>

#include "api/call.h"
#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "state/pull_time_exclusions.h"

namespace neargate::api::ecr {

namespace {

/// AWS: "Pull time update exclusions: 5 per registry".
constexpr int exclusions_max = 5;

}  // namespace

RegisterPullTimeUpdateExclusionResponse register_pull_time_update_exclusion(
    Call& call, RegisterPullTimeUpdateExclusionRequest const& request) {
  std::string const& arn = request.principal_arn.value();
  if (state::find_pull_time_exclusion(call.db, call.scope, arn))
    refuse(
        ExclusionAlreadyExistsException,
        fmt::format("The pull time update exclusion for principal '{}' already exists in the registry with id"
                    " '{}'",
                    arn, call.scope.account.text()));
  if (state::count_pull_time_exclusions(call.db, call.scope) >= exclusions_max)
    refuse(LimitExceededException,
           fmt::format(
               "The limit of {} pull time update exclusions has been reached in the registry with id '{}'",
               exclusions_max, call.scope.account.text()));
  domain::Time const now = call.clock.now();
  state::insert_pull_time_exclusion(call.db, call.scope, arn, now);
  return {.principal_arn = arn, .created_at = now};
}

DeregisterPullTimeUpdateExclusionResponse deregister_pull_time_update_exclusion(
    Call& call, DeregisterPullTimeUpdateExclusionRequest const& request) {
  std::string const& arn = request.principal_arn.value();
  if (!state::find_pull_time_exclusion(call.db, call.scope, arn))
    refuse(
        ExclusionNotFoundException,
        fmt::format("The pull time update exclusion for principal '{}' does not exist in the registry with id"
                    " '{}'",
                    arn, call.scope.account.text()));
  state::remove_pull_time_exclusion(call.db, call.scope, arn);
  return {.principal_arn = arn};
}

ListPullTimeUpdateExclusionsResponse list_pull_time_update_exclusions(
    Call& call, ListPullTimeUpdateExclusionsRequest const& request) {
  constexpr char const* list = "pull-time-exclusions";
  auto const last = last_key(list, request.next_token);
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto arns =
      state::list_pull_time_exclusions(call.db, call.scope, last.value_or(""), static_cast<int>(size) + 1);
  bool const more = arns.size() > size;
  if (more) arns.pop_back();
  ListPullTimeUpdateExclusionsResponse response;
  response.next_token = next_token(list, more, arns.empty() ? std::string() : arns.back());
  response.pull_time_update_exclusions = std::move(arns);
  return response;
}

}  // namespace neargate::api::ecr
