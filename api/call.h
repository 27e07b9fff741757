#pragma once
// What an operation gets: who asks, in which account and region, the open transaction, time and ids.
// Everything else of the outside world is out of its reach: no sockets, no Docker.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/wire/error.h"
#include "api/wire/value.h"
#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/mint.h"
#include "placement/local_instance.h"

namespace neargate::state {
class Database;
}
namespace neargate::registry {
class Registry;
}

namespace neargate::api {

/// What the command line decided once.
struct Settings {
  domain::AccountId default_account{"123456789012"};  ///< of access keys that are not 12 digits
  domain::Region default_region{"us-east-1"};         ///< of requests without a credential scope
  bool strict = false;                           ///< refuse unknown subnets, groups and roles as AWS does
  std::string registry_host = "127.0.0.1:4566";  ///< host part of every repositoryUri
  std::filesystem::path data_dir;                ///< ":memory:" or a directory
  /// This machine, offered to EC2 tasks where no instance is registered; nullopt: --no-local-instance.
  std::optional<placement::Machine> local_machine;
};

/// What is left to do once the transaction has ended: files, and what takes transactions of its own. It may
/// still refuse, and add to the answer.
using Afterwards = std::function<void(wire::Value& output)>;

struct Call {
  domain::Scope scope;     ///< account of the access key, region of the credential scope
  std::string caller_arn;  ///< arn:aws:iam::A:root, or whose access key it is
  std::string access_key_id;
  std::string request_id;  ///< uuid; also in the answer's header and in the log
  state::Database& db;     ///< inside a transaction, which a throw rolls back
  domain::Clock const& clock;
  domain::Mint& mint;
  Settings const& settings;
  registry::Registry* registry = nullptr;   ///< passwords and blobs, for ECR; never null in the program
  std::string caller_id;                    ///< AIDA…, AROA…:SESSION; empty for the account's root
  std::vector<Afterwards> afterwards = {};  ///< in this order, after a commit; not after a refusal
};

}  // namespace neargate::api
