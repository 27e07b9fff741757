#pragma once
// Another registry, asked over HTTP as a client of the OCI distribution API: manifests and blobs of one of
// its repositories, with the dance of tokens where it wants one. The only file of this room that knows curl.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <variant>

#include "domain/ids.h"

namespace neargate::registry {

/// Where upstream registries are reached, by their AWS names (registry-1.docker.io); those that are not here
/// at https://NAME. An address may carry credentials: http://user:password@127.0.0.1:5000.
using UpstreamAddresses = std::map<std::string, std::string>;

struct UpstreamFailure {
  enum class Kind { Unavailable, Denied, Missing, TooManyRequests, Malformed };
  Kind kind = Kind::Unavailable;
  std::string reason;
};
template <class Value>
using UpstreamResult = std::variant<Value, UpstreamFailure>;

struct UpstreamManifest {
  std::string bytes, media_type;
};

class Upstream final {
 public:
  /// `url` is the registry's name; `repository` is as it is called there.
  Upstream(UpstreamAddresses const& addresses, std::string const& url, std::string repository,
           std::stop_token stop = {});

  /// The registry answers, and takes the credentials.
  std::optional<UpstreamFailure> ping();
  /// The digest of what a tag names now, "" when the registry does not tell without the manifest.
  UpstreamResult<std::string> resolve(std::string const& tag);
  /// `reference` is a tag or a digest; the bytes are not checked against it.
  UpstreamResult<UpstreamManifest> manifest(std::string const& reference);
  /// Hands over the bytes as they come; `write` says false to stop.
  std::optional<UpstreamFailure> blob(domain::Digest const& digest,
                                      std::function<bool(std::span<std::byte const>)> const& write);

 private:
  struct Exchange;
  std::optional<UpstreamFailure> exchange(Exchange& exchange);
  bool authorise(std::string const& challenge);

  std::string base_;         ///< http://127.0.0.1:5000, without credentials
  std::string credentials_;  ///< user:password, or ""
  std::string repository_;
  std::string authorization_;  ///< header line that was last accepted, or ""
  std::stop_token stop_;
};

/// The parts of `Bearer realm="…",service="…"`, names in lower case; nullopt: another scheme.
std::optional<std::map<std::string, std::string>> parse_challenge(std::string const& header,
                                                                  std::string const& scheme);

}  // namespace neargate::registry
