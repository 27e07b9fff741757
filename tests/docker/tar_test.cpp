#include "docker/tar.h"

#include <doctest/doctest.h>

#include <array>

#include "docker/pause_image.h"

namespace docker = neargate::docker;

TEST_CASE("a tar archive is ustar blocks with a right checksum") {
  std::array<docker::TarFile, 2> const files{
      docker::TarFile{.path = "dir/"}, docker::TarFile{.path = "dir/a", .content = "hello", .mode = 0644}};
  std::string const tar = docker::make_tar(files);
  REQUIRE(tar.size() == 5 * 512);
  CHECK(tar[156] == '5');
  std::string const header = tar.substr(512, 512);
  CHECK(header.substr(0, 6) == std::string("dir/a\0", 6));
  CHECK(header.substr(100, 8) == std::string("0000644\0", 8));
  CHECK(header.substr(124, 12) == std::string("00000000005\0", 12));
  CHECK(header[156] == '0');
  CHECK(header.substr(257, 8) == std::string("ustar\00000", 8));
  CHECK(tar.substr(1024, 6) == std::string("hello\0", 6));
  unsigned sum = 8 * ' ';
  for (std::size_t i = 0; i < 512; ++i) {
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(header[i]);
  }
  CHECK(std::stoul(header.substr(148, 6), nullptr, 8) == sum);
  CHECK(tar.find_first_not_of('\0', 1536) == std::string::npos);
}

TEST_CASE("the pause program is a small static executable inside the binary") {
  CHECK(
      docker::pause_program().starts_with("\x7f"
                                          "ELF"));
  CHECK(docker::pause_program().size() < 64 * 1024);
  CHECK(docker::pause_image_reference().starts_with("neargate/pause:"));
}
