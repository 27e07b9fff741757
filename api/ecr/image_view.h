#pragma once
// An image with its manifest, as PutImage and BatchGetImage answer it.

#include "api/call.h"
#include "gen/ecr/shapes.h"
#include "state/images.h"
#include "state/repositories.h"

namespace neargate::api::ecr {

Image image_view(Call& call, state::Repository const& repository, state::Image const& image,
                 wire::Optional<std::string> const& tag);

}  // namespace neargate::api::ecr
