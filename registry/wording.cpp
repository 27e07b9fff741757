#include "registry/wording.h"

#include <fmt/format.h>

namespace neargate::registry {

namespace {

std::string joined(std::vector<domain::Digest> const& digests) {
  std::string text;
  for (auto const& digest : digests) text += (text.empty() ? "" : ",") + digest.text();
  return text;
}

std::string required_for_pushing(char const* what, domain::Scope const& scope,
                                 domain::RepositoryName const& repository,
                                 std::vector<domain::Digest> const& digests) {
  return fmt::format(
      "{} with digests '[{}]' required for pushing image into repository with name '{}' in the registry with"
      " id '{}' do not exist",
      what, joined(digests), repository.text(), scope.account.text());
}

}  // namespace

std::string repository_missing_text(domain::AccountId const& registry_id,
                                    domain::RepositoryName const& repository) {
  return fmt::format("The repository with name '{}' does not exist in the registry with id '{}'",
                     repository.text(), registry_id.text());
}

std::string layers_missing_text(domain::Scope const& scope, domain::RepositoryName const& repository,
                                std::vector<domain::Digest> const& digests) {
  return required_for_pushing("Layers", scope, repository, digests);
}

std::string images_missing_text(domain::Scope const& scope, domain::RepositoryName const& repository,
                                std::vector<domain::Digest> const& digests) {
  return required_for_pushing("Images", scope, repository, digests);
}

std::string tag_immutable_text(domain::RepositoryName const& repository, std::string const& tag) {
  return fmt::format(
      "The image tag '{}' already exists in the '{}' repository and cannot be overwritten because the tag is"
      " immutable.",
      tag, repository.text());
}

std::string digest_mismatch_text(domain::Scope const& scope, domain::RepositoryName const& repository,
                                 domain::Digest const& digest) {
  return fmt::format(
      "The image with digest '{}' in repository '{}' and registry ID '{}' does not match the image digest "
      "that"
      " Amazon ECR has calculated.",
      digest.text(), repository.text(), scope.account.text());
}

}  // namespace neargate::registry
