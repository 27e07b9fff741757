#include "server/config.h"

#include <doctest/doctest.h>

#include <map>

namespace neargate::server {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](char const* name) {
    auto const found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
}
Variables const home{{"HOME", "/ada"}};

ServeConfig serve(std::vector<std::string> words, Variables variables = home) {
  words.insert(words.begin(), "serve");
  return std::get<ServeConfig>(parse_command(words, environment_of(std::move(variables))));
}

std::string complaint(std::vector<std::string> const& words, Variables variables = home) {
  try {
    parse_command(words, environment_of(std::move(variables)));
  } catch (UsageError const& error) {
    return error.what();
  }
  return "(no complaint)";
}

std::string printed(std::vector<std::string> const& words) {
  return std::get<PrintText>(parse_command(words, environment_of(home))).text;
}

TEST_CASE("without options the server listens on 4566 and keeps its data in the user's home") {
  ServeConfig const config = serve({});
  CHECK(config.listen.text() == "127.0.0.1:4566");
  CHECK(config.data == "/ada/.local/share/neargate");
  CHECK(config.runtime == RuntimeChoice::Auto);
  CHECK(config.account.text() == "123456789012");
  CHECK_FALSE(config.strict);
  CHECK(config.on_exit_or_default() == OnExit::Keep);
}

TEST_CASE("how long stopped tasks are told of is a time of a second to a day") {
  CHECK((serve({}).stopped_task_ttl == std::chrono::hours{1}));
  CHECK((serve({"--stopped-task-ttl", "1m30s"}).stopped_task_ttl == std::chrono::seconds{90}));
  CHECK((serve({}, {{"HOME", "/"}, {"NEARGATE_STOPPED_TASK_TTL", "24h"}}).stopped_task_ttl ==
         std::chrono::hours{24}));
  for (char const* const wrong : {"0s", "500ms", "25h", "soon", "60"})
    CHECK(complaint({"serve", "--stopped-task-ttl", wrong}) ==
          std::string("--stopped-task-ttl ") + wrong + ": a time such as 90s or 1h30m, from 1s to 24h");
}

TEST_CASE("the data directory follows XDG_DATA_HOME when that is absolute") {
  CHECK(serve({}, {{"HOME", "/ada"}, {"XDG_DATA_HOME", "/data"}}).data == "/data/neargate");
  CHECK(serve({}, {{"HOME", "/ada"}, {"XDG_DATA_HOME", "data"}}).data == "/ada/.local/share/neargate");
  CHECK(complaint({"serve"}, {}) == "say --data DIR: neither XDG_DATA_HOME nor HOME is set");
}

TEST_CASE("each option is also an environment variable, and the command line wins") {
  Variables const variables{{"HOME", "/"},
                            {"NEARGATE_LISTEN", "[::1]:80"},
                            {"NEARGATE_DATA", ":memory:"},
                            {"NEARGATE_RUNTIME", "simulated"},
                            {"NEARGATE_ACCOUNT", "111122223333"},
                            {"NEARGATE_REGION", "eu-west-1"},
                            {"NEARGATE_STRICT", "true"},
                            {"NEARGATE_ON_EXIT", "keep"},
                            {"NEARGATE_REGISTRY_HOST", "registry.test:5000"},
                            {"NEARGATE_REGISTRY_PROFILE", "oci"},
                            {"NEARGATE_IMAGE_PULL", "default"},
                            {"NEARGATE_LOG_LEVEL", "warn"}};
  ServeConfig const config = serve({"--listen=127.0.0.1:0", "--strict=no"}, variables);
  CHECK(config.listen.text() == "127.0.0.1:0");
  CHECK(config.data == in_memory);
  CHECK(config.runtime == RuntimeChoice::Simulated);
  CHECK(config.account.text() == "111122223333");
  CHECK(config.region.text() == "eu-west-1");
  CHECK_FALSE(config.strict);
  CHECK(config.on_exit == OnExit::Keep);
  CHECK(config.registry_host == "registry.test:5000");
  CHECK(config.registry_profile == registry::Profile::Oci);
  CHECK(config.log_level == "warn");
}

TEST_CASE("what lives in memory is stopped at the end unless told otherwise") {
  CHECK(serve({"--data", ":memory:"}).on_exit_or_default() == OnExit::Stop);
  CHECK(serve({"--data", ":memory:", "--on-exit", "keep"}).on_exit_or_default() == OnExit::Keep);
}

