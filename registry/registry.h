#pragma once
// The registry as storage, free of HTTP: blobs as files by digest, uploads in flight, passwords.
// Repositories, images and tags are rows (state/repositories.h, state/images.h, state/blobs.h), so operations
// of ECR work on them in their own transaction (registry/manifests.h) and need none of these objects.

#include <filesystem>
#include <functional>
#include <string>

#include "domain/clock.h"
#include "domain/mint.h"
#include "registry/blobs.h"
#include "registry/caretaker.h"
#include "registry/passwords.h"
#include "registry/pull_through.h"
#include "registry/uploads.h"
#include "state/store.h"

namespace neargate::registry {

class Registry final {
 public:
  /// `data` is the data directory, or ":memory:" (then blobs lie in a temporary directory, removed with this
  /// object). Clears what a crash left behind: uploads in flight, blob files that no row knows.
  Registry(state::Store& store, domain::Clock const& clock, domain::Mint& mint, std::string const& data);
  ~Registry();
  Registry(Registry const&) = delete;
  Registry& operator=(Registry const&) = delete;

  state::Store& store() { return store_; }
  domain::Clock const& clock() const { return clock_; }
  Blobs& blobs() { return blobs_; }
  Uploads& uploads() { return uploads_; }
  Passwords const& passwords() const { return passwords_; }
  std::string const& secret() const { return secret_; }  ///< signs passwords and layer URLs
  Caretaker& caretaker() { return caretaker_; }
  PullThrough& pull_through() { return pull_through_; }

  /// Told when a row says that an image is to be scanned; set once, before any request.
  void on_scan_wanted(std::function<void()> listener) { scan_listener_ = std::move(listener); }
  void wake_scanner() const {
    if (scan_listener_) scan_listener_();
  }

  /// Drops stale uploads and blobs that no image and no push in flight needs. Call it every few minutes.
  void sweep();

 private:
  state::Store& store_;
  domain::Clock const& clock_;
  Layout layout_;
  std::string secret_;
  Passwords passwords_;
  Blobs blobs_;
  Uploads uploads_;
  std::function<void()> scan_listener_;
  Caretaker caretaker_;
  PullThrough pull_through_;
};

}  // namespace neargate::registry
