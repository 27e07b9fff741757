#pragma once
// Client tokens of RunTask, by cluster.

#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "state/database.h"

namespace neargate::state {

struct ClientToken {
  std::string request;  ///< canonical text of the request that used it first
  std::vector<domain::TaskId> tasks;
  domain::Time created_at{};
  bool operator==(ClientToken const&) const = default;
};

std::optional<ClientToken> find_client_token(Database& db, domain::Scope const& scope,
                                             domain::ClusterName const& cluster, std::string const& token);
void save_client_token(Database& db, domain::Scope const& scope, domain::ClusterName const& cluster,
                       std::string const& token, ClientToken const& value);
void forget_client_tokens(Database& db, domain::Time before);

}  // namespace neargate::state
