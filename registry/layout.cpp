#include "registry/layout.h"

#include <cstdlib>
#include <system_error>

#include "registry/digest.h"
#include "registry/file.h"

namespace neargate::registry {

namespace fs = std::filesystem;

namespace {

fs::path temporary_directory() {
  std::string pattern = (fs::temp_directory_path() / "neargate-registry-XXXXXX").string();
  if (!mkdtemp(pattern.data()))
    throw std::system_error(errno, std::generic_category(), "cannot make a directory like " + pattern);
  return pattern;
}

}  // namespace

Layout::Layout(std::string const& data) : temporary_(data == ":memory:") {
  root_ = temporary_ ? temporary_directory() : fs::path(data) / "registry";
  for (char const* const algorithm : digest_algorithms) fs::create_directories(blobs_of(algorithm));
  fs::create_directories(uploads());
  sync_directory(root_ / "blobs");
  sync_directory(root_);
}

Layout::~Layout() {
  std::error_code ignored;
  if (temporary_) fs::remove_all(root_, ignored);
}

fs::path Layout::blobs_of(std::string const& algorithm) const { return root_ / "blobs" / algorithm; }

fs::path Layout::blob(domain::Digest const& digest) const {
  std::string const& text = digest.text();
  auto const colon = text.find(':');
  return blobs_of(text.substr(0, colon)) / text.substr(colon + 1);
}

fs::path Layout::uploads() const { return root_ / "uploads"; }
fs::path Layout::upload(std::string const& uuid) const { return uploads() / uuid; }

}  // namespace neargate::registry
