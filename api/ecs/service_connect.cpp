#include "api/ecs/service_connect.h"

#include <cstdint>

#include "domain/arn.h"

namespace neargate::api::ecs {

std::string namespace_arn(Call const& call, ClusterServiceConnectDefaultsRequest const& defaults) {
  std::string const name = defaults.namespace_.value_or("");
  if (name.empty() || name.starts_with("arn:")) return name;
  static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::uint64_t hash = 14695981039346656037ull;
  for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  std::string id = "ns-";
  for (int i = 0; i < 16; ++i, hash = hash * 6364136223846793005ull + 1) id += letters[hash >> 59];
  return domain::Arn{domain::partition_of(call.scope.region), "servicediscovery", call.scope.region.text(),
                     call.scope.account.text(), "namespace/" + id}
      .text();
}

}  // namespace neargate::api::ecs
