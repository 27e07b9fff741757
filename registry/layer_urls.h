#pragma once
// URLs that give one layer to whoever has them, for a time: what GetDownloadUrlForLayer answers. ECR's lead
// to S3 and are signed in the query; these lead to the registry itself.

#include <chrono>
#include <string>
#include <string_view>

#include "domain/clock.h"
#include "domain/ids.h"

namespace neargate::registry {

inline constexpr std::chrono::hours layer_url_lifetime{1};

struct LayerPlace {
  domain::Scope scope;
  domain::RepositoryName repository;
  domain::Digest digest;
};

/// `secret` is registry::password_secret's.
std::string layer_url(std::string const& secret, std::string_view registry_host, LayerPlace const& place,
                      domain::Time now);

inline constexpr char const* layer_url_expiry = "expires";       ///< query parameter: ms since 1970
inline constexpr char const* layer_url_signature = "signature";  ///< query parameter

enum class LayerUrlVerdict { Good, Expired, Bad };
LayerUrlVerdict judge_layer_url(std::string const& secret, LayerPlace const& place, std::string_view expires,
                                std::string_view signature, domain::Time now);

}  // namespace neargate::registry
