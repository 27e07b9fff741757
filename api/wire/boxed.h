#pragma once
// An optional member of a structure that contains itself: a value that lives on the heap.

#include <memory>

namespace neargate::api::wire {

template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(Boxed const& other) : held_(other.held_ ? std::make_unique<T>(*other.held_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(Boxed other) noexcept {
    held_ = std::move(other.held_);
    return *this;
  }
  ~Boxed() = default;

  T& emplace() { return *(held_ = std::make_unique<T>()); }
  explicit operator bool() const { return held_ != nullptr; }
  bool has_value() const { return held_ != nullptr; }
  T& operator*() { return *held_; }
  T const& operator*() const { return *held_; }
  T* operator->() { return held_.get(); }
  T const* operator->() const { return held_.get(); }
  bool operator==(Boxed const& other) const {
    return held_ && other.held_ ? *held_ == *other.held_ : held_ == other.held_;
  }

 private:
  std::unique_ptr<T> held_;
};

}  // namespace neargate::api::wire
