// What a connection does with requests of every kind, told by bytes on a real socket.

#include <doctest/doctest.h>
#include <zlib.h>

#include <thread>
#include <vector>

#include "client.h"
#include "live_server.h"

namespace neargate::server {
namespace {

using namespace std::chrono_literals;

std::string const health = "GET /_neargate/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
std::string const identity = "Action=GetCallerIdentity&Version=2011-06-15";
std::string const signed_head =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
    "Authorization: AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/sts/aws4_request,"
    " SignedHeaders=host, Signature=0\r\nX-Amz-Date: 20260101T000000Z\r\n";

std::string identity_request(std::string const& body, std::string const& more_headers = "") {
  return signed_head + more_headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string gzip(std::string const& plain) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, plain.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST_CASE("health answers as JSON and the connection stays open for the next request") {
  LiveServer server;
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(health);
    Received const answer = client.receive();
    CHECK(answer.status == 200);
    CHECK(answer.header("Content-Type") == "application/json");
    CHECK(answer.body.find("\"instance\": \"instance-1\"") != std::string::npos);
    CHECK(answer.body.find("\"status\": \"ok\"") != std::string::npos);
  }
}

TEST_CASE("HEAD answers the same length without a body") {
  LiveServer server;
  Client client(server.port());
  client.send(health);
  Received const full = client.receive();
  client.send("HEAD /_neargate/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  Received const head = client.receive(true);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == full.header("Content-Length"));
  client.send(health);
  CHECK(client.receive().status == 200);
}

TEST_CASE("pipelined requests are answered in their order") {
  LiveServer server;
  Client client(server.port());
  std::string const missing = "GET /_neargate/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(health + missing + identity_request(identity) + missing);
  CHECK(client.receive().status == 200);
  CHECK(client.receive().status == 404);
  CHECK(client.receive().body.find("<Account>123456789012</Account>") != std::string::npos);
  CHECK(client.receive().status == 404);
}

TEST_CASE("a body may come whole, in chunks, byte by byte or compressed") {
  LiveServer server;
  std::string chunked = signed_head + "Transfer-Encoding: chunked\r\n\r\n";
  for (char const byte : identity) chunked += std::string("1\r\n") + byte + "\r\n";
  chunked += "0\r\n\r\n";
  std::string const bodies[] = {identity_request(identity), chunked,
                                identity_request(gzip(identity), "Content-Encoding: gzip\r\n")};
  for (std::string const& request : bodies) {
    Client client(server.port());
    client.send(request);
    CHECK(client.receive().body.find("<Account>123456789012</Account>") != std::string::npos);
  }
  Client slow(server.port());
  for (char const byte : identity_request(identity)) slow.send(std::string(1, byte));
  CHECK(slow.receive().status == 200);
}

TEST_CASE("a client that asks for it gets 100 Continue before it sends its body") {
  LiveServer server;
  Client client(server.port());
  client.send(signed_head + "Expect: 100-continue\r\nContent-Length: " + std::to_string(identity.size()) +
              "\r\n\r\n");
  CHECK(client.receive().status == 100);
  client.send(identity);
  CHECK(client.receive().status == 200);
}

TEST_CASE("one that is refused before its body gets the refusal instead, and the connection ends") {
  LiveServer server;
  Client client(server.port());
  client.send(
      "PUT /_neargate/health HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
      "9\r\n\r\n");
  Received const answer = client.receive();
  CHECK(answer.status == 405);
  CHECK(answer.header("Connection") == "close");
  CHECK(client.receive_rest().empty());
}

TEST_CASE("a body that nobody wants is read away and the connection stays in step") {
  LiveServer server;
  Client client(server.port());
  client.send("PUT /_neargate/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" +
              std::string(100000, 'x') + health);
  CHECK(client.receive().status == 405);
  CHECK(client.receive().status == 200);
}

TEST_CASE("a huge body that nobody wants is answered, then the connection ends without a reset") {
  LiveServer server;
  Client client(server.port());
  client.send("PUT /_neargate/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 33554432\r\n\r\n");
  std::thread sender([&] {
    client.send(std::string(32 << 20, 'x'));
    client.finish_sending();
  });
  Received const answer = client.receive();
  CHECK(answer.status == 405);
  CHECK(answer.header("Connection") == "close");
  CHECK(client.receive_rest().empty());
  sender.join();
}

TEST_CASE("an API request larger than the limit is refused") {
  LiveServer server;
  Client client(server.port());
  client.send(signed_head + "Content-Length: 40000000\r\n\r\n");
  std::thread sender([&] {
    client.send(std::string(40000000, 'x'));
    client.finish_sending();
  });
  CHECK(client.receive().status == 413);
  CHECK(client.receive_rest().empty());
  sender.join();
}

TEST_CASE("HTTP/1.0 is answered and closed, or kept when it asks for that") {
  LiveServer server;
  Client closing(server.port());
  closing.send("GET /_neargate/health HTTP/1.0\r\n\r\n");
  CHECK(closing.receive_rest().starts_with("HTTP/1.0 200 OK\r\n"));
  Client keeping(server.port());
  for (int i = 0; i < 2; ++i) {
    keeping.send("GET /_neargate/health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(keeping.receive().header("Connection") == "keep-alive");
  }
}

TEST_CASE("Connection: close is honoured") {
  LiveServer server;
  Client client(server.port());
  client.send("GET /_neargate/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  Received const answer = client.receive();
  CHECK(answer.header("Connection") == "close");
  CHECK(client.receive_rest().empty());
}

TEST_CASE("a TLS hello is told at once that this is HTTP, and closed without a reset") {
  LiveServer server;
  Client client(server.port());
  client.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(500, 'r'));
  client.finish_sending();
  std::string const answer = client.receive_rest();
  CHECK(answer.starts_with("HTTP/1.0 400 Bad Request\r\n"));
}

TEST_CASE("what is no HTTP gets 400, headers without end 431") {
  LiveServer server;
  struct Row {
    std::string bytes;
    int status;
  };
  Row const rows[] = {
      {"nonsense\r\n\r\n", 400},
      {"GET /_neargate/health HTTP/2.5\r\n\r\n", 400},
      {"GET /x HTTP/1.1\r\nno colon here\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"GET /x HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(80 * 1024, 'x') + "\r\n\r\n", 431},
      {"GET /_neargate/health HTTP/1.1\r\n\r\n", 400},
      {"GET /_neargate/health HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n", 403},
      {"GET /x HTTP/1.1\r\nHost: localhost\r\nExpect: a-miracle\r\n\r\n", 417},
      {"GET /console/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
  };
  for (Row const& row : rows) {
    Client client(server.port());
    client.send(row.bytes);
    CHECK_MESSAGE(client.receive().status == row.status, row.bytes.substr(0, 60));
  }
}

TEST_CASE("passwords of 16 KiB in a header are no problem") {
  LiveServer server;
  Client client(server.port());
  client.send("GET /_neargate/health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " +
              std::string(32 * 1024, 'A') + "\r\n\r\n");
  CHECK(client.receive().status == 200);
}

TEST_CASE("a client that drips its header, and one that is silent, are let go") {
  Limits limits;
  limits.header_timeout = 100ms;
  limits.idle_timeout = 100ms;
  limits.body_timeout = 100ms;
  LiveServer server(limits);
  Client dripping(server.port());
  dripping.send("GET /_neargate/health HT");
  CHECK(dripping.receive_rest().empty());
  Client silent(server.port());
  CHECK(silent.receive_rest().empty());
  Client starving(server.port());
  starving.send(signed_head + "Content-Length: 10\r\n\r\nAc");
  CHECK(starving.receive_rest().empty());
}

TEST_CASE("a client that leaves inside its body costs nothing") {
  LiveServer server;
  {
    Client client(server.port());
    client.send(signed_head + "Content-Length: 1000\r\n\r\nAction=");
  }
  Client next(server.port());
  next.send(health);
  CHECK(next.receive().status == 200);
}

TEST_CASE("an API request waits for the runtime while health answers at once") {
  LiveServer server({}, /*ready=*/false);
  Client waiting(server.port());
  waiting.send(identity_request(identity));
  Client watching(server.port());
  watching.send(health);
  CHECK(watching.receive().body.find("\"status\": \"starting\"") != std::string::npos);
  server.become_ready();
  CHECK(waiting.receive().status == 200);
}

TEST_CASE("when the runtime takes too long the client is told to come again") {
  Limits limits;
  limits.start_wait = 50ms;
  LiveServer server(limits, /*ready=*/false);
  for (char const* target : {"/", "/v2/"}) {
    Client client(server.port());
    client.send(std::string("GET ") + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    Received const answer = client.receive();
    CHECK(answer.status == 503);
    CHECK(answer.header("Retry-After") == "1");
  }
}

TEST_CASE("many clients at once are all served") {
  LiveServer server;
  std::vector<std::thread> threads;
  std::atomic<int> served = 0;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      Client client(server.port());
      for (int request = 0; request < 20; ++request) {
        client.send(identity_request(identity));
        if (client.receive().status == 200) ++served;
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(served == 16 * 20);
}

TEST_CASE("stopping closes idle connections, finishes the request in flight and takes no more") {
  LiveServer server;
  Client idle(server.port()), busy(server.port());
  idle.send(health);
  CHECK(idle.receive().status == 200);
  busy.send(signed_head + "Content-Length: " + std::to_string(identity.size()) + "\r\n\r\n");
  busy.send(identity.substr(0, 5));
  // The request has begun: health on another connection is answered after it was accepted.
  Client probe(server.port());
  probe.send(health);
  CHECK(probe.receive().status == 200);

  std::size_t cut_off = 99;
  std::thread stopping([&] { cut_off = server.listener.stop(10s); });
  CHECK(idle.receive_rest().empty());
  busy.send(identity.substr(5));
  Received const answer = busy.receive();
  CHECK(answer.status == 200);
  CHECK(busy.receive_rest().empty());
  stopping.join();
  CHECK(cut_off == 0);
}

TEST_CASE("stopping does not wait for ever") {
  LiveServer server;
  Client stuck(server.port());
  stuck.send(signed_head + "Content-Length: 10\r\n\r\nAc");
  Client probe(server.port());
  probe.send(health);
  CHECK(probe.receive().status == 200);
  CHECK(server.listener.stop(50ms) == 1);
}

TEST_CASE("a request that waits for the runtime is told when the server ends") {
  LiveServer server({}, /*ready=*/false);
  Client waiting(server.port());
  waiting.send(identity_request(identity));
  Client probe(server.port());
  probe.send(health);
  CHECK(probe.receive().status == 200);
  CHECK(server.listener.stop(10s) == 0);
  Received const answer = waiting.receive();
  CHECK(answer.status == 503);
  CHECK(answer.header("Connection") == "close");
}

TEST_CASE("a port that is taken is named") {
  LiveServer server;
  try {
    Listener second({"127.0.0.1", server.port()}, Limits{});
    FAIL("it listens twice");
  } catch (ListenError const& error) {
    CHECK(error.what() ==
          "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use");
  }
}

}  // namespace
}  // namespace neargate::server
