#include "api/wire/error.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace neargate::api::wire {

Error::Error(ErrorShape shape, std::string message) : shape_(shape), message_(std::move(message)) {}

Error& Error::detail(std::string text) & {
  detail_ = std::move(text);
  return *this;
}
Error&& Error::detail(std::string text) && { return std::move(detail(std::move(text))); }

Error& Error::with(Value const& members) & {
  members_ = std::make_shared<Value const>(members);
  return *this;
}
Error&& Error::with(Value const& members) && { return std::move(with(members)); }

}  // namespace neargate::api::wire
