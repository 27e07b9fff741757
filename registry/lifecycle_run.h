#pragma once
// Lifecycle policies at work: on the images of a repository, in the caller's transaction.

#include <optional>
#include <vector>

#include "registry/lifecycle_evaluation.h"
#include "state/lifecycle_policies.h"
#include "state/repositories.h"

namespace neargate::registry {

/// What a policy did to one repository.
struct LifecycleOutcome {
  state::Repository repository;
  std::vector<LifecycleVerdict> verdicts;
};

/// The images of a repository as the rules see them, in the order of pushes.
std::vector<LifecycleImage> lifecycle_images(state::Database& db, state::Repository const& repository);

/// Evaluates the repository's policy and does what it says; nullopt: it has none.
std::optional<LifecycleOutcome> run_lifecycle(state::Database& db, state::Repository const& repository,
                                              domain::Time now);

/// Completes the preview that was asked for, changing no image.
void make_preview(state::Database& db, state::Repository const& repository, domain::Time now);

}  // namespace neargate::registry
