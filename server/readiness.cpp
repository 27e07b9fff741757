#include "server/readiness.h"

namespace neargate::server {

void Readiness::set_ready() {
  std::function<void()> listener;
  {
    std::lock_guard const lock(mutex_);
    ready_ = true;
    listener = listener_;
  }
  if (listener) listener();
}

void Readiness::on_ready(std::function<void()> listener) {
  std::lock_guard const lock(mutex_);
  listener_ = std::move(listener);
}

}  // namespace neargate::server
