#include <fmt/format.h>

#include <algorithm>

#include "api/call.h"
#include "api/ecs/paging.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/task_definitions.h"

namespace neargate::api::ecs {

namespace {

/// This list's token is readable on AWS: FAMILY::0000000002.
std::string print_key(domain::TaskDefinitionKey const& key) {
  return fmt::format("{}::{:010}", key.family.text(), key.revision);
}

std::optional<domain::TaskDefinitionKey> read_key(std::optional<std::string> const& token) {
  if (!token || token->empty()) return std::nullopt;
  auto const colons = token->rfind("::");
  if (colons == std::string::npos || token->size() - colons != 12) refuse_token();
  auto const reference =
      domain::task_definition_from({}, token->substr(0, colons) + ":" + token->substr(colons + 2));
  if (!reference || !reference->revision) refuse_token();
  return domain::TaskDefinitionKey{reference->family, *reference->revision};
}

}  // namespace

ListTaskDefinitionsResponse list_task_definitions(Call& call, ListTaskDefinitionsRequest const& request) {
  int const size = page_size(request.max_results);
  auto const last = read_key(request.next_token);
  bool const descending = request.sort == SortOrder::Desc;
  auto const status = domain::from_word<domain::TaskDefinitionStatus>(
                          to_text(request.status.value_or(TaskDefinitionStatus::Active)))
                          .value();
  // `familyPrefix` matches a whole family here, whatever its name says.
  std::optional<domain::Family> family;
  if (request.family_prefix && !request.family_prefix->empty())
    family = domain::Family{*request.family_prefix};

  auto keys = state::list_task_definitions(call.db, call.scope, status, family);
  if (descending) std::ranges::reverse(keys);
  auto const page =
      page_after(keys, last, size, [&](auto const& a, auto const& b) { return descending ? b < a : a < b; });

  ListTaskDefinitionsResponse response;
  response.task_definition_arns.emplace();
  for (auto const& key : page.items)
    response.task_definition_arns->push_back(domain::task_definition_arn(call.scope, key));
  if (page.more) response.next_token = print_key(page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
