#pragma once
// Threads for calls that wait on Docker. They are started when there is work and no idle one, up to a bound.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace neargate::reconcile {

class Crew final {
 public:
  explicit Crew(std::size_t threads_max) : threads_max_(threads_max) {}
  ~Crew();
  Crew(Crew const&) = delete;
  Crew& operator=(Crew const&) = delete;

  void submit(std::function<void()> job);
  /// Drops what has not begun and takes no more; true when all that had begun has ended within `patience`.
  bool close(std::chrono::milliseconds patience);

 private:
  void work();

  std::size_t threads_max_;
  std::mutex mutex_;
  std::condition_variable arrived_, ended_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool is_closed_ = false;
};

}  // namespace neargate::reconcile
