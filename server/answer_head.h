#pragma once
// The text around a body: status line and headers of an answer, and the few questions asked of a request's
// head.

#include <string>
#include <string_view>

#include "server/http_message.h"

namespace neargate::server {

struct AnswerForm {
  bool head_only = false;  ///< HEAD: the same headers, no body
  bool http_1_1 = true;
  bool keep_alive = true;
};

/// Status line, Date, Server, Connection, Content-Length and the answer's own headers, with the empty line.
std::string print_head(Answer const& answer, AnswerForm form);
/// 204, 304 and 1xx have none.
bool allows_body(int status);

/// /path?query; proxies send http://host/path?query.
std::string origin_form(std::string target);
bool is_continue(std::string_view expectation);  ///< 100-continue
bool expects_continue(RequestHead const& head);

/// What a TLS client is told on this port, as Go's servers say it: docker and skopeo know the sentence.
std::string plain_http_expected();

}  // namespace neargate::server