TEST_CASE("a wrong use is told in one line that names it") {
  struct Row {
    std::vector<std::string> words;
    std::string complaint;
  };
  Row const rows[] = {
      {{}, "say what to do: serve, env or clean (neargate --help)"},
      {{"dance"}, "\"dance\" is no command: serve, env or clean (neargate --help)"},
      {{"serve", "--nonsense"}, "--nonsense is no option of serve (neargate serve --help lists them)"},
      {{"serve", "now"}, "serve takes no \"now\" (neargate serve --help)"},
      {{"serve", "--listen"}, "--listen needs a value: --listen HOST:PORT"},
      {{"serve", "--listen", "--strict"}, "--listen needs a value: --listen HOST:PORT"},
      {{"serve", "--listen="}, "--listen has an empty value"},
      {{"serve", "--listen", "nowhere"},
       "--listen nowhere: not HOST:PORT, such as 127.0.0.1:4566 or [::1]:4566"},
      {{"serve", "--listen", "::1:80"},
       "--listen ::1:80: not HOST:PORT, such as 127.0.0.1:4566 or [::1]:4566"},
      {{"serve", "--listen", "a:65536"},
       "--listen a:65536: not HOST:PORT, such as 127.0.0.1:4566 or [::1]:4566"},
      {{"serve", "--runtime", "podman"}, "--runtime podman: choose one of auto, docker, simulated"},
      {{"serve", "--account", "12"}, "--account 12: an account is 12 digits"},
      {{"serve", "--account", "12345678901x"}, "--account 12345678901x: an account is 12 digits"},
      {{"serve", "--region", "Europe"}, "--region Europe: not a region, such as eu-west-1"},
      {{"serve", "--strict=maybe"}, "--strict maybe: say 1 or 0"},
      {{"serve", "--on-exit", "explode"}, "--on-exit explode: choose one of keep, stop"},
      {{"serve", "--image-pull", "always"}, "--image-pull always: not served yet; choose default"},
      {{"serve", "--image-pull", "never"}, "--image-pull never: choose one of default"},
      {{"serve", "--registry-profile", "docker"}, "--registry-profile docker: choose one of ecr, oci"},
      {{"serve", "--registry-host", "http://x"},
       "--registry-host http://x: only HOST or HOST:PORT, without http:// or a path"},
      {{"serve", "--log-level", "loud"},
       "--log-level loud: choose one of trace, debug, info, warn, error, off"},
      {{"env", "--listen", "127.0.0.1:0"}, "--listen 127.0.0.1:0: name the port that the server took"},
      {{"env", "--strict"}, "--strict is no option of env (neargate env --help lists them)"},
      {{"clean", "--all"}, "--all is no option of clean (neargate clean --help lists them)"},
  };
  for (Row const& row : rows) CHECK(complaint(row.words) == row.complaint);
  CHECK(complaint({"serve"}, {{"HOME", "/"}, {"NEARGATE_RUNTIME", "vm"}}) ==
        "NEARGATE_RUNTIME vm: choose one of auto, docker, simulated");
}

TEST_CASE("help names every option with its value and its variable's form") {
  std::string const text = printed({"serve", "--help"});
  for (char const* flag : {"--listen HOST:PORT", "--data DIR", "--runtime auto|docker|simulated",
                           "--account ID", "--strict", "--no-local-instance", "--on-exit keep|stop",
                           "--registry-host HOST[:PORT]", "--registry-profile ecr|oci", "NEARGATE_LISTEN"})
    CHECK_MESSAGE(text.find(flag) != std::string::npos, flag);
  CHECK(printed({"--help"}).find("neargate clean") != std::string::npos);
  CHECK(printed({"clean", "--help"}).find("--data DIR") != std::string::npos);
  CHECK(printed({"--version"}).starts_with("neargate "));
}

TEST_CASE("env prints lines that a shell can evaluate") {
  auto const lines = [](std::vector<std::string> words, Variables variables) {
    words.insert(words.begin(), "env");
    return export_lines(std::get<EnvConfig>(parse_command(words, environment_of(std::move(variables)))));
  };
  CHECK(lines({}, {}) ==
        "export AWS_ENDPOINT_URL=http://127.0.0.1:4566\n"
        "export AWS_ACCESS_KEY_ID=test\n"
        "export AWS_SECRET_ACCESS_KEY=test\n"
        "export AWS_DEFAULT_REGION=us-east-1\n"
        "export AWS_REGION=us-east-1\n");
  CHECK(lines({"--listen", "0.0.0.0:80", "--account", "111122223333", "--region", "eu-west-1"}, {}) ==
        "export AWS_ENDPOINT_URL=http://127.0.0.1:80\n"
        "export AWS_ACCESS_KEY_ID=111122223333\n"
        "export AWS_SECRET_ACCESS_KEY=test\n"
        "export AWS_DEFAULT_REGION=eu-west-1\n"
        "export AWS_REGION=eu-west-1\n");
  CHECK(
      lines({}, {{"NEARGATE_LISTEN", "[::1]:99"}}).starts_with("export AWS_ENDPOINT_URL=http://[::1]:99\n"));
}

TEST_CASE("clean takes a data directory as an absolute path") {
  auto const clean = [](std::vector<std::string> const& words) {
    return std::get<CleanConfig>(parse_command(words, environment_of({}))).data;
  };
  CHECK(clean({"clean"}) == std::nullopt);
  CHECK(clean({"clean", "--data", "/nowhere/../x"}) == "/x");
  CHECK(clean({"clean", "--data", ":memory:"}) == in_memory);
}

TEST_CASE("repository URIs begin with an address that docker takes") {
  CHECK(registry_host_of({"127.0.0.1", 4566}) == "127.0.0.1:4566");
  CHECK(registry_host_of({"0.0.0.0", 80}) == "127.0.0.1:80");
  CHECK(registry_host_of({"::1", 80}) == "localhost:80");
  CHECK(registry_host_of({"::", 80}) == "localhost:80");
}

}  // namespace
}  // namespace neargate::server
