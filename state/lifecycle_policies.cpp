#include "state/lifecycle_policies.h"

#include "state/json_text.h"

namespace neargate::state {

namespace {

Json result_json(LifecyclePreviewResult const& result) {
  return {{"digest", result.digest.text()},
          {"tags", result.tags},
          {"pushedAt", time_json(result.pushed_at)},
          {"priority", result.priority},
          {"archives", result.archives},
          {"isArchived", result.is_archived}};
}

LifecyclePreviewResult result_from(Json const& object) {
  return {.digest = domain::Digest{object.at("digest").get<std::string>()},
          .tags = object.at("tags").get<std::vector<std::string>>(),
          .pushed_at = time_from(object.at("pushedAt")),
          .priority = object.at("priority").get<int>(),
          .archives = object.at("archives").get<bool>(),
          .is_archived = object.at("isArchived").get<bool>()};
}

/// Account, region and name: what finds the whole repository.
std::vector<Repository> read_named(Database& db, Rows rows) {
  std::vector<std::pair<domain::Scope, domain::RepositoryName>> names;
  while (rows.step())
    names.emplace_back(domain::Scope{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                       rows.id<domain::RepositoryName>(2));
  std::vector<Repository> repositories;
  for (auto const& [scope, name] : names)
    if (auto repository = find_repository(db, scope, name)) repositories.push_back(*std::move(repository));
  return repositories;
}

}  // namespace

std::optional<LifecyclePolicyRow> find_lifecycle_policy(Database& db, RepositoryId repository) {
  Rows rows = db.query("SELECT text, evaluated_at FROM lifecycle_policies WHERE repository = ?", repository);
  if (!rows.step()) return std::nullopt;
  return LifecyclePolicyRow{rows.text(0), rows.optional_time(1)};
}

void save_lifecycle_policy(Database& db, RepositoryId repository, std::string const& text) {
  db.run("INSERT OR REPLACE INTO lifecycle_policies (repository, text) VALUES (?, ?)", repository, text);
}

void remove_lifecycle_policy(Database& db, RepositoryId repository) {
  db.run("DELETE FROM lifecycle_policies WHERE repository = ?", repository);
}

void note_evaluation(Database& db, RepositoryId repository, domain::Time now) {
  db.run("UPDATE lifecycle_policies SET evaluated_at = ? WHERE repository = ?", now, repository);
}

std::vector<Repository> list_repositories_with_policy(Database& db, ResetScope const& scope) {
  return read_named(
      db, db.query("SELECT account, region, name FROM repositories WHERE (?1 IS NULL OR account = ?1)"
                   " AND (?2 IS NULL OR region = ?2) AND id IN (SELECT repository FROM lifecycle_policies)"
                   " ORDER BY account, region, name",
                   scope.account, scope.region));
}

std::optional<LifecyclePreview> find_lifecycle_preview(Database& db, RepositoryId repository) {
  Rows rows =
      db.query("SELECT text, status, results FROM lifecycle_previews WHERE repository = ?", repository);
  if (!rows.step()) return std::nullopt;
  LifecyclePreview preview{.text = rows.text(0), .complete = rows.text(1) == "COMPLETE", .results = {}};
  for (Json const& result : Json::parse(rows.text(2))) preview.results.push_back(result_from(result));
  return preview;
}

void save_lifecycle_preview(Database& db, RepositoryId repository, LifecyclePreview const& preview) {
  Json results = Json::array();
  for (auto const& result : preview.results) results.push_back(result_json(result));
  db.run("INSERT OR REPLACE INTO lifecycle_previews (repository, text, status, results) VALUES (?, ?, ?, ?)",
         repository, preview.text, preview.complete ? "COMPLETE" : "IN_PROGRESS", results.dump());
}

std::vector<Repository> list_waiting_previews(Database& db) {
  return read_named(db,
                    db.query("SELECT account, region, name FROM repositories WHERE id IN"
                             " (SELECT repository FROM lifecycle_previews WHERE status = 'IN_PROGRESS')"));
}

std::vector<std::pair<domain::Digest, domain::Digest>> list_index_parts(Database& db,
                                                                        RepositoryId repository) {
  Rows rows = db.query(
      "SELECT image, referenced FROM image_references WHERE repository = ? AND kind = 'image'", repository);
  std::vector<std::pair<domain::Digest, domain::Digest>> parts;
  while (rows.step()) parts.emplace_back(rows.id<domain::Digest>(0), rows.id<domain::Digest>(1));
  return parts;
}

}  // namespace neargate::state
