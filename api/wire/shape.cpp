#include "api/wire/shape.h"

#include <algorithm>

namespace neargate::api::wire {

Member const* Shape::find(std::string_view member) const {
  auto const found = std::ranges::find(members, member, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

OperationShape const* ServiceModel::find(std::string_view operation) const {
  auto const found = std::ranges::lower_bound(operations, operation, {}, &OperationShape::name);
  return found != operations.end() && found->name == operation ? &*found : nullptr;
}

bool ServiceModel::has(std::string_view operation) const {
  return std::ranges::binary_search(operation_names, operation);
}

}  // namespace neargate::api::wire
