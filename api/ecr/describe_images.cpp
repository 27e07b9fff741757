#include <charconv>

#include "api/ecr/image_ids.h"
#include "api/ecr/paging.h"
#include "api/ecr/require.h"
#include "api/ecr/scan_view.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

namespace {

ImageDetail detail_view(Call& call, state::Repository const& repository, state::Image const& image) {
  ImageDetail detail;
  detail.registry_id = repository.scope.account.text();
  detail.repository_name = repository.name.text();
  detail.image_digest = image.digest.text();
  auto tags = state::list_image_tags(call.db, repository.id, image.digest);
  if (!tags.empty()) detail.image_tags = std::move(tags);
  detail.image_size_in_bytes = image.size;
  detail.image_pushed_at = image.pushed_at;
  detail.image_manifest_media_type = image.media_type;
  detail.artifact_media_type = image.config_media_type;
  detail.last_recorded_pull_time = image.last_pulled_at;
  if (image.subject) detail.subject_manifest_digest = image.subject->text();
  detail.image_status = image.is_archived ? ImageStatus::Archived : ImageStatus::Active;
  detail.last_archived_at = image.archived_at;
  detail.last_activated_at = image.activated_at;
  if (auto const scan = state::find_image_scan(call.db, repository.id, image.digest)) {
    detail.image_scan_status = scan_status_view(*scan);
    detail.image_scan_findings_summary = scan_summary_view(*scan);
  }
  return detail;
}

bool passes(DescribeImagesFilter const& filter, ImageDetail const& detail) {
  switch (tag_filter(filter.tag_status)) {
    case state::TagFilter::Tagged:
      return detail.image_tags.has_value();
    case state::TagFilter::Untagged:
      return !detail.image_tags.has_value();
    case state::TagFilter::Any:
      break;
  }
  return true;
}

std::int64_t number_of(std::string const& key) {
  std::int64_t number = 0;
  std::from_chars(key.data(), key.data() + key.size(), number);
  return number;
}

}  // namespace

DescribeImagesResponse describe_images(Call& call, DescribeImagesRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const filter = request.filter.value_or(DescribeImagesFilter{});
  auto const wanted = status_wanted(filter.image_status);
  DescribeImagesResponse response;
  auto& details = response.image_details.emplace();
  if (request.image_ids) {
    refuse_paging_beside("imageIds", request.max_results, request.next_token);
    for (ImageIdentifier const& id : *request.image_ids) {
      auto const image = require_image(call, repository, id);
      // Asked for by name, an archived image is told of, too, unless a filter says otherwise.
      if (filter.image_status && !wanted.holds(image)) continue;
      auto detail = detail_view(call, repository, image);
      if (passes(filter, detail)) details.push_back(std::move(detail));
    }
    return response;
  }
  std::string const list = "images/" + std::to_string(repository.id);
  auto const last = last_key(list, request.next_token);
  if (wanted.nothing) return response;
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto images =
      state::list_images(call.db, repository.id, tag_filter(filter.tag_status), number_of(last.value_or("0")),
                         static_cast<int>(size) + 1, wanted.is_archived);
  bool const more = images.size() > size;
  if (more) images.pop_back();
  for (state::Image const& image : images) details.push_back(detail_view(call, repository, image));
  response.next_token =
      next_token(list, more, images.empty() ? std::string() : std::to_string(images.back().number));
  return response;
}

}  // namespace neargate::api::ecr
