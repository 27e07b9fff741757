#pragma once
// The moment from which requests can be served: the runtime is set up. Health answers before it.

#include <functional>
#include <mutex>

namespace neargate::server {

class Readiness final {
 public:
  bool is_ready() const {
    std::lock_guard const lock(mutex_);
    return ready_;
  }
  void set_ready();
  /// The one who is told, on the thread that sets it.
  void on_ready(std::function<void()> listener);

 private:
  mutable std::mutex mutex_;
  bool ready_ = false;
  std::function<void()> listener_;
};

}  // namespace neargate::server
