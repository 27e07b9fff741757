#pragma once
// Rows of lifecycle policies and of their previews.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "state/database.h"
#include "state/images.h"
#include "state/reset.h"

namespace neargate::state {

struct LifecyclePolicyRow {
  std::string text;
  std::optional<domain::Time> evaluated_at;
};
std::optional<LifecyclePolicyRow> find_lifecycle_policy(Database& db, RepositoryId repository);
/// A policy that replaces another one has not been evaluated yet.
void save_lifecycle_policy(Database& db, RepositoryId repository, std::string const& text);
void remove_lifecycle_policy(Database& db, RepositoryId repository);
void note_evaluation(Database& db, RepositoryId repository, domain::Time now);
/// Repositories that have a policy, within a scope.
std::vector<Repository> list_repositories_with_policy(Database& db, ResetScope const& scope);

/// One image of a preview.
struct LifecyclePreviewResult {
  domain::Digest digest;
  std::vector<std::string> tags;
  domain::Time pushed_at;
  int priority = 0;
  bool archives = false;  ///< else it expires
  bool is_archived = false;
  bool operator==(LifecyclePreviewResult const&) const = default;
};
struct LifecyclePreview {
  std::string text;
  bool complete = false;
  std::vector<LifecyclePreviewResult> results;
};
std::optional<LifecyclePreview> find_lifecycle_preview(Database& db, RepositoryId repository);
void save_lifecycle_preview(Database& db, RepositoryId repository, LifecyclePreview const& preview);
/// Repositories whose preview is still to be made.
std::vector<Repository> list_waiting_previews(Database& db);

/// Which images are parts of which index: (index, part).
std::vector<std::pair<domain::Digest, domain::Digest>> list_index_parts(Database& db,
                                                                        RepositoryId repository);

}  // namespace neargate::state
