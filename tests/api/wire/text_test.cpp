// Timestamps, UTF-8, base64 and gzip: the small texts that the codecs stand on.

#include <doctest/doctest.h>
#include <zlib.h>

#include "api/wire/base64.h"
#include "api/wire/gzip.h"
#include "api/wire/timestamp.h"
#include "api/wire/utf8.h"

using namespace neargate::api::wire;

TEST_CASE("timestamps are read in the forms clients send") {
  CHECK(parse_timestamp("2026-09-16T13:02:32Z") == 1789563752.0);
  CHECK(parse_timestamp("2026-09-16T13:02:32.5Z") == 1789563752.5);
  CHECK(parse_timestamp("2026-09-16T15:02:32+02:00") == 1789563752.0);
  CHECK(parse_timestamp("2026-09-16T08:32:32-0430") == 1789563752.0);
  CHECK(parse_timestamp("1970-01-02") == 86400.0);
  CHECK(parse_timestamp("1789563752.25") == 1789563752.25);
  for (char const* text : {"", "x", "2026-13-01", "2026-02-30", "2026-09-16T25:00:00Z",
                           "2026-09-16T13:02:32X", "inf", "nan", "1 ", "2026-09-16T13:02:32Zx"})
    CHECK_FALSE(parse_timestamp(text));
}

TEST_CASE("timestamps are printed in UTC") {
  CHECK(print_iso8601(1789563752.334, Precision::Seconds) == "2026-09-16T13:02:32Z");
  CHECK(print_iso8601(1789563752.334, Precision::Milliseconds) == "2026-09-16T13:02:32.334Z");
  CHECK(print_iso8601(0, Precision::Milliseconds) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("ill-formed UTF-8 is found") {
  for (char const* good : {"", "a", "é", "€", "\U0001F600"}) CHECK(is_valid_utf8(good));
  for (char const* bad :
       {"\xff", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80"})
    CHECK_FALSE(is_valid_utf8(bad));
  CHECK(count_code_points("aé€\U0001F600") == 4);
}

TEST_CASE("base64 goes both ways for every length") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    CHECK(base64_decode(base64_encode(bytes)) == bytes);
    bytes += static_cast<char>(i * 7);
  }
  CHECK(base64_encode("any carnal pleas") == "YW55IGNhcm5hbCBwbGVhcw==");
  for (char const* bad : {"a", "ab=c", "????", "ab c", "a==="}) CHECK_FALSE(base64_decode(bad));
}

namespace {

std::string gzip(std::string const& plain) {
  std::string packed(plain.size() + 1000, '\0');
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  z.avail_in = static_cast<uInt>(plain.size());
  z.next_out = reinterpret_cast<Bytef*>(packed.data());
  z.avail_out = static_cast<uInt>(packed.size());
  deflate(&z, Z_FINISH);
  packed.resize(packed.size() - z.avail_out);
  deflateEnd(&z);
  return packed;
}

}  // namespace

TEST_CASE("gzip bodies become plain, within the limit") {
  std::string const plain(100000, 'x');
  std::string out;
  CHECK(inflate_gzip(gzip(plain), plain.size(), out) == Inflated::Good);
  CHECK(out == plain);
  out.clear();
  CHECK(inflate_gzip(gzip(plain), plain.size() - 1, out) == Inflated::TooLarge);
  CHECK(out.size() < plain.size());
  out.clear();
  CHECK(inflate_gzip("plain", 100, out) == Inflated::Malformed);
  CHECK(inflate_gzip(gzip(plain).substr(0, 30), plain.size(), out) == Inflated::Malformed);
  CHECK(inflate_gzip("", 100, out) == Inflated::Malformed);
}
