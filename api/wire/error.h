#pragma once
// The one way a request ends early. Handlers throw wire::Error; dispatch alone catches it and gives it the
// service's form (wire.md). Its ErrorShape comes from generated code (gen/<service>/errors.h), so a code that
// AWS does not have does not compile.

#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "api/wire/value.h"

namespace neargate::api::wire {

enum class Fault { Sender, Receiver };

/// An error of a service, as data.
struct ErrorShape {
  std::string_view code;  ///< as it stands on the wire
  int status = 400;
  Fault fault = Fault::Sender;
  bool operator==(ErrorShape const&) const = default;
};

class Error final : public std::exception {
 public:
  explicit Error(ErrorShape shape, std::string message = {});

  /// Adds a sentence for the log that the client never sees.
  Error& detail(std::string text) &;
  Error&& detail(std::string text) &&;
  /// Adds members beside the message (an object), e.g. resourceIds of ConflictException.
  Error& with(Value const& members) &;
  Error&& with(Value const& members) &&;

  char const* what() const noexcept override { return message_.c_str(); }
  ErrorShape const& shape() const { return shape_; }
  std::string const& message() const { return message_; }
  std::string const& log_detail() const { return detail_; }
  Value const* members() const { return members_.get(); }

 private:
  ErrorShape shape_;
  std::string message_;
  std::string detail_;
  std::shared_ptr<Value const> members_;  // shared: an exception must copy without throwing
};

}  // namespace neargate::api::wire
