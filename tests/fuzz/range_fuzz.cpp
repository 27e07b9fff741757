#include "server/byte_range.h"
#include "tests/fuzz/entry.h"

using namespace neargate;

int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
  std::string_view const text = fuzz::text_of(bytes, size);
  for (std::uint64_t const length :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, ~std::uint64_t{0}}) {
    auto const asked = server::parse_range(text, length);
    if (auto const* const range = std::get_if<server::ByteRange>(&asked))
      fuzz::promise(range->first <= range->last && range->last < length);
  }
  if (auto const range = server::parse_content_range(text)) fuzz::promise(range->first <= range->last);
  return 0;
}
