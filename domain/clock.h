#pragma once
// Time comes in through the constructor; tests turn the clock by hand.

#include <chrono>

namespace neargate::domain {

/// Wall-clock instants with AWS's millisecond precision.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

/// A clock that stands still until it is told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  Time now() const override { return now_; }
  void advance(std::chrono::milliseconds step) { now_ += step; }

 private:
  Time now_;
};

}  // namespace neargate::domain
