#pragma once
// The model's constraints, worded as each service words them (wire.md "Required members").
//
//   ECR        InvalidParameterException  Invalid parameter at 'X' failed to satisfy constraint: '…'
//   IAM, STS   ValidationError            N validation error(s) detected: Value 'v' at 'x' failed to …
//   EC2        MissingParameter, InvalidParameterValue
//   ECS        unknown enum texts and members missing inside structures only: its operations have their own
//              words for the rest
//   Logs       InvalidParameterException in the words of IAM

#include <string>
#include <vector>

#include "api/wire/error.h"
#include "api/wire/shape.h"
#include "api/wire/value.h"

namespace neargate::api::wire {

enum class Constraint { NotNull, Enum, Pattern, LengthMin, LengthMax, ValueMin, ValueMax };

/// One constraint that an input breaks.
struct Violation {
  std::string path;  ///< tags.1.member.key
  std::string leaf;  ///< the model's name of the member
  std::string text;  ///< the offending value, "" when it must not be shown
  Constraint constraint = Constraint::NotNull;
  Shape const* shape = nullptr;
  bool nested = false;  ///< inside a structure, not a member of the input itself
};

/// All that `input` breaks, in the model's order. Each element that is null in a list is one.
std::vector<Violation> find_violations(Shape const& shape, Value const& input);

/// Throws the service's error for what the input breaks.
void validate(ServiceModel const& service, OperationShape const& operation, Value const& input);

/// "Member must have length less than or equal to 64".
std::string framework_text(Violation const& violation);

}  // namespace neargate::api::wire
