#include "server/answer_head.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <iterator>

#include "server/version.h"

namespace neargate::server {

namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// A line end inside a header would let an answer's text forge headers of its own.
bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
}

}  // namespace

Answer plain_answer(int status, std::string content_type, std::string body) {
  Answer answer;
  answer.status = status;
  answer.headers.emplace_back("Content-Type", std::move(content_type));
  answer.body = std::move(body);
  return answer;
}

std::string print_head(Answer const& answer, AnswerForm form) {
  std::string text;
  auto const out = std::back_inserter(text);
  fmt::format_to(out, "HTTP/1.{} {} {}\r\n", form.http_1_1 ? 1 : 0, answer.status, reason_of(answer.status));
  bool length_given = false;
  for (auto const& [name, value] : answer.headers) {
    if (!is_one_line(name) || !is_one_line(value)) continue;
    length_given = length_given || same_name(name, "Content-Length");
    fmt::format_to(out, "{}: {}\r\n", name, value);
  }
  if (!length_given && allows_body(answer.status) && !answer.endless)
    fmt::format_to(out, "Content-Length: {}\r\n", answer.file ? answer.file->length : answer.body.size());
  // SDKs set their clock by Date when a signature is refused as too old (wire.md "Retries").
  fmt::format_to(out, "Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(std::time(nullptr)));
  fmt::format_to(out, "Server: neargate/{}\r\n", version());
  if (!form.keep_alive)
    text += "Connection: close\r\n";
  else if (!form.http_1_1)
    text += "Connection: keep-alive\r\n";
  return text += "\r\n";
}

bool allows_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string origin_form(std::string target) {
  if (!target.starts_with("http://")) return target;
  auto const slash = target.find('/', std::string_view("http://").size());
  return slash == std::string::npos ? "/" : target.substr(slash);
}

bool is_continue(std::string_view expectation) { return same_name(expectation, "100-continue"); }

bool expects_continue(RequestHead const& head) { return head.http_1_1 && is_continue(head.header("Expect")); }

std::string plain_http_expected() {
  return "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.\n";
}

}  // namespace neargate::server
