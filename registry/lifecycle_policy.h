#pragma once
// Lifecycle policies of ECR: the rule language, read and checked as ECR does (ecr.md "Lifecycle policies").
// What the rules do to images is in lifecycle_evaluation.h.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace neargate::registry {

enum class TagStatus { Tagged, Untagged, Any };
enum class StorageClass { Standard, Archive };
enum class CountType { ImageCountMoreThan, SinceImagePushed, SinceImagePulled, SinceImageTransitioned };
enum class LifecycleAction { Expire, Archive };

struct LifecycleRule {
  int priority = 1;
  TagStatus tag_status = TagStatus::Any;
  std::vector<std::string> prefixes, patterns;  ///< each must fit one of an image's tags
  StorageClass storage_class = StorageClass::Standard;
  CountType count_type = CountType::ImageCountMoreThan;
  std::int64_t count = 1;  ///< images, or days
  LifecycleAction action = LifecycleAction::Expire;
  bool operator==(LifecycleRule const&) const = default;
};

struct LifecyclePolicy {
  std::vector<LifecycleRule> rules;  ///< by priority
  std::string text;                  ///< minified, as ECR keeps and tells it
};
/// What ECR says is wrong with the text: the constraint of LifecyclePolicyText.
struct LifecyclePolicyInvalid {
  std::string text;
};

std::variant<LifecyclePolicy, LifecyclePolicyInvalid> parse_lifecycle_policy(std::string_view text);

}  // namespace neargate::registry
