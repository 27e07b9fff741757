#pragma once
// What the JSON columns share: optional members, words, times, ids. For .cpp files of this room only.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/clock.h"
#include "domain/words.h"

namespace neargate::state {

using Json = nlohmann::json;

inline std::int64_t time_json(domain::Time time) { return time.time_since_epoch().count(); }
inline domain::Time time_from(Json const& number) {
  return domain::Time{domain::Time::duration{number.get<std::int64_t>()}};
}

template <class Value>
void put(Json& object, char const* name, std::optional<Value> const& value) {
  if (value) object[name] = *value;
}
inline void put(Json& object, char const* name, std::optional<domain::Time> const& value) {
  if (value) object[name] = time_json(*value);
}
template <class Enum>
void put_word(Json& object, char const* name, std::optional<Enum> const& value) {
  if (value) object[name] = domain::word(*value);
}

template <class Value>
void take(Json const& object, char const* name, std::optional<Value>& value) {
  if (auto const found = object.find(name); found != object.end()) value = found->get<Value>();
}
inline void take(Json const& object, char const* name, std::optional<domain::Time>& value) {
  if (auto const found = object.find(name); found != object.end()) value = time_from(*found);
}
/// A member that older rows may lack keeps its default.
template <class Value>
void take(Json const& object, char const* name, Value& value) {
  if (auto const found = object.find(name); found != object.end()) value = found->get<Value>();
}
template <class Enum>
void take_word(Json const& object, char const* name, Enum& value) {
  if (auto const found = object.find(name); found != object.end())
    value = domain::from_word<Enum>(found->get<std::string>()).value_or(value);
}
template <class Enum>
void take_word(Json const& object, char const* name, std::optional<Enum>& value) {
  if (auto const found = object.find(name); found != object.end())
    value = domain::from_word<Enum>(found->get<std::string>());
}

template <class Id>
Json id_list(std::vector<Id> const& ids) {
  Json list = Json::array();
  for (Id const& id : ids) list.push_back(id.text());
  return list;
}
template <class Id>
std::vector<Id> id_list_from(Json const& list) {
  std::vector<Id> ids;
  for (Json const& text : list) ids.emplace_back(text.get<std::string>());
  return ids;
}

inline Json ports_json(std::vector<std::pair<int, domain::Protocol>> const& ports) {
  Json list = Json::array();
  for (auto const& [port, protocol] : ports) list.push_back({port, domain::word(protocol)});
  return list;
}
inline std::vector<std::pair<int, domain::Protocol>> ports_from(Json const& list) {
  std::vector<std::pair<int, domain::Protocol>> ports;
  for (Json const& one : list)
    ports.emplace_back(one.at(0).get<int>(),
                       domain::from_word<domain::Protocol>(one.at(1).get<std::string>()).value());
  return ports;
}

}  // namespace neargate::state
