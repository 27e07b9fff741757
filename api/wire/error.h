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

/// Errors of the protocols themselves, in no service's model (wire.md "Before dispatch").
inline constexpr ErrorShape UnknownOperationException{"UnknownOperationException", 400};
inline constexpr ErrorShape SerializationException{"SerializationException", 400};
inline constexpr ErrorShape MissingAuthenticationTokenException{"MissingAuthenticationTokenException", 400};
inline constexpr ErrorShape IncompleteSignatureException{"IncompleteSignatureException", 400};
inline constexpr ErrorShape InvalidSignatureException{"InvalidSignatureException", 400};
inline constexpr ErrorShape SignatureDoesNotMatch{"SignatureDoesNotMatch", 403};
inline constexpr ErrorShape ExpiredToken{"ExpiredToken", 403};
inline constexpr ErrorShape ExpiredTokenException{"ExpiredTokenException", 400};
inline constexpr ErrorShape RequestExpired{"RequestExpired", 400};
inline constexpr ErrorShape InvalidClientTokenId{"InvalidClientTokenId", 403};
inline constexpr ErrorShape UnrecognizedClientException{"UnrecognizedClientException", 400};
inline constexpr ErrorShape RequestEntityTooLargeException{"RequestEntityTooLargeException", 413};
inline constexpr ErrorShape MissingAuthenticationToken{"MissingAuthenticationToken", 403};
inline constexpr ErrorShape IncompleteSignature{"IncompleteSignature", 400};
inline constexpr ErrorShape AuthFailure{"AuthFailure", 401};
inline constexpr ErrorShape MissingAction{"MissingAction", 400};
inline constexpr ErrorShape InvalidAction{"InvalidAction", 400};
inline constexpr ErrorShape NoSuchVersion{"NoSuchVersion", 400};
inline constexpr ErrorShape MalformedInput{"MalformedInput", 400};
inline constexpr ErrorShape InvalidParameterValue{"InvalidParameterValue", 400};
inline constexpr ErrorShape MissingParameter{"MissingParameter", 400};
inline constexpr ErrorShape ValidationError{"ValidationError", 400};
inline constexpr ErrorShape ParamValidation{"ParamValidation", 400};
inline constexpr ErrorShape InvalidParameterException{"InvalidParameterException", 400};
inline constexpr ErrorShape ClientException{"ClientException", 400};
inline constexpr ErrorShape ServerException{"ServerException", 500, Fault::Receiver};
inline constexpr ErrorShape InternalFailure{"InternalFailure", 500, Fault::Receiver};
inline constexpr ErrorShape InternalError{"InternalError", 500, Fault::Receiver};
/// neargate's own: AWS has the operation, neargate does not yet. 501, which no SDK retries.
inline constexpr ErrorShape NotImplementedException{"NotImplementedException", 501, Fault::Receiver};

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
