#include "state/registry_settings.h"

#include "state/json_text.h"

namespace neargate::state {

namespace {

Json scanning_rules_json(std::vector<ScanningRule> const& rules) {
  Json list = Json::array();
  for (ScanningRule const& rule : rules)
    list.push_back({{"frequency", rule.frequency}, {"filters", rule.filters}});
  return list;
}

Json signing_rules_json(std::vector<SigningRule> const& rules) {
  Json list = Json::array();
  for (SigningRule const& rule : rules)
    list.push_back({{"profile", rule.profile_arn}, {"filters", rule.filters}});
  return list;
}

}  // namespace

std::optional<std::string> find_registry_setting(Database& db, domain::Scope const& scope,
                                                 std::string const& name) {
  Rows rows = db.query("SELECT value FROM ecr_account_settings WHERE account = ? AND region = ? AND name = ?",
                       scope.account, scope.region, name);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

void save_registry_setting(Database& db, domain::Scope const& scope, std::string const& name,
                           std::string const& value) {
  db.run("INSERT OR REPLACE INTO ecr_account_settings (account, region, name, value) VALUES (?, ?, ?, ?)",
         scope.account, scope.region, name, value);
}

RegistryScanning find_registry_scanning(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT scan_type, rules FROM registry_scanning WHERE account = ? AND region = ?",
                       scope.account, scope.region);
  RegistryScanning scanning;
  if (!rows.step()) return scanning;
  scanning.scan_type = rows.text(0);
  for (Json const& rule : Json::parse(rows.text(1)))
    scanning.rules.push_back(
        {rule.at("frequency").get<std::string>(), rule.at("filters").get<std::vector<std::string>>()});
  return scanning;
}

void save_registry_scanning(Database& db, domain::Scope const& scope, RegistryScanning const& scanning) {
  db.run("INSERT OR REPLACE INTO registry_scanning (account, region, scan_type, rules) VALUES (?, ?, ?, ?)",
         scope.account, scope.region, scanning.scan_type, scanning_rules_json(scanning.rules).dump());
}

std::optional<std::vector<SigningRule>> find_signing_rules(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT rules FROM signing_configurations WHERE account = ? AND region = ?",
                       scope.account, scope.region);
  if (!rows.step()) return std::nullopt;
  std::vector<SigningRule> rules;
  for (Json const& rule : Json::parse(rows.text(0)))
    rules.push_back(
        {rule.at("profile").get<std::string>(), rule.at("filters").get<std::vector<std::string>>()});
  return rules;
}

void save_signing_rules(Database& db, domain::Scope const& scope, std::vector<SigningRule> const& rules) {
  db.run("INSERT OR REPLACE INTO signing_configurations (account, region, rules) VALUES (?, ?, ?)",
         scope.account, scope.region, signing_rules_json(rules).dump());
}

void remove_signing_rules(Database& db, domain::Scope const& scope) {
  db.run("DELETE FROM signing_configurations WHERE account = ? AND region = ?", scope.account, scope.region);
}

}  // namespace neargate::state
