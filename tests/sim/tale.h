#pragma once
// What a world tells while it is played. Nothing is kept unless asked for: a failed seed is played again.

#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace neargate::sim {

/// The process has died; not a std::exception, so that nothing takes it for an error and goes on.
struct Crash {};

/// A rule is broken.
struct Violation {
  std::string what;
};

class Tale final {
 public:
  enum class Kept { Nothing, Last, Aloud };
  explicit Tale(Kept kept) : kept_(kept) {}

  /// `line` is called only when somebody wants it.
  void tell(std::function<std::string()> const& line) {
    if (kept_ == Kept::Nothing) return;
    std::string text = line();
    for (char const c : text) digest_ = (digest_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    if (kept_ == Kept::Aloud) std::cout << text << '\n';
    lines_.push_back(std::move(text));
  }
  std::vector<std::string> const& lines() const { return lines_; }
  std::uint64_t digest() const { return digest_; }

 private:
  Kept kept_;
  std::vector<std::string> lines_;
  std::uint64_t digest_ = 14695981039346656037ULL;
};

}  // namespace neargate::sim
