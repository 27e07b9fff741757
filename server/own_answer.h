#pragma once
// Answers of our own pages below /_neargate/: JSON, and for a refusal one sentence in it.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "server/http_message.h"

namespace neargate::server {

/// A request to one of our own pages, whole.
struct OwnRequest {
  std::string method;
  std::string path;           ///< /_neargate/faults/fault-1
  std::string query;          ///< after '?', still percent-encoded
  std::string last_event_id;  ///< the header of that name
  std::string body;
};

Answer json_answer(int status, std::string text);
Answer json_answer(int status, nlohmann::ordered_json const& page);
/// {"message": "…"}
Answer refusal(int status, std::string const& message);

/// What a page cannot take: 400 and its text.
struct BadRequest {
  std::string message;
};
/// The body as a JSON object. Throws BadRequest.
nlohmann::json read_object(std::string const& body);
/// Throws BadRequest when the object has a member that is none of these.
void refuse_unknown(nlohmann::json const& object, std::initializer_list<char const*> known);
/// A member that is text; "" when absent. Throws BadRequest when it is something else.
std::string text_member(nlohmann::json const& object, char const* name);

}  // namespace neargate::server
