#pragma once
// A customer managed IAM policy and its versions.

#include <optional>
#include <string>

#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::domain {

struct Policy {
  AccountId account;
  std::string name;
  std::string path = "/";
  std::string id;  ///< ANPA…
  std::optional<std::string> description;
  int default_version = 1;
  int last_version = 1;  ///< the newest number ever given
  Time created_at{}, updated_at{};
  bool operator==(Policy const&) const = default;
};

struct PolicyVersion {
  AccountId account;
  std::string policy;  ///< id
  int number = 1;
  std::string document;
  Time created_at{};
  bool operator==(PolicyVersion const&) const = default;
};

}  // namespace neargate::domain
