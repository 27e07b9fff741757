#pragma once
// Images named by digest, tag or both, as requests of ECR do.

#include <string>
#include <variant>

#include "api/call.h"
#include "gen/ecr/shapes.h"
#include "state/images.h"
#include "state/repositories.h"

namespace neargate::api::ecr {

/// The image that is meant, or why there is none: an entry of `failures`.
using FoundImage = std::variant<state::Image, ImageFailure>;
FoundImage find_image(Call& call, state::Repository const& repository, ImageIdentifier const& id);

/// As find_image(); a miss is ImageNotFoundException, nonsense InvalidParameterException.
state::Image require_image(Call& call, state::Repository const& repository, ImageIdentifier const& id);

ImageFailure image_failure(ImageIdentifier const& id, ImageFailureCode code, std::string reason);

inline constexpr char const* digest_and_tag_null_text =
    "Invalid request parameters: both tag and digest cannot be null";

state::TagFilter tag_filter(wire::Optional<TagStatus> const& status);
/// Is it the archived ones that are wanted? nullopt: both. Nothing is ever ACTIVATING: that takes no time.
struct StatusWanted {
  bool nothing = false;
  std::optional<bool> is_archived;
  bool holds(state::Image const& image) const {
    return !nothing && (!is_archived || *is_archived == image.is_archived);
  }
};
StatusWanted status_wanted(wire::Optional<ImageStatusFilter> const& status);

}  // namespace neargate::api::ecr
