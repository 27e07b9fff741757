#pragma once
// An IAM user, access keys and temporary credentials: who a caller may be beside the account's root.

#include <optional>
#include <string>

#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::domain {

struct User {
  AccountId account;
  std::string name;
  std::string path = "/";
  std::string id;  ///< AIDA…
  std::optional<std::string> permissions_boundary;
  Time created_at{};
  bool operator==(User const&) const = default;
};

struct AccessKey {
  std::string id;  ///< AKIA…
  AccountId account;
  std::string user;  ///< name; empty for the account's root
  std::string secret;
  bool active = true;
  Time created_at{};
  bool operator==(AccessKey const&) const = default;
};

/// Temporary credentials (AssumeRole, GetSessionToken).
struct Session {
  std::string access_key;  ///< ASIA…
  AccountId account;
  std::string arn;        ///< arn:aws:sts::A:assumed-role/ROLE/SESSION
  std::string caller_id;  ///< AROA…:SESSION
  std::string secret, token;
  Time expires_at{};
  bool operator==(Session const&) const = default;
};

}  // namespace neargate::domain
