#pragma once
// std::optional's interface for the members of generated structs.
//
// Why not std::optional: a service's structs name some 300 distinct optionals, and instantiating libstdc++'s
// costs every file that includes them 3.6 s and 500 MB, this one 1.0 s and 220 MB (measured: GCC 12, ecs,
// -O0 with ASan and UBSan). It converts from and to std::optional.

#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

namespace neargate::api::wire {

template <class T>
class Optional {
 public:
  using value_type = T;

  Optional() noexcept {}
  Optional(std::nullopt_t) noexcept {}
  Optional(Optional const& other) {
    if (other.engaged_) construct(other.value_);
  }
  Optional(Optional&& other) noexcept {
    if (other.engaged_) construct(std::move(other.value_));
  }
  Optional(T const& value) { construct(value); }
  Optional(T&& value) noexcept { construct(std::move(value)); }
  template <class U>
  requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
           !std::is_same_v<std::remove_cvref_t<U>, Optional>) Optional(U&& value) {
    construct(std::forward<U>(value));
  }
  Optional(std::optional<T> const& other) {
    if (other) construct(*other);
  }
  ~Optional() { reset(); }

  Optional& operator=(Optional const& other) {
    if (this != &other) {
      reset();
      if (other.engaged_) construct(other.value_);
    }
    return *this;
  }
  Optional& operator=(Optional&& other) noexcept {
    if (this != &other) {
      reset();
      if (other.engaged_) construct(std::move(other.value_));
    }
    return *this;
  }
  /// Also takes a braced list, as std::optional does; `= {}` empties.
  template <class U = T>
  requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, Optional> &&
           !(std::is_scalar_v<T> && std::is_same_v<U, T> && !std::is_lvalue_reference_v<U>)) Optional&
  operator=(U&& value) {
    return *this = Optional(std::forward<U>(value));
  }

  template <class... Arguments>
  T& emplace(Arguments&&... arguments) {
    reset();
    construct(std::forward<Arguments>(arguments)...);
    return value_;
  }
  void reset() noexcept {
    if (engaged_) value_.~T();
    engaged_ = false;
  }

  explicit operator bool() const noexcept { return engaged_; }
  bool has_value() const noexcept { return engaged_; }
  T& operator*() & { return value_; }
  T const& operator*() const& { return value_; }
  T&& operator*() && { return std::move(value_); }
  T* operator->() { return std::addressof(value_); }
  T const* operator->() const { return std::addressof(value_); }
  T& value() {
    if (!engaged_) throw std::bad_optional_access();
    return value_;
  }
  T const& value() const {
    if (!engaged_) throw std::bad_optional_access();
    return value_;
  }
  template <class U>
  T value_or(U&& otherwise) const {
    return engaged_ ? value_ : static_cast<T>(std::forward<U>(otherwise));
  }
  operator std::optional<T>() const { return engaged_ ? std::optional<T>(value_) : std::nullopt; }

  bool operator==(Optional const& other) const {
    return engaged_ == other.engaged_ && (!engaged_ || value_ == other.value_);
  }
  friend bool operator==(Optional const& optional, std::nullopt_t) { return !optional.engaged_; }
  template <class U>
  requires(!std::is_same_v<U, Optional> && !std::is_same_v<U, std::nullopt_t>) friend bool operator==(
      Optional const& optional, U const& value) {
    return optional.engaged_ && optional.value_ == value;
  }

 private:
  template <class... Arguments>
  void construct(Arguments&&... arguments) {
    ::new (static_cast<void*>(std::addressof(value_))) T(std::forward<Arguments>(arguments)...);
    engaged_ = true;
  }

  union {
    T value_;
  };
  bool engaged_ = false;
};

}  // namespace neargate::api::wire
