#pragma once
// From the name that a task definition uses to an image that the daemon has.

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "docker/engine.h"
#include "domain/ids.h"
#include "reconcile/snapshot.h"

namespace neargate::reconcile {

/// An image of the own registry, as the daemon pulls it.
struct ImageResolution {
  std::string pull_reference;  ///< 127.0.0.1:4566/ACCOUNT/REGION/repository:tag
  std::string digest;          ///< sha256:… of its manifest; empty when the tag does not exist
  std::optional<docker::RegistryAuth> auth;
};
/// nullopt: the name is not of the own registry. Called on several threads.
using ImageSource =
    std::function<std::optional<ImageResolution>(domain::Scope const& scope, std::string const& image)>;

class Images final {
 public:
  Images(docker::Engine& engine, ImageSource source) : engine_(engine), source_(std::move(source)) {}

  /// Own names are pulled from the own registry unless the daemon has that very digest; others are taken from
  /// the daemon if they are there, else pulled from wherever they say.
  docker::Outcome<ObtainedImage> obtain(domain::Scope const& scope, std::string const& image);
  /// Docker said that it has no such image after all.
  void forget(std::string const& reference);

 private:
  docker::Outcome<ObtainedImage> obtain_own(ImageResolution const& own);
  docker::Outcome<ObtainedImage> obtain_other(std::string const& image);
  docker::Outcome<bool> has(std::string const& pinned);

  docker::Engine& engine_;
  ImageSource source_;
  std::mutex mutex_;
  std::set<std::string> seen_;  ///< names with digest that the daemon has: what they are cannot change
};

/// 127.0.0.1:4566/a/b for 127.0.0.1:4566/a/b:tag and …@sha256:…
std::string repository_of(std::string const& reference);

}  // namespace neargate::reconcile
