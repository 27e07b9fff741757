#include "registry/digest.h"
#include "tests/fuzz/entry.h"

using namespace neargate;

int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  std::string_view const text = fuzz::text_of(bytes, size);
  domain::Digest const digest{text};
  if (auto const algorithm = registry::algorithm_of(digest)) {
    bool const is_sha256 = *algorithm == registry::Algorithm::Sha256;
    fuzz::promise(text.size() == (is_sha256 ? 7U + 64U : 7U + 128U));
    fuzz::promise(text.starts_with(is_sha256 ? "sha256:" : "sha512:"));
    fuzz::promise(text.find_first_not_of("0123456789abcdef", 7) == text.npos);
  }
  // What we make ourselves is well formed, and the same in one piece or in two.
  for (auto const algorithm : {registry::Algorithm::Sha256, registry::Algorithm::Sha512}) {
    domain::Digest const whole = registry::digest_of(text, algorithm);
    fuzz::promise(registry::algorithm_of(whole) == algorithm);
    registry::Hasher hasher(algorithm);
    auto const pieces = std::as_bytes(std::span(text));
    hasher.update(pieces.first(size / 2));
    hasher.update(pieces.subspan(size / 2));
    fuzz::promise(hasher.digest() == whole);
  }
  return 0;
}
