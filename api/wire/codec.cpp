#include "api/wire/codec.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "api/wire/base64.h"

namespace neargate::api::wire {

void from_value(Value const& value, std::string& out) { out = value.get_ref<std::string const&>(); }
void from_value(Value const& value, int& out) { out = value.get<int>(); }
void from_value(Value const& value, std::int64_t& out) { out = value.get<std::int64_t>(); }
void from_value(Value const& value, double& out) { out = value.get<double>(); }
void from_value(Value const& value, bool& out) { out = value.get<bool>(); }
void from_value(Value const& value, domain::Time& out) {
  out = domain::Time(std::chrono::milliseconds(std::llround(value.get<double>() * 1000.0)));
}

void to_value(std::string const& text, Value& out) { out = text; }
void to_value(int number, Value& out) { out = number; }
void to_value(std::int64_t number, Value& out) { out = number; }
void to_value(double number, Value& out) { out = number; }
void to_value(bool flag, Value& out) { out = flag; }
void to_value(domain::Time time, Value& out) {
  out = static_cast<double>(time.time_since_epoch().count()) / 1000.0;
}

Value const* find(Value const& object, char const* name) {
  auto const found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}
Value& put(Value& object, char const* name) { return object[name]; }
void make_object(Value& value) { value = Value::object(); }
Value& make_list(Value& value, std::size_t size) { return value = Value(size, Value()); }
Value& list_at(Value& list, std::size_t index) { return list[index]; }
Value const& list_at(Value const& list, std::size_t index) { return list[index]; }
std::size_t list_size(Value const& list) { return list.size(); }

void each_entry(Value const& map, void* visitor, void (*visit)(void*, std::string const&, Value const&)) {
  for (auto const& [key, element] : map.items()) visit(visitor, key, element);
}

void put_text(Value& value, std::string_view text) { value = text; }
std::string_view text_of(Value const& value) { return value.get_ref<std::string const&>(); }
void refuse_enum(std::string_view text) {
  throw std::invalid_argument("'" + std::string(text) + "' is outside its enum and was not validated");
}

int position(std::span<std::string_view const> texts, std::string_view text) {
  auto const found = std::ranges::find(texts, text);
  return found == texts.end() ? -1 : static_cast<int>(found - texts.begin());
}

void read_blob(Value const& object, char const* name, Optional<std::string>& member) {
  if (Value const* const found = find(object, name)) member = base64_decode(text_of(*found));
}
void write_blob(Value& object, char const* name, Optional<std::string> const& member) {
  if (member) put(object, name) = base64_encode(*member);
}

}  // namespace neargate::api::wire
