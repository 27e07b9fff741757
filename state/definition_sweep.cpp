#include "state/definition_sweep.h"

#include <utility>
#include <vector>

#include "domain/arn.h"
#include "domain/ids.h"
#include "state/tags.h"

namespace neargate::state {

int sweep_task_definitions(Database& db, domain::Time before) {
  std::vector<std::pair<domain::Scope, domain::TaskDefinitionKey>> unused;
  {
    // The document tells in seconds when the deletion was asked for (api/ecs/delete_task_definitions.cpp).
    Rows rows = db.query(
        "SELECT account, region, family, revision FROM task_definitions AS d"
        " WHERE status = 'DELETE_IN_PROGRESS'"
        " AND round(coalesce(json_extract(document, '$.deleteRequestedAt'), 0) * 1000) < ?"
        " AND NOT EXISTS (SELECT 1 FROM tasks AS t WHERE t.account = d.account AND t.region = d.region"
        "  AND t.family = d.family AND t.revision = d.revision)"
        " AND NOT EXISTS (SELECT 1 FROM services AS s WHERE s.account = d.account AND s.region = d.region"
        "  AND s.family = d.family AND s.revision = d.revision AND s.status != 'INACTIVE')"
        " AND NOT EXISTS (SELECT 1 FROM deployments AS p JOIN services AS s"
        "  ON s.account = p.account AND s.region = p.region AND s.cluster = p.cluster AND s.name = p.service"
        "  WHERE p.account = d.account AND p.region = d.region AND p.family = d.family"
        "  AND p.revision = d.revision AND s.status != 'INACTIVE')"
        " AND NOT EXISTS (SELECT 1 FROM task_sets AS x WHERE x.account = d.account AND x.region = d.region"
        "  AND json_extract(x.record, '$.family') = d.family"
        "  AND json_extract(x.record, '$.revision') = d.revision)",
        before);
    while (rows.step())
      unused.push_back({{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                        {rows.id<domain::Family>(2), rows.number(3)}});
  }
  for (auto const& [scope, key] : unused) {
    db.run("DELETE FROM task_definitions WHERE account = ? AND region = ? AND family = ? AND revision = ?",
           scope.account, scope.region, key.family, key.revision);
    remove_all_tags(db, domain::task_definition_arn(scope, key));
  }
  return static_cast<int>(unused.size());
}

}  // namespace neargate::state
