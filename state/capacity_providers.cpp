#include "state/capacity_providers.h"

#define PROVIDER_COLUMNS "account, region, name, is_active, created_at, document"

namespace neargate::state {

namespace {

domain::CapacityProvider read_provider(Rows const& rows) {
  return {.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
          .name = rows.text(2),
          .is_active = rows.flag(3),
          .created_at = rows.time(4),
          .document = rows.text(5)};
}

}  // namespace

std::optional<domain::CapacityProvider> find_capacity_provider(Database& db, domain::Scope const& scope,
                                                               std::string const& name) {
  Rows rows = db.query("SELECT " PROVIDER_COLUMNS
                       " FROM capacity_providers WHERE account = ? AND region = ? AND name = ?",
                       scope.account, scope.region, name);
  if (!rows.step()) return std::nullopt;
  return read_provider(rows);
}

std::vector<domain::CapacityProvider> list_capacity_providers(Database& db, domain::Scope const& scope) {
  Rows rows = db.query("SELECT " PROVIDER_COLUMNS
                       " FROM capacity_providers WHERE account = ? AND region = ? AND is_active = 1"
                       " ORDER BY name",
                       scope.account, scope.region);
  std::vector<domain::CapacityProvider> providers;
  while (rows.step()) providers.push_back(read_provider(rows));
  return providers;
}

void save_capacity_provider(Database& db, domain::CapacityProvider const& provider) {
  db.run("INSERT OR REPLACE INTO capacity_providers (" PROVIDER_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)",
         provider.scope.account, provider.scope.region, provider.name, provider.is_active,
         provider.created_at, provider.document);
}

}  // namespace neargate::state
