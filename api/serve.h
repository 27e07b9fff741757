#pragma once
// serve<&function>: decodes the input struct, calls the function, encodes what it returns. Included only by
// the lists (api/<service>/operations.cpp), which see the shapes and the codec of their service.

#include <nlohmann/json.hpp>

#include "api/call.h"
#include "api/operation.h"
#include "api/wire/codec.h"

namespace neargate::api {

template <class Input, class Output, Output (*Function)(Call&, Input const&)>
wire::Value invoke(Call& call, wire::Value const& value) {
  Input input;
  from_value(value, input);
  wire::Value output;
  to_value(Function(call, input), output);
  return output;
}

template <auto Function>
struct Invoker;
template <class Input, class Output, Output (*Function)(Call&, Input const&)>
struct Invoker<Function> {
  static constexpr Served served{operation_name<Function>, &invoke<Input, Output, Function>};
};

template <auto Function>
inline constexpr Served serve = Invoker<Function>::served;

}  // namespace neargate::api
