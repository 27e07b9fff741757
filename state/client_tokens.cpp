#include "state/client_tokens.h"

#include <sstream>

namespace neargate::state {

std::optional<ClientToken> find_client_token(Database& db, domain::Scope const& scope,
                                             domain::ClusterName const& cluster, std::string const& token) {
  Rows rows = db.query(
      "SELECT request, tasks, created_at FROM client_tokens"
      " WHERE account = ? AND region = ? AND cluster = ? AND token = ?",
      scope.account, scope.region, cluster, token);
  if (!rows.step()) return std::nullopt;
  ClientToken value{.request = rows.text(0), .created_at = rows.time(2)};
  std::istringstream lines(rows.text(1));
  for (std::string line; std::getline(lines, line);) value.tasks.emplace_back(line);
  return value;
}

void save_client_token(Database& db, domain::Scope const& scope, domain::ClusterName const& cluster,
                       std::string const& token, ClientToken const& value) {
  std::string lines;
  for (auto const& task : value.tasks) lines += task.text() + '\n';
  db.run(
      "INSERT OR REPLACE INTO client_tokens (account, region, cluster, token, request, tasks, created_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      scope.account, scope.region, cluster, token, value.request, lines, value.created_at);
}

void forget_client_tokens(Database& db, domain::Time before) {
  db.run("DELETE FROM client_tokens WHERE created_at < ?", before);
}

}  // namespace neargate::state
