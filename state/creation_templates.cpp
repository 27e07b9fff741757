#include "state/creation_templates.h"

#include "state/json_text.h"

namespace neargate::state {

namespace {

Json body_of(CreationTemplate const& creation) {
  Json body{{"encryptionType", creation.encryption_type},
            {"tags", creation.tags},
            {"tagMutability", domain::word(creation.tag_mutability)},
            {"exclusionFilters", creation.exclusion_filters},
            {"appliedFor", creation.applied_for}};
  put(body, "description", creation.description);
  put(body, "kmsKey", creation.kms_key);
  put(body, "repositoryPolicy", creation.repository_policy);
  put(body, "lifecyclePolicy", creation.lifecycle_policy);
  put(body, "customRoleArn", creation.custom_role_arn);
  return body;
}

CreationTemplate read_template(Rows const& rows) {
  CreationTemplate creation;
  creation.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)};
  creation.prefix = rows.text(2);
  creation.created_at = rows.time(3);
  creation.updated_at = rows.time(4);
  Json const body = Json::parse(rows.text(5));
  take(body, "encryptionType", creation.encryption_type);
  take(body, "tags", creation.tags);
  take_word(body, "tagMutability", creation.tag_mutability);
  take(body, "exclusionFilters", creation.exclusion_filters);
  take(body, "appliedFor", creation.applied_for);
  take(body, "description", creation.description);
  take(body, "kmsKey", creation.kms_key);
  take(body, "repositoryPolicy", creation.repository_policy);
  take(body, "lifecyclePolicy", creation.lifecycle_policy);
  take(body, "customRoleArn", creation.custom_role_arn);
  return creation;
}

}  // namespace

std::optional<CreationTemplate> find_creation_template(Database& db, domain::Scope const& scope,
                                                       std::string const& prefix) {
  Rows rows = db.query(
      "SELECT account, region, prefix, created_at, updated_at, body FROM repository_creation_templates"
      " WHERE account = ? AND region = ? AND prefix = ?",
      scope.account, scope.region, prefix);
  if (!rows.step()) return std::nullopt;
  return read_template(rows);
}

std::vector<CreationTemplate> list_creation_templates(Database& db, domain::Scope const& scope,
                                                      std::string const& after, int limit) {
  Rows rows = db.query(
      "SELECT account, region, prefix, created_at, updated_at, body FROM repository_creation_templates"
      " WHERE account = ? AND region = ? AND prefix > ? ORDER BY prefix LIMIT ?",
      scope.account, scope.region, after, limit);
  std::vector<CreationTemplate> templates;
  while (rows.step()) templates.push_back(read_template(rows));
  return templates;
}

void save_creation_template(Database& db, CreationTemplate const& creation) {
  db.run(
      "INSERT OR REPLACE INTO repository_creation_templates"
      " (account, region, prefix, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?)",
      creation.scope.account, creation.scope.region, creation.prefix, creation.created_at,
      creation.updated_at, body_of(creation).dump());
}

void remove_creation_template(Database& db, domain::Scope const& scope, std::string const& prefix) {
  db.run("DELETE FROM repository_creation_templates WHERE account = ? AND region = ? AND prefix = ?",
         scope.account, scope.region, prefix);
}

}  // namespace neargate::state
