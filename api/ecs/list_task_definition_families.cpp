#include "api/call.h"
#include "api/ecs/paging.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/task_definitions.h"

namespace neargate::api::ecs {

namespace {

/// INACTIVE means: no ACTIVE revision is left. Default is ALL, unlike ListTaskDefinitions.
bool is_listed(state::FamilyEntry const& entry, TaskDefinitionFamilyStatus status) {
  switch (status) {
    case TaskDefinitionFamilyStatus::Active:
      return entry.has_active;
    case TaskDefinitionFamilyStatus::Inactive:
      return !entry.has_active && entry.has_inactive;
    case TaskDefinitionFamilyStatus::All:
      return entry.has_active || entry.has_inactive;
  }
  return false;
}

}  // namespace

ListTaskDefinitionFamiliesResponse list_task_definition_families(
    Call& call, ListTaskDefinitionFamiliesRequest const& request) {
  int const size = page_size(request.max_results);
  auto const last = read_token("families", request.next_token);
  auto const status = request.status.value_or(TaskDefinitionFamilyStatus::All);

  std::vector<std::string> names;
  for (auto const& entry : state::list_families(call.db, call.scope, request.family_prefix.value_or("")))
    if (is_listed(entry, status)) names.push_back(entry.family.text());
  auto const page = page_after(names, last, size, std::less<>{});

  ListTaskDefinitionFamiliesResponse response;
  response.families = page.items;
  if (page.more) response.next_token = print_page_token("families", page.items.back());
  return response;
}

}  // namespace neargate::api::ecs
