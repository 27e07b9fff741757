#pragma once
// The services that dispatch knows: each one's model, and the operations of it that neargate serves.

#include <span>
#include <vector>

#include "api/operation.h"
#include "api/wire/shape.h"

namespace neargate::api {

struct Service {
  wire::ServiceModel const* model = nullptr;
  std::span<Operation const> operations;

  Operation const* find(std::string_view name) const;
};

/// ecs, ecr, ecr-public, iam, sts, ec2, logs.
std::vector<Service> all_services();

}  // namespace neargate::api
