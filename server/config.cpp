#include "server/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "docker/script.h"
#include "server/version.h"

namespace neargate::server {

namespace {

Address parse_listen(std::string const& text) {
  auto const address = Address::parse(text);
  if (!address) throw UsageError("not HOST:PORT, such as 127.0.0.1:4566 or [::1]:4566");
  return *address;
}

std::string parse_data(std::string const& text) {
  if (text == in_memory) return text;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(text)).string();
}

domain::AccountId parse_account(std::string const& text) {
  bool const digits = std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
  if (text.size() != 12 || !digits) throw UsageError("an account is 12 digits");
  return domain::AccountId{text};
}

domain::Region parse_region(std::string const& text) {
  bool const plain = std::ranges::all_of(
      text, [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-'; });
  if (!plain || text.find('-') == std::string::npos) throw UsageError("not a region, such as eu-west-1");
  return domain::Region{text};
}

template <class Choice>
Choice choose(std::string const& text, std::initializer_list<std::pair<char const*, Choice>> choices) {
  std::string names;
  for (auto const& [name, choice] : choices) {
    if (text == name) return choice;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  throw UsageError("choose one of " + names);
}

std::string parse_log_level(std::string const& text) {
  return choose<char const*>(text, {{"trace", "trace"},
                                    {"debug", "debug"},
                                    {"info", "info"},
                                    {"warn", "warn"},
                                    {"error", "error"},
                                    {"off", "off"}});
}

ImagePull parse_image_pull(std::string const& text) {
  for (char const* const later : {"always", "once", "prefer-cached"})
    if (text == later) throw UsageError("not served yet; choose default");
  return choose<ImagePull>(text, {{"default", ImagePull::Default}});
}

std::string parse_registry_host(std::string const& text) {
  if (text.find_first_of("/ \t\"") != std::string::npos || text.starts_with("http"))
    throw UsageError("only HOST or HOST:PORT, without http:// or a path");
  return text;
}

std::chrono::seconds parse_ttl(std::string const& text) {
  auto const parsed = docker::parse_duration(text);
  if (!parsed || *parsed < std::chrono::seconds{1})
    throw UsageError("a time such as 90s or 1h30m, from 1s to 24h");
  return std::chrono::floor<std::chrono::seconds>(*parsed);
}

/// "registry-1.docker.io=http://127.0.0.1:5000", several with commas between.
void add_upstreams(std::map<std::string, std::string>& upstreams, std::string const& text) {
  for (std::size_t begin = 0; begin <= text.size();) {
    auto const end = std::min(text.find(',', begin), text.size());
    std::string const one = text.substr(begin, end - begin);
    auto const equals = one.find('=');
    std::string const address = equals == std::string::npos ? std::string() : one.substr(equals + 1);
    bool const is_url = address.starts_with("http://") || address.starts_with("https://");
    if (equals == 0 || !is_url || one.find_first_of(" \t\"") != std::string::npos)
      throw UsageError("not REGISTRY=URL, such as registry-1.docker.io=http://127.0.0.1:5000");
    upstreams[one.substr(0, equals)] = address;
    begin = end + 1;
  }
}

constexpr char const* listen_help = "where to listen; port 0 takes a free one [127.0.0.1:4566]";

Option<ServeConfig> const serve_options[] = {
    {"--listen", "NEARGATE_LISTEN", "HOST:PORT", listen_help,
     [](ServeConfig& config, std::string const& text) { config.listen = parse_listen(text); }},
    {"--data", "NEARGATE_DATA", "DIR",
     "where everything is kept, or :memory: to keep nothing\n[$XDG_DATA_HOME/neargate or "
     "~/.local/share/neargate]",
     [](ServeConfig& config, std::string const& text) { config.data = parse_data(text); }},
    {"--runtime", "NEARGATE_RUNTIME", "auto|docker|simulated",
     "what runs tasks: Docker Engine, or a world in memory where they pass\nthrough every status; auto is "
     "docker "
     "when a daemon answers [auto]",
     [](ServeConfig& config, std::string const& text) {
       config.runtime = choose<RuntimeChoice>(text, {{"auto", RuntimeChoice::Auto},
                                                     {"docker", RuntimeChoice::Docker},
                                                     {"simulated", RuntimeChoice::Simulated}});
     }},
    {"--account", "NEARGATE_ACCOUNT", "ID",
     "account of access keys that are not themselves 12 digits [123456789012]",
     [](ServeConfig& config, std::string const& text) { config.account = parse_account(text); }},
    {"--region", "NEARGATE_REGION", "REGION", "region of requests that name none [us-east-1]",
     [](ServeConfig& config, std::string const& text) { config.region = parse_region(text); }},
    {"--strict", "NEARGATE_STRICT", nullptr,
     "refuse unknown subnets, security groups and roles as AWS does;\notherwise they are adopted. Simulated "
     "tasks need their images pushed",
     [](ServeConfig& config, std::string const& text) { config.strict = parse_switch(text); }},
    {"--no-local-instance", "NEARGATE_NO_LOCAL_INSTANCE", nullptr,
     "do not offer this machine to EC2 tasks of clusters without instances",
     [](ServeConfig& config, std::string const& text) { config.no_local_instance = parse_switch(text); }},
    {"--on-exit", "NEARGATE_ON_EXIT", "keep|stop",
     "what becomes of running containers at SIGTERM: keep them, to be adopted\nat the next start, or stop "
     "them "
     "[keep; stop with :memory:]",
     [](ServeConfig& config, std::string const& text) {
       config.on_exit = choose<OnExit>(text, {{"keep", OnExit::Keep}, {"stop", OnExit::Stop}});
     }},
    {"--registry-host", "NEARGATE_REGISTRY_HOST", "HOST[:PORT]",
     "what repository URIs begin with; {account} and {region} are filled in\n[the address of --listen]",
     [](ServeConfig& config, std::string const& text) { config.registry_host = parse_registry_host(text); }},
    {"--registry-profile", "NEARGATE_REGISTRY_PROFILE", "ecr|oci",
     "whose rules the registry at /v2/ follows: Amazon ECR's, or to the letter the\nOCI specification's, "
     "where "
     "a push makes its repository and nobody logs in [ecr]",
     [](ServeConfig& config, std::string const& text) {
       config.registry_profile = choose<registry::Profile>(
           text, {{"ecr", registry::Profile::Ecr}, {"oci", registry::Profile::Oci}});
     }},
    {"--image-pull", "NEARGATE_IMAGE_PULL", "default",
     "when an image is pulled: default takes what is there and pulls the rest [default]",
     [](ServeConfig& config, std::string const& text) { config.image_pull = parse_image_pull(text); }},
    {"--upstream", "NEARGATE_UPSTREAM", "REGISTRY=URL",
     "where a pull-through cache finds that upstream registry; can be given again.\nURL may carry "
     "credentials: "
     "https://user:password@HOST [https://REGISTRY]",
     [](ServeConfig& config, std::string const& text) { add_upstreams(config.upstreams, text); }},
    {"--stopped-task-ttl", "NEARGATE_STOPPED_TASK_TTL", "TIME",
     "how long STOPPED tasks can still be described: 90s, 10m, 1h30m [1h]",
     [](ServeConfig& config, std::string const& text) { config.stopped_task_ttl = parse_ttl(text); }},
    {"--scanner", "NEARGATE_SCANNER", "COMMAND",
     "what scans images: run with the path of an OCI layout in place of {layout},\nit prints trivy's or "
     "grype's "
     "JSON report [none: scans find nothing]",
     [](ServeConfig& config, std::string const& text) { config.scanner = text; }},
    {"--log-level", "NEARGATE_LOG_LEVEL", "LEVEL", "trace, debug, info, warn, error or off [info]",
     [](ServeConfig& config, std::string const& text) { config.log_level = parse_log_level(text); }},
};

Option<EnvConfig> const env_options[] = {
    {"--listen", "NEARGATE_LISTEN", "HOST:PORT", "where the server listens [127.0.0.1:4566]",
     [](EnvConfig& config, std::string const& text) {
       config.listen = parse_listen(text);
       if (config.listen.port == 0) throw UsageError("name the port that the server took");
     }},
    {"--account", "NEARGATE_ACCOUNT", "ID", "the account to work in [the server's own]",
     [](EnvConfig& config, std::string const& text) { config.account = parse_account(text); }},
    {"--region", "NEARGATE_REGION", "REGION", "the region to work in [us-east-1]",
     [](EnvConfig& config, std::string const& text) { config.region = parse_region(text); }},
};

Option<CleanConfig> const clean_options[] = {
    {"--data", "NEARGATE_DATA", "DIR",
     "clean up after the neargate of this data directory only\n[after every one that no longer runs]",
     [](CleanConfig& config, std::string const& text) { config.data = parse_data(text); }},
};

constexpr char const* overview = R"~(neargate: Amazon ECS with Fargate, and Amazon ECR, on this machine

  neargate serve      start the server
  neargate env        print the shell lines that point AWS tools at it: eval "$(neargate env)"
  neargate clean      remove the containers, networks and volumes of servers that no longer run
  neargate --version  print the version

neargate COMMAND --help tells a command's options.
)~";

template <class Config>
std::string help_of(std::string const& command, char const* purpose, std::span<Option<Config> const> rows) {
  return fmt::format(
      "neargate {}: {}\n\n{}\nEach option can also be given as an environment variable: {} as {}, and so "
      "on.\n",
      command, purpose, describe_options(shapes_of(rows)), rows[0].flag, rows[0].variable);
}

bool asks_for_help(std::vector<std::string> const& words) {
  return std::ranges::any_of(words, [](auto const& word) { return word == "--help" || word == "-h"; });
}

/// $XDG_DATA_HOME/neargate; a relative XDG_DATA_HOME is to be ignored (XDG base directory specification).
std::string default_data(Environment const& environment) {
  std::filesystem::path const data_home = environment("XDG_DATA_HOME");
  if (data_home.is_absolute()) return parse_data((data_home / "neargate").string());
  std::filesystem::path const home = environment("HOME");
  if (home.empty()) throw UsageError("say --data DIR: neither XDG_DATA_HOME nor HOME is set");
  return parse_data((home / ".local/share/neargate").string());
}

Command parse_serve(std::vector<std::string> const& words, Environment const& environment) {
  std::span<Option<ServeConfig> const> const rows = serve_options;
  if (asks_for_help(words)) return PrintText{help_of("serve", "start the server", rows)};
  auto config = read_options(words, environment, rows, "serve");
  if (config.data.empty()) config.data = default_data(environment);
  return config;
}

Command parse_env(std::vector<std::string> const& words, Environment const& environment) {
  std::span<Option<EnvConfig> const> const rows = env_options;
  if (asks_for_help(words))
    return PrintText{help_of("env", "print export lines for the shell: eval \"$(neargate env)\"", rows)};
  return read_options(words, environment, rows, "env");
}

Command parse_clean(std::vector<std::string> const& words, Environment const& environment) {
  std::span<Option<CleanConfig> const> const rows = clean_options;
  if (asks_for_help(words))
    return PrintText{help_of("clean", "remove what servers that no longer run left on Docker", rows)};
  return read_options(words, environment, rows, "clean");
}

}  // namespace

OnExit ServeConfig::on_exit_or_default() const {
  return on_exit.value_or(data == in_memory ? OnExit::Stop : OnExit::Keep);
}

Command parse_command(std::vector<std::string> const& words, Environment const& environment) {
  if (words.empty()) throw UsageError("say what to do: serve, env or clean (neargate --help)");
  std::string const& name = words.front();
  std::vector<std::string> const rest(words.begin() + 1, words.end());
  if (name == "serve") return parse_serve(rest, environment);
  if (name == "env") return parse_env(rest, environment);
  if (name == "clean") return parse_clean(rest, environment);
  if (name == "--help" || name == "-h" || name == "help") return PrintText{overview};
  if (name == "--version" || name == "version") return PrintText{fmt::format("neargate {}\n", version())};
  throw UsageError(fmt::format("\"{}\" is no command: serve, env or clean (neargate --help)", name));
}

std::string export_lines(EnvConfig const& config) {
  // An access key of 12 digits selects that account (DESIGN.md "account, region").
  return fmt::format(
      "export AWS_ENDPOINT_URL=http://{}\n"
      "export AWS_ACCESS_KEY_ID={}\n"
      "export AWS_SECRET_ACCESS_KEY=test\n"
      "export AWS_DEFAULT_REGION={}\n"
      "export AWS_REGION={}\n",
      config.listen.callable().text(), config.account ? config.account->text() : "test", config.region.text(),
      config.region.text());
}

}  // namespace neargate::server
