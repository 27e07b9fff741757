#pragma once
// Why a request is turned down, as a value. Rules return a Refusal, `check` throws it as the AWS error.

#include <optional>
#include <string>

#include "api/wire/error.h"

namespace neargate::api::ecs {

struct Refusal {
  wire::ErrorShape shape;
  std::string message;
  bool operator==(Refusal const&) const = default;
};

/// ClientException and InvalidParameterException: which of the two a check answers differs check by check.
Refusal client(std::string message);
Refusal invalid(std::string message);

[[noreturn]] void refuse(Refusal refusal);
/// Throws the refusal, if there is one.
void check(std::optional<Refusal> refusal);

}  // namespace neargate::api::ecs
