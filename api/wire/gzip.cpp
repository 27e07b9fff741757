#include "api/wire/gzip.h"

#include <zlib.h>

#include <array>

namespace neargate::api::wire {
namespace {

class Stream final {
 public:
  Stream() { good_ = inflateInit2(&z, 15 + 16) == Z_OK; }  // +16: a gzip header, not a zlib one
  ~Stream() {
    if (good_) inflateEnd(&z);
  }
  Stream(Stream const&) = delete;
  Stream& operator=(Stream const&) = delete;
  bool good() const { return good_; }
  z_stream z{};

 private:
  bool good_ = false;
};

}  // namespace

Inflated inflate_gzip(std::string_view packed, std::size_t limit, std::string& out) {
  Stream stream;
  if (!stream.good()) return Inflated::Malformed;
  std::string input(packed);  // zlib's interface is not const
  stream.z.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.z.avail_in = static_cast<uInt>(input.size());
  std::array<char, 16384> piece;
  for (;;) {
    stream.z.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.z.avail_out = static_cast<uInt>(piece.size());
    int const result = inflate(&stream.z, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) return Inflated::Malformed;
    std::size_t const count = piece.size() - stream.z.avail_out;
    if (out.size() + count > limit) return Inflated::TooLarge;
    out.append(piece.data(), count);
    if (result == Z_STREAM_END) return Inflated::Good;
    if (count == 0 && stream.z.avail_in == 0) return Inflated::Malformed;  // cut short
  }
}

}  // namespace neargate::api::wire
