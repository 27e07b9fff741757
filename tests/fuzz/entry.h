#pragma once
// What every fuzz target has: an entry that takes any bytes, and a way to say that a promise was broken.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size);

namespace neargate::fuzz {

inline std::string_view text_of(std::uint8_t const* bytes, std::size_t size) {
  return {reinterpret_cast<char const*>(bytes), size};
}

/// Ends the process: a fuzzer keeps the input, a replay names it.
inline void promise(bool kept) {
  if (!kept) std::abort();
}

}  // namespace neargate::fuzz
