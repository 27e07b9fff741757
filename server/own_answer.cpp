#include "server/own_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace neargate::server {

Answer json_answer(int status, std::string text) {
  Answer answer = plain_answer(status, "application/json", std::move(text));
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return answer;
}

Answer json_answer(int status, nlohmann::ordered_json const& page) {
  // Docker's texts may hold any bytes: what is not UTF-8 is replaced rather than thrown over.
  return json_answer(status,
                     page.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

Answer refusal(int status, std::string const& message) {
  return json_answer(status, nlohmann::ordered_json{{"message", message}});
}

nlohmann::json read_object(std::string const& body) {
  auto object = nlohmann::json::parse(body, nullptr, false);
  if (object.is_discarded()) throw BadRequest{"the body is not JSON"};
  if (!object.is_object()) throw BadRequest{"the body must be a JSON object"};
  return object;
}

void refuse_unknown(nlohmann::json const& object, std::initializer_list<char const*> known) {
  for (auto const& [name, value] : object.items()) {
    if (std::ranges::find(known, std::string_view(name)) != known.end()) continue;
    throw BadRequest{
        fmt::format("\"{}\" is no member here; there are {}", name.substr(0, 60), fmt::join(known, ", "))};
  }
}

std::string text_member(nlohmann::json const& object, char const* name) {
  auto const found = object.find(name);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) throw BadRequest{fmt::format("\"{}\" must be text", name)};
  return found->get<std::string>();
}

}  // namespace neargate::server
