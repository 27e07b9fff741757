// DELETE of manifests and tags. ECR serves it since 2022, with the rules of BatchDeleteImage.

#include "registry/deletion.h"
#include "registry/digest.h"
#include "registry/wording.h"
#include "server/registry_exchange.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

std::string joined(std::vector<domain::Digest> const& digests) {
  std::string text;
  for (auto const& digest : digests) text += (text.empty() ? "" : ", ") + digest.text();
  return text;
}

}  // namespace

RegistryAnswer delete_manifest(RegistryExchange const& exchange) {
  std::string const& reference = exchange.route.reference;
  bool const by_digest = reference.find(':') != std::string::npos;
  domain::Digest const digest{by_digest ? reference : std::string()};
  if (by_digest && !registry::algorithm_of(digest))
    return error_answer(oci::digest_invalid, "Invalid digest: " + reference);
  auto const profile = exchange.settings.profile;
  domain::Time const now = exchange.registry.clock().now();
  auto const deletion =
      exchange.registry.store().transact([&](state::Database& db) -> std::optional<registry::Deletion> {
        auto const repository = find_repository(db, exchange);
        if (!repository) return std::nullopt;
        return by_digest ? registry::delete_by_digest(db, profile, repository->id, digest, now)
                         : registry::delete_tag(db, profile, repository->id, reference, now);
      });
  if (!deletion) return name_unknown(exchange);
  if (std::holds_alternative<registry::NothingToDelete>(*deletion))
    return error_answer(oci::manifest_unknown, registry::image_missing_text);
  if (auto const* const needed = std::get_if<registry::NeededByIndexes>(&*deletion))
    return error_answer(oci::unsupported,
                        "Requested image referenced by manifest list: [" + joined(needed->indexes) + "]");
  return empty_answer(202);
}

}  // namespace neargate::server
