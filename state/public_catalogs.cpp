#include "state/public_catalogs.h"

#include "state/json_text.h"

namespace neargate::state {

PublicCatalog find_public_catalog(Database& db, RepositoryId repository) {
  Rows rows = db.query("SELECT body FROM public_catalogs WHERE repository = ?", repository);
  PublicCatalog catalog;
  if (!rows.step()) return catalog;
  Json const body = Json::parse(rows.text(0));
  take(body, "description", catalog.description);
  take(body, "about", catalog.about);
  take(body, "usage", catalog.usage);
  take(body, "architectures", catalog.architectures);
  take(body, "operatingSystems", catalog.operating_systems);
  return catalog;
}

void save_public_catalog(Database& db, RepositoryId repository, PublicCatalog const& catalog) {
  Json body{{"architectures", catalog.architectures}, {"operatingSystems", catalog.operating_systems}};
  put(body, "description", catalog.description);
  put(body, "about", catalog.about);
  put(body, "usage", catalog.usage);
  db.run("INSERT OR REPLACE INTO public_catalogs (repository, body) VALUES (?, ?)", repository, body.dump());
}

std::vector<domain::AccountId> list_public_owners(Database& db, domain::RepositoryName const& name) {
  Rows rows = db.query("SELECT account FROM repositories WHERE region = ? AND name = ? ORDER BY account",
                       public_region, name);
  std::vector<domain::AccountId> owners;
  while (rows.step()) owners.push_back(rows.id<domain::AccountId>(0));
  return owners;
}

}  // namespace neargate::state
