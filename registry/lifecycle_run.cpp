#include "registry/lifecycle_run.h"

#include <limits>
#include <map>

#include "state/images.h"

namespace neargate::registry {

namespace {

constexpr int all = std::numeric_limits<int>::max();

/// Of a text that was checked when it came.
std::vector<LifecycleRule> rules_of(std::string const& text) {
  auto parsed = parse_lifecycle_policy(text);
  auto* const policy = std::get_if<LifecyclePolicy>(&parsed);
  return policy ? std::move(policy->rules) : std::vector<LifecycleRule>{};
}

void carry_out(state::Database& db, state::RepositoryId repository, LifecycleVerdict const& verdict,
               domain::Time now) {
  if (verdict.action == LifecycleAction::Expire)
    state::delete_image(db, repository, verdict.digest, now);
  else
    state::set_archived(db, repository, verdict.digest, true, now);
}

}  // namespace

std::vector<LifecycleImage> lifecycle_images(state::Database& db, state::Repository const& repository) {
  std::map<domain::Digest, std::vector<std::string>> tags;
  for (auto& entry : state::list_image_entries(db, repository.id, state::TagFilter::Tagged, 0, 0, all))
    tags[entry.digest].push_back(*std::move(entry.tag));
  std::map<domain::Digest, std::vector<domain::Digest>> indexes;
  for (auto& [index, part] : state::list_index_parts(db, repository.id)) indexes[part].push_back(index);

  std::vector<LifecycleImage> images;
  for (state::Image const& row : state::list_images(db, repository.id, state::TagFilter::Any, 0, all)) {
    LifecycleImage image;
    image.digest = row.digest;
    image.pushed_at = row.pushed_at;
    image.pulled_at = row.last_pulled_at;
    image.archived_at = row.archived_at;
    image.activated_at = row.activated_at;
    if (row.is_archived) image.storage_class = StorageClass::Archive;
    image.subject = row.subject;
    if (auto found = tags.find(row.digest); found != tags.end()) image.tags = std::move(found->second);
    if (auto found = indexes.find(row.digest); found != indexes.end())
      image.indexes = std::move(found->second);
    images.push_back(std::move(image));
  }
  return images;
}

std::optional<LifecycleOutcome> run_lifecycle(state::Database& db, state::Repository const& repository,
                                              domain::Time now) {
  auto const policy = state::find_lifecycle_policy(db, repository.id);
  if (!policy) return std::nullopt;
  LifecycleOutcome outcome{repository,
                           evaluate_lifecycle(rules_of(policy->text), lifecycle_images(db, repository), now)};
  for (LifecycleVerdict const& verdict : outcome.verdicts) carry_out(db, repository.id, verdict, now);
  state::note_evaluation(db, repository.id, now);
  return outcome;
}

void make_preview(state::Database& db, state::Repository const& repository, domain::Time now) {
  auto preview = state::find_lifecycle_preview(db, repository.id);
  if (!preview || preview->complete) return;
  auto const images = lifecycle_images(db, repository);
  std::map<domain::Digest, LifecycleImage const*> by_digest;
  for (LifecycleImage const& image : images) by_digest.emplace(image.digest, &image);
  for (LifecycleVerdict const& verdict : evaluate_lifecycle(rules_of(preview->text), images, now)) {
    LifecycleImage const& image = *by_digest.at(verdict.digest);
    preview->results.push_back({.digest = image.digest,
                                .tags = image.tags,
                                .pushed_at = image.pushed_at,
                                .priority = verdict.priority,
                                .archives = verdict.action == LifecycleAction::Archive,
                                .is_archived = image.storage_class == StorageClass::Archive});
  }
  preview->complete = true;
  state::save_lifecycle_preview(db, repository.id, *preview);
}

}  // namespace neargate::registry
