#pragma once
// What an account decides for its registry in one region: ECR's account settings, scanning, signing.

#include <optional>
#include <string>
#include <vector>

#include "state/database.h"

namespace neargate::state {

inline constexpr char const* blob_mounting = "BLOB_MOUNTING";
inline constexpr char const* basic_scan_type_version = "BASIC_SCAN_TYPE_VERSION";
inline constexpr char const* registry_policy_scope = "REGISTRY_POLICY_SCOPE";

/// nullopt: never set.
std::optional<std::string> find_registry_setting(Database& db, domain::Scope const& scope,
                                                 std::string const& name);
void save_registry_setting(Database& db, domain::Scope const& scope, std::string const& name,
                           std::string const& value);

struct ScanningRule {
  std::string frequency;  ///< SCAN_ON_PUSH, CONTINUOUS_SCAN, MANUAL
  std::vector<std::string> filters;
  bool operator==(ScanningRule const&) const = default;
};
struct RegistryScanning {
  std::string scan_type = "BASIC";
  std::vector<ScanningRule> rules;
  bool operator==(RegistryScanning const&) const = default;
};
/// AWS's default when it was never set: BASIC without rules.
RegistryScanning find_registry_scanning(Database& db, domain::Scope const& scope);
void save_registry_scanning(Database& db, domain::Scope const& scope, RegistryScanning const& scanning);

struct SigningRule {
  std::string profile_arn;
  std::vector<std::string> filters;  ///< none: every repository
  bool operator==(SigningRule const&) const = default;
};
std::optional<std::vector<SigningRule>> find_signing_rules(Database& db, domain::Scope const& scope);
void save_signing_rules(Database& db, domain::Scope const& scope, std::vector<SigningRule> const& rules);
void remove_signing_rules(Database& db, domain::Scope const& scope);

}  // namespace neargate::state
