#include "reconcile/images.h"

#include <algorithm>

#include "reconcile/failure_text.h"

namespace neargate::reconcile {

namespace {

/// The digest under which the daemon knows the image; of its own repository when it has several. One that was
/// built here and never pushed has none.
std::string digest_of(docker::ImageState const& image, std::string const& reference) {
  std::string const repository = repository_of(canonical_reference(reference));
  std::string any;
  for (auto const& entry : image.repo_digests) {
    auto const at = entry.find('@');
    if (at == std::string::npos) continue;
    any = entry.substr(at + 1);
    if (repository_of(canonical_reference(entry)) == repository) return any;
  }
  return any;
}

docker::Failure not_there(std::string const& reference) {
  return {docker::Failure::Kind::NotFound, 404, "No such image: " + reference};
}

}  // namespace

std::string repository_of(std::string const& reference) {
  std::string const name = reference.substr(0, reference.find('@'));
  auto const slash = name.rfind('/');
  auto const colon = name.find(':', slash == std::string::npos ? 0 : slash);
  return name.substr(0, colon);
}

docker::Outcome<ObtainedImage> Images::obtain(domain::Scope const& scope, std::string const& image) {
  if (source_)
    if (auto const own = source_(scope, image)) return obtain_own(*own);
  return obtain_other(image);
}

void Images::forget(std::string const& reference) {
  std::scoped_lock const lock(mutex_);
  seen_.erase(reference);
}

docker::Outcome<bool> Images::has(std::string const& pinned) {
  {
    std::scoped_lock const lock(mutex_);
    if (seen_.contains(pinned)) return true;
  }
  auto const found = engine_.find_image(pinned);
  if (!found) return found.error();
  if (!*found) return false;
  std::scoped_lock const lock(mutex_);
  seen_.insert(pinned);
  return true;
}

docker::Outcome<ObtainedImage> Images::obtain_own(ImageResolution const& own) {
  if (own.digest.empty()) {
    // The registry's own refusal, in the daemon's words.
    if (auto const pulled = engine_.pull(own.pull_reference, own.auth); !pulled) return pulled.error();
    return obtain_other(own.pull_reference);
  }
  ObtainedImage const pinned{repository_of(own.pull_reference) + '@' + own.digest, own.digest};
  // By its tag first, so that `docker images` shows a name; the tag may have moved in between.
  for (std::string const& reference : {own.pull_reference, pinned.reference}) {
    auto const present = has(pinned.reference);
    if (!present) return present.error();
    if (*present) return pinned;
    if (auto const pulled = engine_.pull(reference, own.auth); !pulled) return pulled.error();
  }
  auto const present = has(pinned.reference);
  if (!present) return present.error();
  if (!*present) return not_there(pinned.reference);
  return pinned;
}

docker::Outcome<ObtainedImage> Images::obtain_other(std::string const& image) {
  auto found = engine_.find_image(image);
  if (!found) return found.error();
  if (!*found) {
    if (auto const pulled = engine_.pull(image, std::nullopt); !pulled) return pulled.error();
    found = engine_.find_image(image);
    if (!found) return found.error();
    if (!*found) return not_there(image);
  }
  return ObtainedImage{image, digest_of(**found, image)};
}

}  // namespace neargate::reconcile
