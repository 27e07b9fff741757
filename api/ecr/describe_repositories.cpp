#include "api/ecr/paging.h"
#include "api/ecr/repository_view.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

DescribeRepositoriesResponse describe_repositories(Call& call, DescribeRepositoriesRequest const& request) {
  DescribeRepositoriesResponse response;
  auto& views = response.repositories.emplace();
  if (request.repository_names) {
    refuse_paging_beside("repositoryNames", request.max_results, request.next_token);
    // One missing name fails the whole call.
    for (std::string const& name : *request.repository_names)
      views.push_back(repository_view(call, require_repository(call, request.registry_id, name)));
    return response;
  }
  domain::Scope const scope = registry_scope(call, request.registry_id);
  std::string const list = "repositories/" + scope.account.text() + '/' + scope.region.text();
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto const last = last_key(list, request.next_token);
  auto const repositories =
      state::list_repositories(call.db, scope, last.value_or(""), static_cast<int>(size) + 1);
  for (auto const& repository : repositories) {
    if (views.size() == size) break;
    views.push_back(repository_view(call, repository));
  }
  response.next_token = next_token(list, repositories.size() > size,
                                   views.empty() ? std::string() : views.back().repository_name.value());
  return response;
}

}  // namespace neargate::api::ecr
