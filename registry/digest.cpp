#include "registry/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace neargate::registry {

namespace {

char const* name_of(Algorithm algorithm) { return digest_algorithms[static_cast<std::size_t>(algorithm)]; }

std::size_t hex_length(Algorithm algorithm) { return algorithm == Algorithm::Sha256 ? 64 : 128; }

EVP_MD const* evp(Algorithm algorithm) {
  return algorithm == Algorithm::Sha256 ? EVP_sha256() : EVP_sha512();
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using ContextHandle = std::unique_ptr<EVP_MD_CTX, FreeContext>;

ContextHandle new_context() {
  ContextHandle context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

void check(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL refused to hash");
}

}  // namespace

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (Algorithm const algorithm : {Algorithm::Sha256, Algorithm::Sha512})
    if (name == name_of(algorithm)) return algorithm;
  return std::nullopt;
}

std::optional<Algorithm> algorithm_of(domain::Digest const& digest) {
  std::string_view const text = digest.text();
  auto const colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  auto const algorithm = algorithm_named(text.substr(0, colon));
  std::string_view const hex = text.substr(colon + 1);
  auto const is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!algorithm || hex.size() != hex_length(*algorithm) || !std::ranges::all_of(hex, is_hex))
    return std::nullopt;
  return algorithm;
}

struct Hasher::Context {
  ContextHandle handle = new_context();
};

Hasher::Hasher(Algorithm algorithm) : algorithm_(algorithm), context_(std::make_unique<Context>()) {
  check(EVP_DigestInit_ex(context_->handle.get(), evp(algorithm), nullptr));
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::span<std::byte const> bytes) {
  check(EVP_DigestUpdate(context_->handle.get(), bytes.data(), bytes.size()));
}

domain::Digest Hasher::digest() const {
  ContextHandle const copy = new_context();
  check(EVP_MD_CTX_copy_ex(copy.get(), context_->handle.get()));
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned int size = 0;
  check(EVP_DigestFinal_ex(copy.get(), value.data(), &size));
  std::string text = std::string(name_of(algorithm_)) + ':';
  for (unsigned char const byte : std::span(value).first(size)) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return domain::Digest{std::move(text)};
}

domain::Digest digest_of(std::string_view bytes, Algorithm algorithm) {
  Hasher hasher(algorithm);
  hasher.update(std::as_bytes(std::span(bytes)));
  return hasher.digest();
}

}  // namespace neargate::registry
