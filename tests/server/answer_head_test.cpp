#include "server/answer_head.h"

#include <doctest/doctest.h>

namespace neargate::server {
namespace {

bool has_line(std::string const& head, std::string const& line) {
  return head.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST_CASE("an answer tells its length, its date and who it is from") {
  std::string const head = print_head(plain_answer(200, "text/plain", "hello"), {});
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(has_line(head, "Content-Type: text/plain"));
  CHECK(has_line(head, "Content-Length: 5"));
  CHECK(head.find("\r\nDate: ") != std::string::npos);
  CHECK(head.find(" GMT\r\n") != std::string::npos);
  CHECK(head.find("\r\nServer: neargate/") != std::string::npos);
  CHECK(head.find("Connection:") == std::string::npos);
}

TEST_CASE("a length that the answer gives itself is kept") {
  Answer answer = plain_answer(200, "application/octet-stream", "");
  answer.headers.emplace_back("content-length", "1234");
  std::string const head = print_head(answer, {.head_only = true});
  CHECK(has_line(head, "content-length: 1234"));
  CHECK(head.find("Content-Length: 0") == std::string::npos);
}

TEST_CASE("what has no body has no length") {
  CHECK(print_head(plain_answer(204, "text/plain", ""), {}).find("Content-Length") == std::string::npos);
}

TEST_CASE("the connection's future is told where it is not the protocol's default") {
  Answer const answer = plain_answer(200, "text/plain", "");
  CHECK(has_line(print_head(answer, {.http_1_1 = true, .keep_alive = false}), "Connection: close"));
  std::string const old = print_head(answer, {.http_1_1 = false, .keep_alive = true});
  CHECK(has_line(old, "Connection: keep-alive"));
  CHECK(old.starts_with("HTTP/1.0 200 OK\r\n"));
}

TEST_CASE("a line end in a header cannot forge another header") {
  Answer answer = plain_answer(200, "text/plain", "");
  answer.headers.emplace_back("Location", "/v2/x\r\nSet-Cookie: a=b");
  CHECK(print_head(answer, {}).find("Set-Cookie") == std::string::npos);
}

TEST_CASE("a proxy's absolute target becomes a path") {
  CHECK(origin_form("http://127.0.0.1:4566/v2/?n=1") == "/v2/?n=1");
  CHECK(origin_form("http://127.0.0.1:4566") == "/");
  CHECK(origin_form("/v2/") == "/v2/");
}

}  // namespace
}  // namespace neargate::server
