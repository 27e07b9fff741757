#include "api/ecs/refuse.h"

#include "gen/ecs/errors.h"

namespace neargate::api::ecs {

Refusal client(std::string message) { return {ClientException, std::move(message)}; }
Refusal invalid(std::string message) { return {InvalidParameterException, std::move(message)}; }

void refuse(Refusal refusal) { throw wire::Error(refusal.shape, std::move(refusal.message)); }

void check(std::optional<Refusal> refusal) {
  if (refusal) refuse(std::move(*refusal));
}

}  // namespace neargate::api::ecs
