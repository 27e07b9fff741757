// CreateRepository, DescribeRepositories and DeleteRepository of ECR Public.

#include "api/ecr_public/repositories.h"

#include <fmt/format.h>

#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "domain/arn.h"
#include "gen/ecr_public/errors.h"
#include "gen/ecr_public/operations.h"
#include "gen/ecr_public/shapes.h"
#include "registry/naming.h"
#include "registry/wording.h"
#include "state/images.h"
#include "state/public_catalogs.h"
#include "state/tags.h"

namespace neargate::api::ecr_public {

namespace {

std::string repository_arn(state::Repository const& repository) {
  return domain::Arn{.partition = "aws",
                     .service = "ecr-public",
                     .region = "",
                     .account = repository.scope.account.text(),
                     .resource = "repository/" + repository.name.text()}
      .text();
}

Repository repository_view(Call const& call, state::Repository const& repository) {
  Repository view;
  view.repository_arn = repository_arn(repository);
  view.registry_id = repository.scope.account.text();
  view.repository_name = repository.name.text();
  view.repository_uri =
      registry::repository_uri(call.settings.registry_host, repository.scope, repository.name);
  view.created_at = repository.created_at;
  return view;
}

state::PublicCatalog catalog_of(RepositoryCatalogDataInput const& input) {
  state::PublicCatalog catalog;
  catalog.description = input.description;
  catalog.about = input.about_text;
  catalog.usage = input.usage_text;
  catalog.architectures = input.architectures.value_or(std::vector<std::string>{});
  catalog.operating_systems = input.operating_systems.value_or(std::vector<std::string>{});
  return catalog;
}

RepositoryCatalogData catalog_view(state::PublicCatalog const& catalog) {
  RepositoryCatalogData view;
  view.description = catalog.description;
  view.about_text = catalog.about;
  view.usage_text = catalog.usage;
  view.architectures = catalog.architectures;
  view.operating_systems = catalog.operating_systems;
  return view;
}

}  // namespace

domain::Scope public_scope(Call const& call, wire::Optional<std::string> const& registry_id) {
  return {registry_id ? domain::AccountId{*registry_id} : call.scope.account, state::public_region};
}

state::Repository require_repository(Call& call, wire::Optional<std::string> const& registry_id,
                                     std::string const& name) {
  domain::Scope const scope = public_scope(call, registry_id);
  domain::RepositoryName const wanted{name};
  auto repository = state::find_repository(call.db, scope, wanted);
  if (!repository)
    ecr::refuse(RepositoryNotFoundException, registry::repository_missing_text(scope.account, wanted));
  return *std::move(repository);
}

CreateRepositoryResponse create_repository(Call& call, CreateRepositoryRequest const& request) {
  state::Repository repository;
  repository.scope = public_scope(call);
  repository.name = domain::RepositoryName{request.repository_name.value()};
  repository.created_at = call.clock.now();
  // The registry's own grammar is narrower than the model's in one point: it has no "_." and the like.
  if (!registry::is_repository_name(repository.name.text()))
    ecr::refuse_parameter("repositoryName", "must satisfy the grammar of repository names");
  if (state::find_repository(call.db, repository.scope, repository.name))
    ecr::refuse(RepositoryAlreadyExistsException,
                fmt::format("The repository with name '{}' already exists in the registry with id '{}'",
                            repository.name.text(), repository.scope.account.text()));
  repository.id = state::insert_repository(call.db, repository);
  auto const input = request.catalog_data.value_or(RepositoryCatalogDataInput{});
  state::save_public_catalog(call.db, repository.id, catalog_of(input));
  state::TagList tags;
  for (Tag const& tag : request.tags.value_or(std::vector<Tag>{}))
    tags.emplace_back(tag.key.value_or(""), tag.value.value_or(""));
  state::set_tags(call.db, repository_arn(repository), tags);
  return {.repository = repository_view(call, repository), .catalog_data = catalog_view(catalog_of(input))};
}

DescribeRepositoriesResponse describe_repositories(Call& call, DescribeRepositoriesRequest const& request) {
  DescribeRepositoriesResponse response;
  auto& views = response.repositories.emplace();
  if (request.repository_names) {
    ecr::refuse_paging_beside("repositoryNames", request.max_results, request.next_token);
    for (std::string const& name : *request.repository_names)
      views.push_back(repository_view(call, require_repository(call, request.registry_id, name)));
    return response;
  }
  domain::Scope const scope = public_scope(call, request.registry_id);
  std::string const list = "public-repositories/" + scope.account.text();
  auto const size = static_cast<std::size_t>(ecr::page_size(request.max_results));
  auto const last = ecr::last_key(list, request.next_token);
  auto const found = state::list_repositories(call.db, scope, last.value_or(""), static_cast<int>(size) + 1);
  for (auto const& repository : found)
    if (views.size() < size) views.push_back(repository_view(call, repository));
  response.next_token = ecr::next_token(list, found.size() > size,
                                        views.empty() ? std::string() : views.back().repository_name.value());
  return response;
}

DeleteRepositoryResponse delete_repository(Call& call, DeleteRepositoryRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  if (!request.force.value_or(false) && state::has_images(call.db, repository.id))
    ecr::refuse(RepositoryNotEmptyException,
                fmt::format("The repository with name '{}' in registry with id '{}' cannot be deleted because"
                            " it still contains images",
                            repository.name.text(), repository.scope.account.text()));
  state::delete_repository(call.db, repository.id);
  state::remove_all_tags(call.db, repository_arn(repository));
  return {.repository = repository_view(call, repository)};
}

}  // namespace neargate::api::ecr_public
