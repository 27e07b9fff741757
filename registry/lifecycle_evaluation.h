#pragma once
// What the rules of a lifecycle policy do to the images of a repository. Pure: images, rules and the time in,
// verdicts out (ecr.md "Lifecycle policies", Evaluation).

#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "registry/lifecycle_policy.h"

namespace neargate::registry {

/// An image as the rules see it.
struct LifecycleImage {
  domain::Digest digest;
  std::vector<std::string> tags;
  domain::Time pushed_at;
  std::optional<domain::Time> pulled_at, archived_at, activated_at;
  StorageClass storage_class = StorageClass::Standard;
  std::vector<domain::Digest> indexes;    ///< those it is a part of
  std::optional<domain::Digest> subject;  ///< which it refers to
};

struct LifecycleVerdict {
  domain::Digest digest;
  int priority = 0;  ///< of the rule
  LifecycleAction action = LifecycleAction::Expire;
  bool operator==(LifecycleVerdict const&) const = default;
};

/// `images` in the order of pushes; so are the verdicts.
std::vector<LifecycleVerdict> evaluate_lifecycle(std::vector<LifecycleRule> const& rules,
                                                 std::vector<LifecycleImage> const& images, domain::Time now);

}  // namespace neargate::registry
