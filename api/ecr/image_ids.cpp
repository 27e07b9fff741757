#include "api/ecr/image_ids.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/ecr/refuse.h"
#include "gen/ecr/errors.h"
#include "registry/wording.h"

namespace neargate::api::ecr {

namespace {

/// [a-zA-Z0-9-_+.]+:[a-fA-F0-9]+
bool is_digest_form(std::string_view text) {
  auto const is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  auto const is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '+' || c == '.';
  };
  auto const colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  return std::ranges::all_of(text.substr(0, colon), is_word) &&
         std::ranges::all_of(text.substr(colon + 1), is_hex);
}

[[noreturn]] void refuse_missing(state::Repository const& repository, ImageIdentifier const& id) {
  // 'null' is how AWS prints what was not asked (captured answer, ecr.md).
  refuse(ImageNotFoundException,
         fmt::format("The image with imageId {{imageDigest:'{}', imageTag:'{}'}} does not exist within the"
                     " repository with name '{}' in the registry with id '{}'",
                     id.image_digest.value_or("null"), id.image_tag.value_or("null"), repository.name.text(),
                     repository.scope.account.text()));
}

}  // namespace

ImageFailure image_failure(ImageIdentifier const& id, ImageFailureCode code, std::string reason) {
  return {.image_id = id, .failure_code = code, .failure_reason = std::move(reason)};
}

FoundImage find_image(Call& call, state::Repository const& repository, ImageIdentifier const& id) {
  if (!id.image_digest && !id.image_tag)
    return image_failure(id, ImageFailureCode::MissingDigestAndTag, digest_and_tag_null_text);
  if (id.image_digest && !is_digest_form(*id.image_digest))
    return image_failure(
        id, ImageFailureCode::InvalidImageDigest,
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
  auto const tagged = id.image_tag ? state::find_tagged(call.db, repository.id, *id.image_tag) : std::nullopt;
  auto const digest = id.image_digest ? std::optional(domain::Digest{*id.image_digest}) : tagged;
  auto image = digest ? state::find_image(call.db, repository.id, *digest) : std::nullopt;
  if (!image || (id.image_tag && !tagged))
    return image_failure(id, ImageFailureCode::ImageNotFound, registry::image_missing_text);
  // FIXME: the reason's wording is ours; AWS's is not known.
  if (tagged && *tagged != *digest)
    return image_failure(id, ImageFailureCode::ImageTagDoesNotMatchDigest,
                         "Requested image tag does not match requested image digest");
  return *std::move(image);
}

state::Image require_image(Call& call, state::Repository const& repository, ImageIdentifier const& id) {
  auto found = find_image(call, repository, id);
  if (auto* const image = std::get_if<state::Image>(&found)) return std::move(*image);
  auto const code = std::get<ImageFailure>(found).failure_code.value();
  if (code == ImageFailureCode::MissingDigestAndTag || code == ImageFailureCode::InvalidImageDigest)
    refuse(InvalidParameterException, std::get<ImageFailure>(found).failure_reason.value());
  refuse_missing(repository, id);
}

state::TagFilter tag_filter(wire::Optional<TagStatus> const& status) {
  switch (status.value_or(TagStatus::Any)) {
    case TagStatus::Tagged:
      return state::TagFilter::Tagged;
    case TagStatus::Untagged:
      return state::TagFilter::Untagged;
    case TagStatus::Any:
      break;
  }
  return state::TagFilter::Any;
}

StatusWanted status_wanted(wire::Optional<ImageStatusFilter> const& status) {
  switch (status.value_or(ImageStatusFilter::Active)) {
    case ImageStatusFilter::Active:
      return {.is_archived = false};
    case ImageStatusFilter::Archived:
      return {.is_archived = true};
    case ImageStatusFilter::Activating:
      return {.nothing = true, .is_archived = {}};
    case ImageStatusFilter::Any:
      break;
  }
  return {};
}

}  // namespace neargate::api::ecr
