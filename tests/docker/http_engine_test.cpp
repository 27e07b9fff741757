#include "docker/http_engine.h"

#include <doctest/doctest.h>

#include <semaphore>
#include <stdexcept>
#include <thread>

#include "docker/text.h"
#include "fake_daemon.h"

namespace docker = neargate::docker;
namespace fake = neargate::docker::fake;
using docker::Failure;
using namespace std::chrono_literals;

namespace {

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string version(std::string const& newest, std::string const& oldest) {
  return R"({"Version":"x","ApiVersion":")" + newest + R"(","MinAPIVersion":")" + oldest + R"("})";
}

}  // namespace

TEST_CASE("the oldest API version that both speak is spoken") {
  struct Row {
    char const *newest, *oldest, *path;
  };
  for (Row const& row : {Row{"1.41", "1.12", "GET /v1.41/networks HTTP/1.1"},
                         Row{"1.47", "1.24", "GET /v1.41/networks HTTP/1.1"},
                         Row{"1.52", "1.44", "GET /v1.44/networks HTTP/1.1"}}) {
    fake::Daemon daemon([](fake::Exchange& exchange) { exchange.answer(200, "[]"); },
                        version(row.newest, row.oldest));
    docker::HttpEngine engine(daemon.endpoint());
    CHECK(engine.list_networks().has_value());
    CHECK((daemon.request_lines() == std::vector<std::string>{row.path}));
  }
  fake::Daemon daemon([](fake::Exchange& exchange) { exchange.answer(200, "[]"); }, version("1.40", "1.12"));
  docker::HttpEngine engine(daemon.endpoint());
  CHECK(engine.version().value().api_version == "1.40");
  auto const refused = engine.list_networks();
  REQUIRE_FALSE(refused.has_value());
  CHECK(has(refused.error().message, "1.41 (Engine 20.10) or newer is needed"));
}

TEST_CASE("a status has its meaning in each call") {
  int status = 0;
  fake::Daemon daemon([&status](fake::Exchange& exchange) {
    // A real daemon has no body with 204 and 304; a client must not wait for one.
    if (status == 204 || status == 304)
      return exchange.send("HTTP/1.1 " + std::to_string(status) + " X\r\n\r\n");
    exchange.answer(status, R"({"message":"said the daemon"})");
  });
  docker::HttpEngine engine(daemon.endpoint());
  struct Row {
    int status;
    bool start, stop, remove;
    Failure::Kind kind;
  };
  for (Row const& row : {Row{204, true, true, true, {}}, Row{304, true, true, false, Failure::Kind::Refused},
                         Row{404, false, true, true, Failure::Kind::NotFound},
                         Row{409, false, false, false, Failure::Kind::Conflict},
                         Row{400, false, false, false, Failure::Kind::Refused},
                         Row{500, false, false, false, Failure::Kind::ServerError}}) {
    status = row.status;
    CAPTURE(status);
    CHECK(engine.start("c").has_value() == row.start);
    CHECK(engine.stop("c", 5s).has_value() == row.stop);
    CHECK(engine.remove("c").has_value() == row.remove);
    CHECK(engine.remove_network("n").has_value() == row.remove);
    CHECK(engine.remove_volume("v").has_value() == row.remove);
    if (auto const started = engine.start("c"); !started && status != 304) {
      CHECK((started.error() == Failure{row.kind, status, "said the daemon"}));
    }
  }
  status = 404;
  CHECK_FALSE(engine.inspect("c").value().has_value());
  CHECK_FALSE(engine.find_image("h:1/i:t").value().has_value());
  CHECK(daemon.request_lines().back() == "GET /v1.41/images/h:1/i:t/json HTTP/1.1");
  CHECK(daemon.connections() == 1);  // kept alive all along
}

