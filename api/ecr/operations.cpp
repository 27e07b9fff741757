// The operations of ecr that neargate serves: one line each, in the model's names.

#include <vector>

#include "api/serve.h"
#include "gen/ecr/codec.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"

namespace neargate::api::ecr {

std::span<Operation const> operations() {
  static std::vector<Operation> const served{};
  return served;
}

}  // namespace neargate::api::ecr
