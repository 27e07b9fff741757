#include <fmt/format.h>

#include <algorithm>

#include "api/ecr/image_ids.h"
#include "api/ecr/lifecycle.h"
#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"

namespace neargate::api::ecr {

namespace {

std::string in_repository(state::Repository const& repository) {
  return fmt::format("for the repository with name '{}' in the registry with id '{}'", repository.name.text(),
                     repository.scope.account.text());
}

LifecyclePolicyPreviewResult result_view(state::LifecyclePreviewResult const& result) {
  LifecyclePolicyPreviewResult view;
  view.image_digest = result.digest.text();
  view.image_tags = result.tags;
  view.image_pushed_at = result.pushed_at;
  auto& action = view.action.emplace();
  action.type = result.archives ? ImageActionType::Transition : ImageActionType::Expire;
  if (result.archives) action.target_storage_class = LifecyclePolicyTargetStorageClass::Archive;
  view.applied_rule_priority = result.priority;
  view.storage_class =
      result.is_archived ? LifecyclePolicyStorageClass::Archive : LifecyclePolicyStorageClass::Standard;
  return view;
}

bool is_asked(GetLifecyclePolicyPreviewRequest const& request, state::LifecyclePreviewResult const& result) {
  auto const is_this = [&](ImageIdentifier const& id) {
    bool const digest = !id.image_digest || *id.image_digest == result.digest.text();
    bool const tag = !id.image_tag || std::ranges::find(result.tags, *id.image_tag) != result.tags.end();
    return (id.image_digest || id.image_tag) && digest && tag;
  };
  if (request.image_ids && std::ranges::none_of(*request.image_ids, is_this)) return false;
  auto const filter = request.filter.value_or(LifecyclePolicyPreviewFilter{});
  switch (tag_filter(filter.tag_status)) {
    case state::TagFilter::Tagged:
      return !result.tags.empty();
    case state::TagFilter::Untagged:
      return result.tags.empty();
    case state::TagFilter::Any:
      break;
  }
  return true;
}

LifecyclePolicyPreviewSummary summary_view(std::vector<state::LifecyclePreviewResult> const& results) {
  auto const archived =
      static_cast<int>(std::ranges::count_if(results, &state::LifecyclePreviewResult::archives));
  LifecyclePolicyPreviewSummary summary;
  summary.expiring_image_total_count = static_cast<int>(results.size()) - archived;
  if (archived > 0)
    summary.transitioning_image_total_counts = {
        {.target_storage_class = LifecyclePolicyTargetStorageClass::Archive, .image_total_count = archived}};
  return summary;
}

void add_results(GetLifecyclePolicyPreviewRequest const& request, state::Repository const& repository,
                 state::LifecyclePreview const& preview, GetLifecyclePolicyPreviewResponse& response) {
  std::string const list = "lifecycle-preview/" + std::to_string(repository.id);
  if (request.image_ids) refuse_paging_beside("imageIds", request.max_results, request.next_token);
  auto const last = last_key(list, request.next_token);
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto& results = response.preview_results.emplace();
  bool after_last = !last;
  bool more = false;
  for (auto const& result : preview.results) {
    if (!after_last) {
      after_last = result.digest.text() == *last;
      continue;
    }
    if (!is_asked(request, result)) continue;
    more = results.size() == size && !request.image_ids;
    if (more) break;
    results.push_back(result_view(result));
  }
  response.next_token =
      next_token(list, more, results.empty() ? std::string() : results.back().image_digest.value());
  response.summary = summary_view(preview.results);
}

}  // namespace

StartLifecyclePolicyPreviewResponse start_lifecycle_policy_preview(
    Call& call, StartLifecyclePolicyPreviewRequest const& request) {
  wire::Optional<std::string> given;
  if (request.lifecycle_policy_text) given = require_lifecycle_policy(*request.lifecycle_policy_text).text;
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  std::string const text = given ? *given : require_stored_policy(call, repository).text;
  if (auto const under_way = state::find_lifecycle_preview(call.db, repository.id);
      under_way && !under_way->complete)
    refuse(LifecyclePolicyPreviewInProgressException,
           "Lifecycle policy preview is already in progress " + in_repository(repository));
  state::save_lifecycle_preview(call.db, repository.id, {.text = text, .complete = false, .results = {}});
  wake_caretaker(call);
  return {.registry_id = repository.scope.account.text(),
          .repository_name = repository.name.text(),
          .lifecycle_policy_text = text,
          .status = LifecyclePolicyPreviewStatus::InProgress};
}

GetLifecyclePolicyPreviewResponse get_lifecycle_policy_preview(
    Call& call, GetLifecyclePolicyPreviewRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const preview = state::find_lifecycle_preview(call.db, repository.id);
  if (!preview)
    refuse(LifecyclePolicyPreviewNotFoundException,
           "Lifecycle policy preview does not exist " + in_repository(repository));
  GetLifecyclePolicyPreviewResponse response;
  response.registry_id = repository.scope.account.text();
  response.repository_name = repository.name.text();
  response.lifecycle_policy_text = preview->text;
  response.status =
      preview->complete ? LifecyclePolicyPreviewStatus::Complete : LifecyclePolicyPreviewStatus::InProgress;
  if (preview->complete) add_results(request, repository, *preview, response);
  return response;
}

}  // namespace neargate::api::ecr
