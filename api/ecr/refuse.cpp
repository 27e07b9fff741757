#include "api/ecr/refuse.h"

#include <fmt/format.h>

#include "gen/ecr/errors.h"

namespace neargate::api::ecr {

void refuse(wire::ErrorShape shape, std::string message) { throw wire::Error(shape, std::move(message)); }

void refuse_parameter(std::string_view member, std::string_view constraint) {
  refuse(InvalidParameterException,
         fmt::format("Invalid parameter at '{}' failed to satisfy constraint: '{}'", member, constraint));
}

}  // namespace neargate::api::ecr