TEST_CASE("no daemon, a dying daemon and a silent one are failures, and the next call connects anew") {
  auto const nobody =
      docker::HttpEngine(docker::Endpoint::parse("unix:///nowhere/docker.sock").value()).version();
  REQUIRE_FALSE(nobody.has_value());
  CHECK((nobody.error().kind == Failure::Kind::Unreachable));
  CHECK(nobody.error().message ==
        "Cannot connect to the Docker daemon at unix:///nowhere/docker.sock: No such file or directory");

  fake::Daemon daemon([](fake::Exchange& exchange) {
    if (has(exchange.request_line(), "/containers/dies")) {
      exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":");
      exchange.hang_up();
    } else if (has(exchange.request_line(), "/containers/mute")) {
      exchange.hang_up();
    } else if (has(exchange.request_line(), "/containers/odd")) {
      exchange.answer(200, "<html>");
    } else {
      exchange.answer(200, R"({"Id":"c"})");
    }
  });
  docker::HttpEngine engine(daemon.endpoint());
  for (char const* const id : {"dies", "mute"}) {
    auto const broken = engine.inspect(id);
    REQUIRE_FALSE(broken.has_value());
    CHECK((broken.error().kind == Failure::Kind::Unreachable));
    CHECK(engine.inspect("c").value().value().id == "c");
  }
  CHECK((engine.inspect("odd").error().kind == Failure::Kind::ServerError));
  daemon.drop_connections();
  CHECK(engine.inspect("c").value().value().id == "c");
}

TEST_CASE("time, silence and size are bounded") {
  fake::Daemon daemon([](fake::Exchange& exchange) {
    if (has(exchange.request_line(), "/large")) return exchange.answer(200, std::string(5000, 'x'));
    if (has(exchange.request_line(), "/drip")) exchange.open_stream();
    exchange.hold();
  });
  docker::HttpClient client(daemon.endpoint());
  auto const late = client.exchange({.target = "/silent"}, {.total = 50ms});
  REQUIRE_FALSE(late.has_value());
  CHECK((late.error().kind == Failure::Kind::TimedOut));
  auto const large = client.exchange({.target = "/large"}, {.body_bytes = 4999});
  REQUIRE_FALSE(large.has_value());
  CHECK((large.error().kind == Failure::Kind::ServerError));
  CHECK(client.exchange({.target = "/large"}, {.body_bytes = 5000}).value().body.size() == 5000);
  docker::Sink const sink{.on_bytes = [](std::string_view) { return true; }};
  auto const silent = client.stream({.target = "/drip"}, {.total = 0ms, .inactivity = 1s}, sink);
  REQUIRE_FALSE(silent.has_value());
  CHECK((silent.error().kind == Failure::Kind::TimedOut));
}

TEST_CASE("a pull sends its credentials, and fails by the error in its stream") {
  std::string auth;
  std::string const* progress = nullptr;
  bool cut = false;
  fake::Daemon daemon([&](fake::Exchange& exchange) {
    auth = exchange.header("X-Registry-Auth");
    exchange.open_stream();
    for (char const c : *progress) exchange.chunk({&c, 1});
    if (cut) return exchange.hang_up();
    exchange.end_stream();
  });
  docker::HttpEngine engine(daemon.endpoint());
  std::string const good = "{\"status\":\"Pulling from app\"}\r\n{\"status\":\"Download complete\"}\r\n";
  progress = &good;
  CHECK(engine.pull("127.0.0.1:4566/1/r/app:v1", docker::RegistryAuth{"AWS", "secret?>", "127.0.0.1:4566"})
            .has_value());
  CHECK(daemon.request_lines().back() ==
        "POST /v1.41/images/create?fromImage=127.0.0.1%3A4566%2F1%2Fr%2Fapp&tag=v1 HTTP/1.1");
  CHECK(auth ==
        docker::base64_url(R"({"password":"secret?>","serveraddress":"127.0.0.1:4566","username":"AWS"})"));
  CHECK(engine.pull("app@sha256:00", std::nullopt).has_value());
  CHECK(has(daemon.request_lines().back(), "fromImage=app&tag=sha256%3A00 "));
  CHECK(auth.empty());

  std::string const bad = good + "{\"errorDetail\":{\"message\":\"no space left\"},\"error\":\"x\"}\r\n";
  progress = &bad;
  auto const failed = engine.pull("app", std::nullopt);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().message == "no space left");
  progress = &good;
  cut = true;
  CHECK((engine.pull("app", std::nullopt).error().kind == Failure::Kind::Unreachable));
}

