#pragma once
// The daemon of this machine, for the tests that need a real one.

#include <string>

#include "docker/engine.h"

namespace neargate::docker::live {

/// The engine; where no daemon answers, says so and ends the program with ctest's skip code, 77.
Engine& engine();

/// Fails the test with the daemon's text.
void require(Outcome<void> const& outcome);
template <class Value>
Value require(Outcome<Value> outcome) {
  if (!outcome) require(Outcome<void>(outcome.error()));
  return std::move(*outcome);
}

/// Removes an image when it goes, unless the daemon had it before.
class ImageGuard final {
 public:
  explicit ImageGuard(std::string reference);
  ~ImageGuard();
  ImageGuard(ImageGuard const&) = delete;
  ImageGuard& operator=(ImageGuard const&) = delete;
  std::string const& reference() const { return reference_; }

 private:
  std::string reference_;
  bool was_there_;
};

/// FROM scratch with this machine's static busybox, and a page in /www. Gone with the program.
std::string const& busybox();

/// An instance of its own; everything that carries its label goes with it.
class Instance final {
 public:
  Instance();
  ~Instance();
  Instance(Instance const&) = delete;
  Instance& operator=(Instance const&) = delete;

  std::string const& id() const { return id_; }
  /// A spec with the instance's label, a name of its own and the busybox image.
  ContainerSpec spec(std::string const& name) const;

 private:
  std::string id_;
};

/// What an HTTP GET of this address answers; empty when nothing does.
std::string fetch(std::string const& host, int port, std::string const& path);

}  // namespace neargate::docker::live
