#include "reconcile/crew.h"

namespace neargate::reconcile {

Crew::~Crew() {
  close(std::chrono::milliseconds{0});
  for (auto& thread : threads_) thread.join();
}

void Crew::submit(std::function<void()> job) {
  std::scoped_lock const lock(mutex_);
  if (is_closed_) return;
  jobs_.push_back(std::move(job));
  if (jobs_.size() > idle_ && threads_.size() < threads_max_)
    threads_.emplace_back([this] { work(); });
  else
    arrived_.notify_one();
}

bool Crew::close(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  is_closed_ = true;
  jobs_.clear();
  arrived_.notify_all();
  return ended_.wait_for(lock, patience, [this] { return idle_ == threads_.size(); });
}

void Crew::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    ended_.notify_all();
    arrived_.wait(lock, [this] { return is_closed_ || !jobs_.empty(); });
    if (jobs_.empty()) return;  // still counted as idle: it has ended
    --idle_;
    auto const job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace neargate::reconcile
