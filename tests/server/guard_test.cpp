#include "server/guard.h"

#include <doctest/doctest.h>

namespace neargate::server {
namespace {

TEST_CASE("only hosts that no stranger's DNS can point here are answered for") {
  HostList const hosts({"aws.test:4566", "{account}.dkr.ecr.{region}.lab.test:5000", "[::1]:80"});
  struct Row {
    char const* host;
    bool allowed;
  };
  Row const rows[] = {
      {"127.0.0.1:4566", true},
      {"127.0.0.1", true},
      {"172.17.0.1:80", true},
      {"[::1]:4566", true},
      {"[fe80::1]", true},
      {"localhost:4566", true},
      {"LOCALHOST", true},
      {"localhost.", true},
      {"neargate:4566", true},
      {"api.localhost:4566", true},
      {"123456789012.dkr.ecr.eu-west-1.localhost:4566", true},
      {"host.docker.internal:4566", true},
      {"123456789012.dkr.ecr.eu-west-1.amazonaws.com", true},
      {"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", true},
      {"123456789012.dkr.ecr-fips.us-east-1.amazonaws.com:443", true},
      {"123456789012.dkr-ecr.us-east-1.on.aws", true},
      {"aws.test", true},
      {"AWS.test:99", true},
      {"111122223333.dkr.ecr.eu-west-1.lab.test:5000", true},
      {"evil.example", false},
      {"evil.example:4566", false},
      {"localhost.evil.example", false},
      {"127.0.0.1.evil.example", false},
      {"12345678901.dkr.ecr.eu-west-1.amazonaws.com", false},
      {"123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example", false},
      {"ecs.eu-west-1.amazonaws.com", false},
      {"111122223333.dkr.ecr.eu-west-1.lab.test.evil.example", false},
      {"", false},
      {"a b", false},
      {"localhost:80:90", false},
      {"localhost:port", false},
      {"[::1", false},
      {"[evil.example]", false},
      {"user@localhost", false},
  };
  for (Row const& row : rows) CHECK_MESSAGE(hosts.allows(row.host) == row.allowed, row.host);
}

TEST_CASE("a page of another origin may read nothing private and change nothing") {
  HostList const hosts;
  struct Row {
    char const* method;
    std::optional<std::string_view> host, origin;
    bool upgrade;
    int status;  // 0: let in
  };
  Row const rows[] = {
      {"POST", "127.0.0.1:4566", {}, false, 0},
      {"POST", "127.0.0.1:4566", "http://127.0.0.1:4566", false, 0},
      {"POST", "localhost:4566", "http://LOCALHOST:4566", false, 0},
      {"POST", "127.0.0.1:4566", "http://evil.example", false, 403},
      {"POST", "127.0.0.1:4566", "http://127.0.0.1:8080", false, 403},
      {"POST", "127.0.0.1:4566", "https://127.0.0.1:4566", false, 403},
      {"POST", "127.0.0.1:4566", "null", false, 403},
      {"PUT", "127.0.0.1:4566", "null", false, 403},
      {"DELETE", "127.0.0.1:4566", "http://localhost:4566", false, 403},
      {"OPTIONS", "127.0.0.1:4566", "http://evil.example", false, 403},
      {"GET", "127.0.0.1:4566", "http://evil.example", false, 0},
      {"HEAD", "127.0.0.1:4566", "http://evil.example", false, 0},
      {"GET", "127.0.0.1:4566", "http://evil.example", true, 403},
      {"GET", "127.0.0.1:4566", "http://127.0.0.1:4566", true, 0},
      {"GET", "evil.example", {}, false, 421},
      {"POST", "evil.example", "http://evil.example", false, 421},
      {"GET", {}, {}, false, 400},
  };
  for (Row const& row : rows) {
    auto const refused = refuse_stranger(
        hosts, {.method = row.method, .host = row.host, .origin = row.origin, .upgrade = row.upgrade});
    CHECK_MESSAGE((refused ? refused->status : 0) == row.status,
                  row.method << " " << row.host.value_or("-") << " " << row.origin.value_or("-"));
  }
}

TEST_CASE("HTTP/1.0 may leave the Host out") {
  CHECK_FALSE(refuse_stranger(HostList(), {.method = "GET", .host = {}, .origin = {}, .http_1_1 = false}));
}

}  // namespace
}  // namespace neargate::server
