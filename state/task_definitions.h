#pragma once
// Rows of task definitions and the revision counters of their families.

#include <optional>
#include <vector>

#include "domain/task_definition.h"
#include "state/database.h"

namespace neargate::state {

std::optional<domain::TaskDefinition> find_task_definition(Database& db, domain::Scope const& scope,
                                                           domain::TaskDefinitionKey const& key);
/// The newest ACTIVE revision.
std::optional<domain::TaskDefinition> find_latest_task_definition(Database& db, domain::Scope const& scope,
                                                                  domain::Family const& family);
/// Takes the next number of the family; numbers are never given twice.
int next_revision(Database& db, domain::Scope const& scope, domain::Family const& family);
void save_task_definition(Database& db, domain::TaskDefinition const& definition);

/// Keys of one status, by family and revision; of one whole family when given.
std::vector<domain::TaskDefinitionKey> list_task_definitions(Database& db, domain::Scope const& scope,
                                                             domain::TaskDefinitionStatus status,
                                                             std::optional<domain::Family> const& family);
struct FamilyEntry {
  domain::Family family;
  bool has_active = false, has_inactive = false;
};
/// Families whose name starts with `prefix`, by name.
std::vector<FamilyEntry> list_families(Database& db, domain::Scope const& scope, std::string const& prefix);

/// The members that are acted upon, read from a `taskDefinition` JSON document (AWS's spelling).
/// Throws std::invalid_argument on a document that RegisterTaskDefinition would not have stored.
domain::TaskDefinition recipe_from_document(std::string const& document);

}  // namespace neargate::state
