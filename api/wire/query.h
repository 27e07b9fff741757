#pragma once
// Query (IAM, STS) and EC2 Query requests (wire.md): a form becomes a Value of the wanted shape.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/wire/shape.h"
#include "api/wire/value.h"

namespace neargate::api::wire {

/// The parameters of a form body or of a URL's query; of a name sent twice the last counts.
class Form {
 public:
  static Form parse(std::string_view text);
  std::string const* find(std::string_view name) const;
  std::map<std::string, std::string, std::less<>> const& parameters() const { return parameters_; }

 private:
  std::map<std::string, std::string, std::less<>> parameters_;
};

/// %41 and + undone.
std::string percent_decode(std::string_view text);

/// Throws Error(MalformedInput) (EC2: InvalidParameterValue) on text that is not of the member's type, on
/// indexes below 1 and on gaps of more than ten. Unknown parameters are ignored. A list's missing positions
/// are null for the validator to see; EC2 closes the gaps.
Value decode_form(Form const& form, Shape const& shape, Protocol protocol);

}  // namespace neargate::api::wire
