#pragma once
// Facts of this data directory: its instance id (a UUID, on every label), the secret that signs registry
// passwords, the CIDR of its VPC network.

#include <optional>
#include <string>

#include "state/database.h"

namespace neargate::state {

inline constexpr char const* instance_id_key = "instance_id";
inline constexpr char const* registry_secret_key = "registry_secret";
inline constexpr char const* vpc_cidr_key = "vpc_cidr";

std::optional<std::string> find_fact(Database& db, std::string const& key);
void set_fact(Database& db, std::string const& key, std::string const& value);

}  // namespace neargate::state
