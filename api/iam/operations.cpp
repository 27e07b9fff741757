// The operations of iam that neargate serves: one line each, in the model's names.

#include <vector>

#include "api/serve.h"
#include "gen/iam/codec.h"
#include "gen/iam/operations.h"
#include "gen/iam/shapes.h"

namespace neargate::api::iam {

std::span<Operation const> operations() {
  static std::vector<Operation> const served{};
  return served;
}

}  // namespace neargate::api::iam