TEST_CASE("an import sends the archive and its changes, and answers the image's id") {
  std::string body;
  fake::Daemon daemon([&body](fake::Exchange& exchange) {
    body = exchange.body();
    exchange.answer(200, "{\"status\":\"sha256:0123\"}\r\n");
  });
  docker::HttpEngine engine(daemon.endpoint());
  std::string const tar(200'000, 't');
  CHECK(engine.import_image(tar, "r/i", "1", {"ENTRYPOINT [\"/x\"]", "LABEL a=b"}).value() == "sha256:0123");
  CHECK(body == tar);
  CHECK(daemon.request_lines().back() ==
        "POST /v1.41/images/create?fromSrc=-&repo=r%2Fi&tag=1&changes=ENTRYPOINT%20%5B%22%2Fx%22%5D"
        "&changes=LABEL%20a%3Db HTTP/1.1");
}

TEST_CASE("someone else's removal is waited for") {
  fake::Daemon daemon([](fake::Exchange& exchange) {
    if (has(exchange.request_line(), "DELETE")) {
      return exchange.answer(409, R"({"message":"removal of container c is already in progress"})");
    }
    exchange.answer(200, R"({"StatusCode":0})");
  });
  docker::HttpEngine engine(daemon.endpoint());
  CHECK(engine.remove("c").has_value());
  CHECK(daemon.request_lines().back() == "POST /v1.41/containers/c/wait?condition=removed HTTP/1.1");
}

TEST_CASE("a list leaves out what went while it was made") {
  fake::Daemon daemon([](fake::Exchange& exchange) {
    if (has(exchange.request_line(), "/containers/json?")) {
      return exchange.answer(200, R"([{"Id":"a"},{"Id":"b"}])");
    }
    if (has(exchange.request_line(), "/containers/a/")) return exchange.answer(404, R"({"message":"no"})");
    exchange.answer(200, R"({"Id":"b"})");
  });
  docker::HttpEngine engine(daemon.endpoint());
  auto const listed = engine.list("k", "v").value();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].id == "b");
  CHECK(daemon.request_lines().front() ==
        "GET /v1.41/containers/json?all=1&filters=%7B%22label%22%3A%5B%22k%3Dv%22%5D%7D HTTP/1.1");
}

TEST_CASE("a watch ends at once when asked, though the stream says nothing") {
  fake::Daemon daemon([](fake::Exchange& exchange) {
    exchange.open_stream();
    exchange.hold();
  });
  docker::HttpEngine engine(daemon.endpoint());
  std::binary_semaphore open{0};
  std::optional<bool> ended_well;
  std::jthread thread([&](std::stop_token stop) {
    auto const ended = engine.watch(
        "k", "v", [&open] { open.release(); }, [](docker::Event const&) {}, stop);
    ended_well = ended.has_value();
  });
  open.acquire();
  thread.request_stop();
  thread.join();
  CHECK((ended_well == true));
}

TEST_CASE("a watch tells whole events, however they are cut, and fails when the stream ends") {
  std::string_view const lines =
      "{\"Action\":\"start\",\"Actor\":{\"ID\":\"c\"}}\n"
      "{\"Action\":\"die\",\"Actor\":{\"ID\":\"c\",\"Attributes\":{\"exitCode\":\"3\"}}}\n";
  fake::Daemon daemon([lines](fake::Exchange& exchange) {
    exchange.open_stream();
    exchange.chunk(lines.substr(0, 10));
    exchange.chunk(lines.substr(10));
    exchange.end_stream();
  });
  docker::HttpEngine engine(daemon.endpoint());
  std::vector<std::string> actions;
  auto const ended = engine.watch(
      "k", "v", {}, [&actions](docker::Event const& event) { actions.push_back(event.action); }, {});
  REQUIRE_FALSE(ended.has_value());
  CHECK((ended.error().kind == Failure::Kind::Unreachable));
  CHECK((actions == std::vector<std::string>{"start", "die"}));
  CHECK(has(daemon.request_lines().back(), "/v1.41/events?since="));

  auto const throws = [](docker::Event const&) { throw std::logic_error("the caller's own"); };
  CHECK_THROWS_AS(static_cast<void>(engine.watch("k", "v", {}, throws, {})), std::logic_error);
}

TEST_CASE("a watch that is no stream of events is a failure") {
  std::string_view text;
  fake::Daemon daemon([&text](fake::Exchange& exchange) {
    exchange.open_stream();
    exchange.chunk(text);
    exchange.hold();
  });
  docker::HttpEngine engine(daemon.endpoint());
  std::string const endless(3 << 20, 'x');
  for (std::string_view const bad : {std::string_view("not json\n"), std::string_view(endless)}) {
    text = bad;
    auto const ended = engine.watch("k", "v", {}, [](docker::Event const&) {}, {});
    REQUIRE_FALSE(ended.has_value());
    CHECK((ended.error().kind == Failure::Kind::ServerError));
  }
}
