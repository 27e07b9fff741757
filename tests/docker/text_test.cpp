#include "docker/text.h"

#include <doctest/doctest.h>

#include "docker/curl.h"

namespace docker = neargate::docker;
using namespace std::chrono;

TEST_CASE("instants are read to the millisecond, and Go's zero time is none") {
  struct Row {
    char const* text;
    std::optional<docker::Time> time;
  };
  auto const day = sys_days{year{2024} / 2 / 29};
  Row const rows[] = {
      {"2024-02-29T12:34:56.123456789Z", day + 12h + 34min + 56s + 123ms},
      {"2024-02-29T12:34:56Z", day + 12h + 34min + 56s},
      {"2024-02-29T12:34:56.1Z", day + 12h + 34min + 56s + 100ms},
      {"2024-02-29T12:34:56.0009Z", day + 12h + 34min + 56s},
      {"2024-02-29T12:34:56.5+02:00", day + 10h + 34min + 56s + 500ms},
      {"2024-02-29T00:00:00-01:30", day + 1h + 30min},
      {"0001-01-01T00:00:00Z", std::nullopt},
      {"2023-02-29T00:00:00Z", std::nullopt},
      {"2024-02-29T24:00:00Z", std::nullopt},
      {"2024-02-29T12:34:56", std::nullopt},
      {"2024-02-29", std::nullopt},
      {"2024-+2-29T00:00:00Z", std::nullopt},
      {"", std::nullopt},
  };
  for (Row const& row : rows) {
    CAPTURE(row.text);
    CHECK((docker::parse_time(row.text) == row.time));
  }
}

TEST_CASE("a reference is split as /images/create wants it") {
  using docker::PullReference;
  CHECK((docker::split_reference("nginx") == PullReference{"nginx", "latest"}));
  CHECK((docker::split_reference("nginx:1.25") == PullReference{"nginx", "1.25"}));
  CHECK((docker::split_reference("127.0.0.1:4566/1/r/app") ==
         PullReference{"127.0.0.1:4566/1/r/app", "latest"}));
  CHECK((docker::split_reference("127.0.0.1:4566/app:v1") == PullReference{"127.0.0.1:4566/app", "v1"}));
  CHECK((docker::split_reference("h:1/app@sha256:ab") == PullReference{"h:1/app", "sha256:ab"}));
  CHECK((docker::split_reference("h:1/app:v1@sha256:ab") == PullReference{"h:1/app", "sha256:ab"}));
}

TEST_CASE("base64 is of the URL alphabet and padded") {
  CHECK(docker::base64_url("") == "");
  CHECK(docker::base64_url("f") == "Zg==");
  CHECK(docker::base64_url("fo") == "Zm8=");
  CHECK(docker::base64_url("foo") == "Zm9v");
  CHECK(docker::base64_url("\xfb\xff\xfe") == "-__-");
}

TEST_CASE("lines are cut wherever the stream was") {
  std::vector<std::string> lines;
  auto const take = [&lines](std::string_view line) { lines.emplace_back(line); };
  docker::LineCutter cutter(8);
  CHECK(cutter.append("on", take));
  CHECK(cutter.append("e\r\ntwo\n\nthr", take));
  CHECK(cutter.append("ee\n", take));
  CHECK((lines == std::vector<std::string>{"one", "two", "three"}));
  CHECK_FALSE(cutter.append("much too long", take));
}

TEST_CASE("paths and queries are percent-encoded") {
  CHECK(docker::url_encode("a-Z_0.9~") == "a-Z_0.9~");
  CHECK(docker::url_encode("{\"a\": /b}") == "%7B%22a%22%3A%20%2Fb%7D");
  CHECK(docker::url_encode("h:1/a b@\xc3\xa9", "/:@") == "h:1/a%20b@%C3%A9");
}

TEST_CASE("DOCKER_HOST is read as the docker CLI reads it") {
  using docker::Endpoint;
  auto const socket = Endpoint::parse("");
  REQUIRE(socket.has_value());
  CHECK(socket->unix_socket == "/var/run/docker.sock");
  CHECK(Endpoint::parse("unix:///run/user/1000/docker.sock")->unix_socket == "/run/user/1000/docker.sock");
  CHECK(Endpoint::parse("tcp://10.0.0.1:2375")->base_url == "http://10.0.0.1:2375");
  CHECK(Endpoint::parse("tcp://docker/")->base_url == "http://docker:2375");
  CHECK(Endpoint::parse("tcp://[::1]")->base_url == "http://[::1]:2375");
  for (char const* const bad : {"ssh://host", "unix://", "tcp://", "/var/run/docker.sock"}) {
    CAPTURE(bad);
    auto const refused = Endpoint::parse(bad);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.find("DOCKER_HOST") != std::string::npos);
  }
}
