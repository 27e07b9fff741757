#include "api/ecr/repository_view.h"

#include "api/ecr/require.h"
#include "registry/naming.h"

namespace neargate::api::ecr {

ImageTagMutability mutability_view(state::TagMutability mutability) {
  ImageTagMutability view{};
  from_text(domain::word(mutability), view);
  return view;
}

state::TagMutability mutability_of(ImageTagMutability mutability) {
  return domain::from_word<state::TagMutability>(to_text(mutability)).value();
}

wire::Optional<std::vector<ImageTagMutabilityExclusionFilter>> filters_view(
    std::vector<std::string> const& filters) {
  if (filters.empty()) return std::nullopt;
  std::vector<ImageTagMutabilityExclusionFilter> views;
  for (std::string const& filter : filters)
    views.push_back({.filter_type = ImageTagMutabilityExclusionFilterType::Wildcard, .filter = filter});
  return views;
}

Repository deleted_repository_view(Call const& call, state::Repository const& repository) {
  Repository view;
  view.repository_arn = repository_arn(repository.scope, repository.name);
  view.registry_id = repository.scope.account.text();
  view.repository_name = repository.name.text();
  view.repository_uri =
      registry::repository_uri(call.settings.registry_host, repository.scope, repository.name);
  view.created_at = repository.created_at;
  view.image_tag_mutability = mutability_view(repository.tag_mutability);
  view.image_tag_mutability_exclusion_filters = filters_view(repository.exclusion_filters);
  return view;
}

Repository repository_view(Call const& call, state::Repository const& repository) {
  Repository view = deleted_repository_view(call, repository);
  view.image_scanning_configuration = ImageScanningConfiguration{.scan_on_push = repository.scan_on_push};
  EncryptionConfiguration encryption{.kms_key = repository.kms_key};
  from_text(repository.encryption_type, encryption.encryption_type.emplace());
  view.encryption_configuration = encryption;
  return view;
}

}  // namespace neargate::api::ecr
