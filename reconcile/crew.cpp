#include "reconcile/crew.h"

namespace neargate::reconcile {

namespace {
constexpr std::chrono::seconds idle_for{10};
}

Crew::~Crew() {
  close(std::chrono::milliseconds{0});
  for (auto* list : {&threads_, &retired_})
    for (auto& thread : *list) thread.join();
}

void Crew::submit(std::function<void()> job) {
  std::scoped_lock const lock(mutex_);
  if (is_closed_) return;
  join_retired();
  jobs_.push_back(std::move(job));
  if (jobs_.size() <= idle_ || threads_.size() >= threads_max_) return arrived_.notify_one();
  auto const self = threads_.emplace(threads_.end());
  try {
    *self = std::thread([this, self] { work(self); });
  } catch (std::system_error const&) {
    threads_.erase(self);
    if (!threads_.empty()) return;  // those that work come to it
    jobs_.pop_back();
    throw;
  }
}

bool Crew::close(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  is_closed_ = true;
  jobs_.clear();
  arrived_.notify_all();
  return ended_.wait_for(lock, patience, [this] { return idle_ == threads_.size(); });
}

/// They hold nothing any more: joining them does not wait.
void Crew::join_retired() {
  for (auto& thread : retired_) thread.join();
  retired_.clear();
}

void Crew::work(Threads::iterator self) {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    ended_.notify_all();
    arrived_.wait_for(lock, idle_for, [this] { return is_closed_ || !jobs_.empty(); });
    if (is_closed_ && jobs_.empty()) return;  // still counted as idle: it has ended
    --idle_;
    if (jobs_.empty()) {
      retired_.splice(retired_.end(), threads_, self);
      return;
    }
    auto const job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace neargate::reconcile
