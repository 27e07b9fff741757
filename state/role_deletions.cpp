#include "state/role_deletions.h"

#include <sstream>

namespace neargate::state {

void insert_role_deletion(Database& db, RoleDeletion const& deletion) {
  std::string usage;
  for (std::string const& arn : deletion.usage) usage += arn + '\n';
  db.run(
      "INSERT INTO role_deletions (account, id, role_arn, status, reason, region, usage)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      deletion.account, deletion.id, deletion.role_arn, deletion.status, deletion.reason, deletion.region,
      usage);
}

std::optional<RoleDeletion> find_role_deletion(Database& db, domain::AccountId const& account,
                                               std::string const& id) {
  Rows rows = db.query(
      "SELECT account, id, role_arn, status, reason, region, usage FROM role_deletions"
      " WHERE account = ? AND id = ?",
      account, id);
  if (!rows.step()) return std::nullopt;
  RoleDeletion deletion{.account = rows.id<domain::AccountId>(0),
                        .id = rows.text(1),
                        .role_arn = rows.text(2),
                        .status = rows.text(3),
                        .reason = rows.text(4),
                        .region = rows.text(5),
                        .usage = {}};
  std::istringstream lines(rows.text(6));
  for (std::string arn; std::getline(lines, arn);) deletion.usage.push_back(arn);
  return deletion;
}

}  // namespace neargate::state
