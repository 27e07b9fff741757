#pragma once
// Watches the daemon for this instance's containers and tells the World: a full list when the event stream
// opens, then what each event changed. When the stream breaks, nothing is known until it is open again.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "reconcile/world.h"

namespace neargate::reconcile {

/// The steps of watching, without a thread and without a stream.
class Sight final {
 public:
  Sight(docker::Engine& engine, World& world, std::string instance_id)
      : engine_(engine), world_(world), instance_id_(std::move(instance_id)) {}

  bool list();  ///< a full list; false when the daemon does not answer
  void take_event(docker::Event const& event);
  std::string const& instance_id() const { return instance_id_; }

 private:
  docker::Engine& engine_;
  World& world_;
  std::string const instance_id_;
};

class Observer final {
 public:
  Observer(docker::Engine& engine, World& world, std::string instance_id)
      : engine_(engine), world_(world), sight_(engine, world, std::move(instance_id)) {}
  Observer(Observer const&) = delete;
  Observer& operator=(Observer const&) = delete;

  void start();
  void stop();  ///< waits for the watching thread

  /// A full list, which mends what events missed. Does nothing while the stream is not open: its opening
  /// brings a list of its own.
  void relist();

 private:
  void watch(std::stop_token const& stop);

  docker::Engine& engine_;
  World& world_;
  Sight sight_;
  std::atomic<bool> is_open_ = false;
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace neargate::reconcile
