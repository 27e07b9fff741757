#include "state/repositories.h"

#include <nlohmann/json.hpp>

namespace neargate::state {

namespace {

Repository read_repository(Rows const& rows) {
  Repository repository;
  repository.id = rows.integer(0);
  repository.scope = {rows.id<domain::AccountId>(1), rows.id<domain::Region>(2)};
  repository.name = rows.id<domain::RepositoryName>(3);
  repository.created_at = rows.time(4);
  repository.tag_mutability = domain::from_word<TagMutability>(rows.text(5)).value();
  repository.exclusion_filters = nlohmann::json::parse(rows.text(6)).get<std::vector<std::string>>();
  repository.scan_on_push = rows.flag(7);
  repository.encryption_type = rows.text(8);
  repository.kms_key = rows.optional_text(9);
  return repository;
}

std::vector<Repository> read_all(Rows rows) {
  std::vector<Repository> repositories;
  while (rows.step()) repositories.push_back(read_repository(rows));
  return repositories;
}

}  // namespace

std::optional<Repository> find_repository(Database& db, domain::Scope const& scope,
                                          domain::RepositoryName const& name) {
  Rows rows = db.query(
      "SELECT id, account, region, name, created_at, tag_mutability, exclusion_filters, scan_on_push,"
      " encryption_type, kms_key FROM repositories WHERE account = ? AND region = ? AND name = ?",
      scope.account, scope.region, name);
  if (!rows.step()) return std::nullopt;
  return read_repository(rows);
}

bool repository_exists(Database& db, RepositoryId id) {
  return db.query("SELECT 1 FROM repositories WHERE id = ?", id).step();
}

std::vector<Repository> list_repositories(Database& db, domain::Scope const& scope, std::string const& after,
                                          int limit) {
  return read_all(db.query(
      "SELECT id, account, region, name, created_at, tag_mutability, exclusion_filters, scan_on_push,"
      " encryption_type, kms_key FROM repositories WHERE account = ? AND region = ? AND name > ?"
      " ORDER BY name LIMIT ?",
      scope.account, scope.region, after, limit));
}

std::vector<Repository> list_repositories_named(Database& db, domain::AccountId const& account,
                                                domain::RepositoryName const& name) {
  return read_all(db.query(
      "SELECT id, account, region, name, created_at, tag_mutability, exclusion_filters, scan_on_push,"
      " encryption_type, kms_key FROM repositories WHERE account = ? AND name = ? ORDER BY region",
      account, name));
}

RepositoryId insert_repository(Database& db, Repository const& repository) {
  Rows rows = db.query(
      "INSERT INTO repositories (account, region, name, created_at, tag_mutability, exclusion_filters,"
      " scan_on_push, encryption_type, kms_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
      repository.scope.account, repository.scope.region, repository.name, repository.created_at,
      domain::word(repository.tag_mutability), nlohmann::json(repository.exclusion_filters).dump(),
      repository.scan_on_push, repository.encryption_type, repository.kms_key);
  rows.step();
  RepositoryId const id = rows.integer(0);
  rows.step();  // RETURNING hands out its row before the statement is finished
  return id;
}

void set_tag_mutability(Database& db, RepositoryId id, TagMutability mutability,
                        std::vector<std::string> const& exclusion_filters) {
  db.run("UPDATE repositories SET tag_mutability = ?, exclusion_filters = ? WHERE id = ?",
         domain::word(mutability), nlohmann::json(exclusion_filters).dump(), id);
}

void set_scan_on_push(Database& db, RepositoryId id, bool scan_on_push) {
  db.run("UPDATE repositories SET scan_on_push = ? WHERE id = ?", scan_on_push, id);
}

void delete_repository(Database& db, RepositoryId id) {
  // Tags first: they refer to images, and the order in which cascades run is not ours to choose.
  db.run("DELETE FROM image_tags WHERE repository = ?", id);
  db.run("DELETE FROM repositories WHERE id = ?", id);
}

}  // namespace neargate::state
