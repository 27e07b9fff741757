// The operations of sts that neargate serves: one line each, in the model's names.

#include <vector>

#include "api/serve.h"
#include "gen/sts/codec.h"
#include "gen/sts/operations.h"
#include "gen/sts/shapes.h"

namespace neargate::api::sts {

std::span<Operation const> operations() {
  static std::vector<Operation> const served{};
  return served;
}

}  // namespace neargate::api::sts
