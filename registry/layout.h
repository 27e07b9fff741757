#pragma once
// Where the registry's files lie. Every path is made here.
//
//   DATA/registry/
//     blobs/sha256/<64 hex>     a blob's bytes, complete and checked: renamed here only after its fsync
//     blobs/sha512/<128 hex>
//     uploads/<uuid>            what an upload in flight has sent; emptied at every start
//
// Uploads and blobs share a file system, so a finished upload is renamed and never copied.

#include <filesystem>
#include <string>

#include "domain/ids.h"

namespace neargate::registry {

class Layout final {
 public:
  /// Makes the directories. ":memory:" takes a new temporary directory, removed with this object.
  explicit Layout(std::string const& data);
  ~Layout();
  Layout(Layout const&) = delete;
  Layout& operator=(Layout const&) = delete;

  std::filesystem::path const& root() const { return root_; }
  std::filesystem::path blobs_of(std::string const& algorithm) const;  ///< directory
  std::filesystem::path blob(domain::Digest const& digest) const;      ///< the digest must be well formed
  std::filesystem::path uploads() const;                               ///< directory
  std::filesystem::path upload(std::string const& uuid) const;

 private:
  std::filesystem::path root_;
  bool temporary_ = false;
};

}  // namespace neargate::registry
