#pragma once
// Digests of OCI: ALGORITHM:HEX. sha256 is what everybody sends, sha512 what the specification also allows.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace neargate::registry {

inline constexpr std::array digest_algorithms = {"sha256", "sha512"};

enum class Algorithm { Sha256, Sha512 };
std::optional<Algorithm> algorithm_named(std::string_view name);

/// The algorithm of a well-formed digest (lower-case hex of the right length); nullopt for anything else.
std::optional<Algorithm> algorithm_of(domain::Digest const& digest);

/// Hashes as bytes go by.
class Hasher final {
 public:
  explicit Hasher(Algorithm algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  Algorithm algorithm() const { return algorithm_; }
  void update(std::span<std::byte const> bytes);
  domain::Digest digest() const;  ///< of what has gone by; more may follow

 private:
  struct Context;
  Algorithm algorithm_;
  std::unique_ptr<Context> context_;
};

domain::Digest digest_of(std::string_view bytes, Algorithm algorithm = Algorithm::Sha256);

}  // namespace neargate::registry
