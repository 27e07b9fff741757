#pragma once
// A tar archive made in memory (POSIX ustar), for the images neargate makes itself.

#include <span>
#include <string>

namespace neargate::docker {

struct TarFile {
  std::string path;  ///< relative, at most 100 bytes; a path that ends in '/' is a directory
  std::string content = {};
  int mode = 0755;
};

/// Owner root, time zero: the same files give the same bytes.
std::string make_tar(std::span<TarFile const> files);

}  // namespace neargate::docker
