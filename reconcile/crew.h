#pragma once
// Threads for calls that wait on Docker. They are started when there is work and no idle one, up to a bound,
// and end when there has been none for a while.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace neargate::reconcile {

class Crew final {
 public:
  explicit Crew(std::size_t threads_max) : threads_max_(threads_max) {}
  ~Crew();
  Crew(Crew const&) = delete;
  Crew& operator=(Crew const&) = delete;

  /// Throws std::system_error when there is no thread to do it and none can be made.
  void submit(std::function<void()> job);
  /// Drops what has not begun and takes no more; true when all that had begun has ended within `patience`.
  bool close(std::chrono::milliseconds patience);

 private:
  using Threads = std::list<std::thread>;
  void work(Threads::iterator self);
  void join_retired();

  std::size_t threads_max_;
  std::mutex mutex_;
  std::condition_variable arrived_, ended_;
  std::deque<std::function<void()>> jobs_;
  Threads threads_, retired_;
  std::size_t idle_ = 0;
  bool is_closed_ = false;
};

}  // namespace neargate::reconcile
