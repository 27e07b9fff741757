#include "tests/api/table.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace neargate::api::testing {

namespace {

using Json = nlohmann::json;

void change(Json& request, std::string const& key, Json const& value) {
  if (!key.starts_with('/')) {
    if (value.is_null())
      request.erase(key);
    else
      request[key] = value;
    return;
  }
  Json::json_pointer const pointer(key);
  if (!value.is_null()) {
    request[pointer] = value;
    return;
  }
  Json& parent = request.at(pointer.parent_pointer());
  if (parent.is_array())
    parent.erase(std::stoul(pointer.back()));
  else
    parent.erase(pointer.back());
}

std::string laid_over(std::string_view request, std::string_view changes) {
  Json whole = Json::parse(request);
  Json const parsed = Json::parse(changes);
  for (auto const& [key, value] : parsed.items()) change(whole, key, value);
  return whole.dump();
}

bool matches(std::string_view told, std::string_view expected) {
  constexpr std::string_view rest = "…";
  if (!expected.ends_with(rest)) return told == expected;
  return told.starts_with(expected.substr(0, expected.size() - rest.size()));
}

}  // namespace

std::string Answer::at(std::string_view pointer) const {
  Json const whole = Json::parse(body);
  Json::json_pointer const path{std::string(pointer)};
  return whole.contains(path) ? whole.at(path).dump() : "absent";
}

std::string Answer::text(std::string_view pointer) const {
  Json const whole = Json::parse(body);
  Json::json_pointer const path{std::string(pointer)};
  return whole.contains(path) ? whole.at(path).get<std::string>() : "";
}

void Answer::shows(std::vector<Expected> const& members) const {
  for (Expected const& member : members) {
    std::string const there = at(member.pointer);
    bool const absent = std::string_view(member.json) == "absent";
    std::string const wanted = absent ? "absent" : Json::parse(member.json).dump();
    CHECK_MESSAGE(there == wanted, std::string(member.pointer), " of ", body);
  }
}

Wire::Wire(World& world, Door const& door, registry::Registry* registry)
    : door_(door),
      scope_(fmt::format("Credential={}/20260916/{}/{}/aws4_request", world.scope.account.text(),
                         world.scope.region.text(), door.signing_name)),
      dispatch_(world.settings, world.store, world.clock, world.mint, registry) {}

Answer Wire::operator()(std::string_view operation, std::string_view request) {
  wire::Request const sent{
      .method = "POST",
      .path = "/",
      .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                  {"X-Amz-Target", std::string(door_.target_prefix) + '.' + std::string(operation)},
                  {"X-Amz-Date", "20260916T000000Z"},
                  {"Authorization",
                   fmt::format("AWS4-HMAC-SHA256 {}, SignedHeaders=host, Signature=0", scope_)}},
      .body = std::string(request)};
  auto const response = dispatch_.handle(sent);
  Answer answer{.status = response.status, .body = response.body, .told = std::to_string(response.status)};
  if (response.status == 200) return answer;
  answer.told += fmt::format(" {}: {}", answer.text("/__type"), answer.text("/message"));
  return answer;
}

Answer Wire::operator()(std::string_view operation, std::string_view request, std::string_view change) {
  return (*this)(operation, laid_over(request, change));
}

void Wire::refuses(std::string_view operation, std::string_view request, std::vector<Row> const& rows) {
  for (Row const& row : rows) {
    std::string const told = (*this)(operation, request, row.change).told;
    CHECK_MESSAGE(matches(told, row.answer), std::string(operation), " ", std::string(row.change),
                  "\n    told:   ", told, "\n    wanted: ", std::string(row.answer));
  }
}

}  // namespace neargate::api::testing
