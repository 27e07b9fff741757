#pragma once
// What the generated codecs are made of: a struct is read member by member from a Value, and written back
// with absent members left out. Requests have been decoded and validated before, so a misfit here is our own
// fault. Everything takes Values by reference: generated code compiles without nlohmann's full header.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "api/wire/boxed.h"
#include "api/wire/optional.h"
#include "api/wire/value.h"
#include "domain/clock.h"

namespace neargate::api::wire {

void from_value(Value const& value, std::string& out);
void from_value(Value const& value, int& out);
void from_value(Value const& value, std::int64_t& out);
void from_value(Value const& value, double& out);
void from_value(Value const& value, bool& out);
void from_value(Value const& value, domain::Time& out);
void to_value(std::string const& text, Value& out);
void to_value(int number, Value& out);
void to_value(std::int64_t number, Value& out);
void to_value(double number, Value& out);
void to_value(bool flag, Value& out);
void to_value(domain::Time time, Value& out);

/// A whole struct as a Value: to_value(cluster); found in every service's namespace too.
template <class T, class Result = Value>
Result to_value(T const& in) {
  Result value;
  to_value(in, value);
  return value;
}
/// A Value as a whole struct: value_as<ecs::TaskDefinition>(json).
template <class T>
T value_as(Value const& value) {
  T out{};
  from_value(value, out);
  return out;
}

/// The member of that name, or nullptr when it is absent or null.
Value const* find(Value const& object, char const* name);
Value& put(Value& object, char const* name);
void make_object(Value& value);
Value& make_list(Value& value, std::size_t size);
Value& list_at(Value& list, std::size_t index);
Value const& list_at(Value const& list, std::size_t index);
std::size_t list_size(Value const& list);
void each_entry(Value const& map, void* visitor, void (*visit)(void*, std::string const&, Value const&));
void put_text(Value& value, std::string_view text);
std::string_view text_of(Value const& value);
[[noreturn]] void refuse_enum(std::string_view text);
/// Position of `text` among an enum's wire texts; -1 when it is none of them.
int position(std::span<std::string_view const> texts, std::string_view text);

/// The enumerator with that wire text: parse<ecs::LaunchType>("FARGATE").
template <class E>
std::optional<E> parse(std::string_view text) {
  E value{};
  return from_text(text, value) ? std::optional<E>(value) : std::nullopt;
}

template <class T>
void from_value(Value const& value, std::vector<T>& out);
template <class T>
void from_value(Value const& value, std::map<std::string, T>& out);
template <class T>
void to_value(std::vector<T> const& list, Value& out);
template <class T>
void to_value(std::map<std::string, T> const& map, Value& out);

template <class E>
requires std::is_enum_v<E>
void from_value(Value const& value, E& out) {
  if (!from_text(text_of(value), out)) refuse_enum(text_of(value));
}
template <class E>
requires std::is_enum_v<E>
void to_value(E value, Value& out) { put_text(out, to_text(value)); }

template <class T>
void from_value(Value const& value, std::vector<T>& out) {
  out = std::vector<T>(list_size(value));
  for (std::size_t i = 0; i < out.size(); ++i) from_value(list_at(value, i), out[i]);
}
template <class T>
void from_value(Value const& value, std::map<std::string, T>& out) {
  each_entry(value, &out, [](void* map, std::string const& key, Value const& element) {
    from_value(element, (*static_cast<std::map<std::string, T>*>(map))[key]);
  });
}
template <class T>
void to_value(std::vector<T> const& list, Value& out) {
  make_list(out, list.size());
  for (std::size_t i = 0; i < list.size(); ++i) to_value(list[i], list_at(out, i));
}
template <class T>
void to_value(std::map<std::string, T> const& map, Value& out) {
  make_object(out);
  for (auto const& [key, element] : map) to_value(element, put(out, key.c_str()));
}

/// Reads an optional member (Optional or Boxed).
template <class Member>
void read(Value const& object, char const* name, Member& member) {
  if (Value const* const found = find(object, name)) from_value(*found, member.emplace());
}
template <class Member>
void write(Value& object, char const* name, Member const& member) {
  if (member) to_value(*member, put(object, name));
}
/// Blobs are bytes in structs and base64 text in Values.
void read_blob(Value const& object, char const* name, Optional<std::string>& member);
void write_blob(Value& object, char const* name, Optional<std::string> const& member);

}  // namespace neargate::api::wire
