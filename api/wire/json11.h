#pragma once
// AWS JSON 1.1 (wire.md "JSON 1.1 requests"): text to a Value of the wanted shape, and back.

#include <string>
#include <string_view>

#include "api/wire/shape.h"
#include "api/wire/value.h"

namespace neargate::api::wire {

/// Keeps what the shape knows: unknown members and nulls go, fractions become integers, times become seconds.
/// Throws Error(SerializationException) with AWS's texts.
Value decode_json(std::string_view body, Shape const& shape);

/// Members in alphabetical order, as ECS answers; ill-formed UTF-8 is replaced, never a reason to fail.
std::string encode_json(Value const& value);

}  // namespace neargate::api::wire
