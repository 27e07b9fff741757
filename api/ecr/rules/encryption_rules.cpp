#include "api/ecr/rules/encryption_rules.h"

#include "api/ecr/refuse.h"
#include "domain/arn.h"
#include "gen/ecr/errors.h"
#include "registry/digest.h"

namespace neargate::api::ecr {

namespace {

/// A key id that is always the same for one alias of one account and region, as AWS's managed keys are.
std::string key_id_of_alias(domain::Scope const& scope, std::string const& alias) {
  std::string const hex = registry::digest_of(scope.account.text() + '/' + scope.region.text() + '/' + alias)
                              .text()
                              .substr(sizeof("sha256:") - 1);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + "-4" + hex.substr(13, 3) + "-a" + hex.substr(17, 3) +
         '-' + hex.substr(20, 12);
}

std::string key_arn(domain::Scope const& scope, std::string const& key) {
  if (key.starts_with("arn:")) return key;
  std::string const id = key.starts_with("alias/") ? key_id_of_alias(scope, key) : key;
  return domain::Arn{.partition = domain::partition_of(scope.region),
                     .service = "kms",
                     .region = scope.region.text(),
                     .account = scope.account.text(),
                     .resource = "key/" + id}
      .text();
}

}  // namespace

Encryption require_encryption(domain::Scope const& scope,
                              wire::Optional<EncryptionConfiguration> const& configuration) {
  Encryption encryption;
  if (!configuration) return encryption;
  auto const type = configuration->encryption_type.value_or(EncryptionType::Aes256);
  encryption.type = to_text(type);
  if (type != EncryptionType::Aes256) {
    encryption.kms_key = key_arn(scope, configuration->kms_key.value_or("alias/aws/ecr"));
  } else if (configuration->kms_key) {
    refuse(InvalidParameterException,
           "Invalid encryption configuration: Encryption key should not be set for AES256 encryption.");
  }
  return encryption;
}

}  // namespace neargate::api::ecr
