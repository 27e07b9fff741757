#include "registry/lifecycle_evaluation.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "registry/manifests.h"

namespace neargate::registry {

namespace {

using Marks = std::map<domain::Digest, LifecycleVerdict>;

/// Each listed prefix or pattern must fit one of the tags: they need not fit the same one.
bool fits_tags(LifecycleRule const& rule, LifecycleImage const& image) {
  auto const some_tag = [&](auto const& fits) { return std::ranges::any_of(image.tags, fits); };
  switch (rule.tag_status) {
    case TagStatus::Any:
      return true;
    case TagStatus::Untagged:
      return image.tags.empty();
    case TagStatus::Tagged:
      break;
  }
  return std::ranges::all_of(rule.prefixes,
                             [&](auto const& prefix) {
                               return some_tag([&](auto const& tag) { return tag.starts_with(prefix); });
                             }) &&
         std::ranges::all_of(rule.patterns, [&](auto const& pattern) {
           return some_tag([&](auto const& tag) { return matches_wildcard(pattern, tag); });
         });
}

/// Since when the days count. Without a pull: since the image can be pulled.
domain::Time counted_since(LifecycleRule const& rule, LifecycleImage const& image) {
  if (rule.count_type == CountType::SinceImageTransitioned)
    return image.archived_at.value_or(image.pushed_at);
  if (rule.count_type == CountType::SinceImagePushed) return image.pushed_at;
  domain::Time const usable = std::max(image.pushed_at, image.activated_at.value_or(image.pushed_at));
  return std::max(usable, image.pulled_at.value_or(usable));
}

/// The images that this rule alone would act on, among those whose tags and storage class it selects.
std::vector<LifecycleImage const*> beyond_count(LifecycleRule const& rule,
                                                std::vector<LifecycleImage const*> selected,
                                                domain::Time now) {
  if (rule.count_type == CountType::ImageCountMoreThan) {
    auto const kept = static_cast<std::size_t>(rule.count);
    selected.resize(selected.size() > kept ? selected.size() - kept : 0);
    return selected;
  }
  std::erase_if(selected, [&](LifecycleImage const* image) {
    return now - counted_since(rule, *image) <= std::chrono::days{rule.count};
  });
  return selected;
}

/// An image goes only with every index that shows it, and what refers to an image stays as long as that does.
/// An index may itself be part of one, so this is repeated until nothing changes.
void spare_held(Marks& marks, std::vector<LifecycleImage> const& images) {
  for (bool changed = true; changed;) {
    changed = false;
    for (LifecycleImage const& image : images) {
      if (!marks.contains(image.digest)) continue;
      bool const held =
          std::ranges::any_of(image.indexes, [&](auto const& one) { return !marks.contains(one); });
      if (!held) continue;
      marks.erase(image.digest);
      changed = true;
    }
  }
}

/// Signatures and the like go the way of the image that they speak of (AWS: within 24 hours of it).
void take_referrers(Marks& marks, std::vector<LifecycleImage> const& images) {
  for (bool changed = true; changed;) {
    changed = false;
    for (LifecycleImage const& image : images) {
      if (!image.subject || marks.contains(image.digest)) continue;
      auto const subject = marks.find(*image.subject);
      if (subject == marks.end()) continue;
      marks.emplace(image.digest,
                    LifecycleVerdict{image.digest, subject->second.priority, subject->second.action});
      changed = true;
    }
  }
}

}  // namespace

std::vector<LifecycleVerdict> evaluate_lifecycle(std::vector<LifecycleRule> const& rules,
                                                 std::vector<LifecycleImage> const& images,
                                                 domain::Time now) {
  std::map<domain::Digest, LifecycleImage const*> by_digest;
  for (LifecycleImage const& image : images) by_digest.emplace(image.digest, &image);
  auto const refers = [&](LifecycleImage const& image) {
    return image.subject && by_digest.contains(*image.subject);
  };
  Marks marks;
  std::set<domain::Digest> claimed;  ///< by the rule that selected it first: no later one may act on it
  for (LifecycleRule const& rule : rules) {
    std::vector<LifecycleImage const*> selected;
    for (LifecycleImage const& image : images)
      if (image.storage_class == rule.storage_class && !refers(image) && fits_tags(rule, image))
        selected.push_back(&image);
    for (LifecycleImage const* const image : beyond_count(rule, selected, now))
      if (!claimed.contains(image->digest))
        marks.emplace(image->digest, LifecycleVerdict{image->digest, rule.priority, rule.action});
    for (LifecycleImage const* const image : selected) claimed.insert(image->digest);
  }
  spare_held(marks, images);
  take_referrers(marks, images);

  std::vector<LifecycleVerdict> verdicts;
  for (LifecycleImage const& image : images)
    if (auto const found = marks.find(image.digest); found != marks.end()) verdicts.push_back(found->second);
  return verdicts;
}

}  // namespace neargate::registry
