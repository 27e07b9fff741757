#pragma once
// Encryption of a repository, as far as it is told: nothing is encrypted here (ecr.md "encryption").

#include <optional>
#include <string>

#include "domain/ids.h"
#include "gen/ecr/shapes.h"

namespace neargate::api::ecr {

struct Encryption {
  std::string type = "AES256";
  std::optional<std::string> kms_key;  ///< as ARN
};

Encryption require_encryption(domain::Scope const& scope,
                              wire::Optional<EncryptionConfiguration> const& configuration);

}  // namespace neargate::api::ecr
