#pragma once
// The command line and the environment, read once and turned into values. Nothing else of the server looks at
// either.

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/ids.h"
#include "registry/profile.h"
#include "server/address.h"
#include "server/options.h"

namespace neargate::server {

inline constexpr char const* in_memory = ":memory:";

enum class RuntimeChoice { Auto, Docker, Simulated };
enum class OnExit { Keep, Stop };

/// Default: as the agent does by default, pull what is not in the local registry and not on the daemon.
enum class ImagePull { Default };

struct ServeConfig {
  Address listen;
  std::string data;  ///< an absolute path or ":memory:"; filled in by parse_command
  RuntimeChoice runtime = RuntimeChoice::Auto;
  domain::AccountId account{"123456789012"};
  domain::Region region{"us-east-1"};
  bool strict = false;
  bool no_local_instance = false;  ///< EC2 tasks need an instance that somebody registers
  std::string log_level = "info";
  std::optional<OnExit> on_exit;  ///< absent: keep with a data directory, stop without
  std::optional<std::string> registry_host;
  registry::Profile registry_profile = registry::Profile::Ecr;
  ImagePull image_pull = ImagePull::Default;
  std::string scanner;                           ///< a line for the shell; "" = images are not scanned
  std::map<std::string, std::string> upstreams;  ///< addresses of pull-through caches' upstream registries
  std::chrono::seconds stopped_task_ttl{std::chrono::hours{1}};  ///< AWS tells of them at least that long

  OnExit on_exit_or_default() const;
};

struct EnvConfig {
  Address listen;
  std::optional<domain::AccountId> account;
  domain::Region region{"us-east-1"};
};

struct CleanConfig {
  std::optional<std::string> data;  ///< absent: every dead instance that the daemon shows
};

/// --help or --version: print and leave.
struct PrintText {
  std::string text;
};

using Command = std::variant<ServeConfig, EnvConfig, CleanConfig, PrintText>;

/// `words` are argv without the program's name. Throws UsageError.
Command parse_command(std::vector<std::string> const& words, Environment const& environment);

/// What `neargate env` prints.
std::string export_lines(EnvConfig const& config);

}  // namespace neargate::server
