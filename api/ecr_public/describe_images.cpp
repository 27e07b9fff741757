#include <fmt/format.h>

#include <charconv>

#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "api/ecr_public/repositories.h"
#include "gen/ecr_public/errors.h"
#include "gen/ecr_public/operations.h"
#include "gen/ecr_public/shapes.h"
#include "state/images.h"

namespace neargate::api::ecr_public {

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
  return detail;
}

state::Image require_image(Call& call, state::Repository const& repository, ImageIdentifier const& id) {
  auto const tagged = id.image_tag ? state::find_tagged(call.db, repository.id, *id.image_tag) : std::nullopt;
  auto const digest = id.image_digest ? std::optional(domain::Digest{*id.image_digest}) : tagged;
  auto image = digest ? state::find_image(call.db, repository.id, *digest) : std::nullopt;
  if (!image || (id.image_tag && tagged != digest))
    ecr::refuse(
        ImageNotFoundException,
        fmt::format("The image with imageId {{imageDigest:'{}', imageTag:'{}'}} does not exist within the"
                    " repository with name '{}' in the registry with id '{}'",
                    id.image_digest.value_or("null"), id.image_tag.value_or("null"), repository.name.text(),
                    repository.scope.account.text()));
  return *std::move(image);
}

}  // namespace

DescribeImagesResponse describe_images(Call& call, DescribeImagesRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  DescribeImagesResponse response;
  auto& details = response.image_details.emplace();
  if (request.image_ids) {
    ecr::refuse_paging_beside("imageIds", request.max_results, request.next_token);
    for (ImageIdentifier const& id : *request.image_ids)
      details.push_back(detail_view(call, repository, require_image(call, repository, id)));
    return response;
  }
  std::string const list = "public-images/" + std::to_string(repository.id);
  std::string const last = ecr::last_key(list, request.next_token).value_or("0");
  std::int64_t after = 0;
  std::from_chars(last.data(), last.data() + last.size(), after);
  auto const size = static_cast<std::size_t>(ecr::page_size(request.max_results));
  auto images =
      state::list_images(call.db, repository.id, state::TagFilter::Any, after, static_cast<int>(size) + 1);
  bool const more = images.size() > size;
  if (more) images.pop_back();
  for (state::Image const& image : images) details.push_back(detail_view(call, repository, image));
  response.next_token =
      ecr::next_token(list, more, images.empty() ? std::string() : std::to_string(images.back().number));
  return response;
}

}  // namespace neargate::api::ecr_public
