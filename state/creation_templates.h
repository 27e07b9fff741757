#pragma once
// Rows of repository creation templates: what a repository gets that nobody creates by hand.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/repositories.h"
#include "state/tags.h"

namespace neargate::state {

struct CreationTemplate {
  domain::Scope scope;
  std::string prefix;  ///< ROOT: whatever no other prefix fits
  domain::Time created_at, updated_at;
  std::optional<std::string> description;
  std::string encryption_type = "AES256";
  std::optional<std::string> kms_key;
  TagList tags;
  TagMutability tag_mutability = TagMutability::Mutable;
  std::vector<std::string> exclusion_filters;
  std::optional<std::string> repository_policy, lifecycle_policy, custom_role_arn;
  std::vector<std::string> applied_for;  ///< REPLICATION, PULL_THROUGH_CACHE, CREATE_ON_PUSH
  bool operator==(CreationTemplate const&) const = default;
};

std::optional<CreationTemplate> find_creation_template(Database& db, domain::Scope const& scope,
                                                       std::string const& prefix);
/// By prefix, those after `after`, at most `limit`.
std::vector<CreationTemplate> list_creation_templates(Database& db, domain::Scope const& scope,
                                                      std::string const& after, int limit);
void save_creation_template(Database& db, CreationTemplate const& creation);
void remove_creation_template(Database& db, domain::Scope const& scope, std::string const& prefix);

}  // namespace neargate::state
