// The operations of ec2 that neargate serves: one line each, in the model's names.

#include <vector>

#include "api/serve.h"
#include "gen/ec2/codec.h"
#include "gen/ec2/operations.h"
#include "gen/ec2/shapes.h"

namespace neargate::api::ec2 {

std::span<Operation const> operations() {
  static std::vector<Operation> const served{};
  return served;
}

}  // namespace neargate::api::ec2
