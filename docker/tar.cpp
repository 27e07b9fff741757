#include "docker/tar.h"

#include <fmt/format.h>

#include <cassert>
#include <cstdint>
#include <string_view>

namespace neargate::docker {
namespace {

constexpr std::size_t block_bytes = 512;

/// Where the fields of a ustar header stand (POSIX.1-1988, "pax" chapter).
struct Field {
  std::size_t offset, bytes;
};
constexpr Field name{0, 100}, mode{100, 8}, owner{108, 8}, group{116, 8}, size{124, 12}, modified{136, 12},
    checksum{148, 8}, type{156, 1}, magic{257, 8};

void put(std::string& header, Field field, std::string_view text) {
  assert(text.size() <= field.bytes);
  header.replace(field.offset, text.size(), text);
}

/// Octal, filled with zeros, ended by a NUL.
void put_number(std::string& header, Field field, std::uint64_t number) {
  put(header, field, fmt::format("{:0{}o}", number, field.bytes - 1));
}

std::string make_header(TarFile const& file) {
  std::string header(block_bytes, '\0');
  put(header, name, file.path);
  put_number(header, mode, static_cast<std::uint64_t>(file.mode));
  put_number(header, owner, 0);
  put_number(header, group, 0);
  put_number(header, size, file.content.size());
  put_number(header, modified, 0);
  put(header, type, file.path.ends_with('/') ? "5" : "0");
  put(header, magic, std::string_view("ustar\00000", 8));
  // The sum is taken with its own field full of spaces.
  put(header, checksum, "        ");
  std::uint64_t sum = 0;
  for (char const c : header) sum += static_cast<unsigned char>(c);
  put(header, checksum, fmt::format("{:06o}", sum));
  header[checksum.offset + 6] = '\0';
  return header;
}

}  // namespace

std::string make_tar(std::span<TarFile const> files) {
  std::string archive;
  for (TarFile const& file : files) {
    archive += make_header(file);
    archive += file.content;
    archive.append((block_bytes - file.content.size() % block_bytes) % block_bytes, '\0');
  }
  archive.append(2 * block_bytes, '\0');
  return archive;
}

}  // namespace neargate::docker
