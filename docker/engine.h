#pragma once
// The Engine API as the rest of neargate sees it.
//
// This room turns Docker's HTTP into values with a meaning; it knows nothing of ECS state (no `state`, no
// `api`). Start here; http_engine is the real daemon, simulated_engine a world in memory.

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace neargate::docker {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Labels = std::map<std::string, std::string>;

/// Why a call did not do what was asked. `message` is the daemon's own text (or curl's).
struct Failure {
  enum class Kind { NotFound, Conflict, Refused, ServerError, Unreachable, TimedOut };
  Kind kind;
  int status = 0;  ///< HTTP status, 0 when there was no answer
  std::string message;
  bool operator==(Failure const&) const = default;
};

[[noreturn]] void throw_failure(Failure const& failure);
/// Called by boost's result when .value() is asked of a failure: a programmer's error, so it throws.
[[noreturn]] inline void throw_exception_from_error(Failure const& failure, boost::source_location const&) {
  throw_failure(failure);
}

template <class T>
using Outcome = boost::system::result<T, Failure>;

enum class RunState { Created, Running, Paused, Restarting, Removing, Exited, Dead };

/// A published port as the daemon reports it.
struct PublishedPort {
  int container_port = 0;
  std::string protocol = "tcp";  ///< tcp or udp
  std::string host_ip;
  int host_port = 0;
  bool operator==(PublishedPort const&) const = default;
};

enum class Health { None, Starting, Healthy, Unhealthy };

/// One container as inspected.
struct ContainerState {
  std::string id;
  std::string name;  ///< without the leading slash
  Labels labels;
  RunState state = RunState::Created;
  std::optional<int> exit_code;  ///< set once it has run and ended
  bool out_of_memory = false;
  std::string error;  ///< State.Error: why a start failed
  std::optional<Time> started_at, finished_at;
  std::string image_id;
  Health health = Health::None;
  std::map<std::string, std::string> addresses;  ///< network name -> IPv4 address
  std::vector<PublishedPort> ports;
  bool operator==(ContainerState const&) const = default;
};

/// What Docker runs inside a container from time to time, to know whether it works.
struct HealthCheck {
  std::vector<std::string> test;  ///< "CMD" and words, or "CMD-SHELL" and a line
  std::chrono::seconds interval{0}, timeout{0}, start_period{0};  ///< 0 = Docker's own
  int retries = 0;                                                ///< 0 = Docker's own
  bool operator==(HealthCheck const&) const = default;
};

/// What to create. Empty optionals keep the image's own setting.
struct ContainerSpec {
  std::string name;
  std::string image;  ///< reference or image id, given to Docker unchanged
  std::optional<std::vector<std::string>> entry_point, command;
  std::vector<std::string> environment;  ///< "KEY=value"
  std::optional<std::string> user, working_directory, hostname;
  Labels labels;
  std::int64_t cpu_shares = 0;    ///< 0 = unset
  std::int64_t nano_cpus = 0;     ///< 0 = unlimited; 1e9 = one core
  std::int64_t memory_bytes = 0;  ///< 0 = unlimited
  std::int64_t memory_reservation_bytes = 0;
  /// "bridge", "host", "none", "container:<id>" or the name of a network of ours
  std::string network_mode;
  std::optional<std::string> ipv4_address;  ///< fixed address on the named network
  std::optional<std::string> mac_address;
  std::vector<PublishedPort> ports;  ///< host_port 0 = Docker chooses
  std::vector<std::string> dns;
  std::optional<HealthCheck> health_check;  ///< absent: the image's own, which ECS does not look at
  bool operator==(ContainerSpec const&) const = default;
};

struct ImageState {
  std::string id;                         ///< sha256:…
  std::vector<std::string> repo_tags;     ///< host/name:tag
  std::vector<std::string> repo_digests;  ///< host/name@sha256:…
  std::int64_t size_bytes = 0;
};

struct NetworkSpec {
  std::string name;
  std::string subnet;   ///< CIDR, e.g. 172.31.0.0/16
  std::string gateway;  ///< e.g. 172.31.0.1
  Labels labels;
};
struct NetworkState {
  std::string id, name;
  std::vector<std::string> subnets;
  Labels labels;
};
struct VolumeState {
  std::string name;
  Labels labels;
};

/// Credentials for one pull; they never reach a log.
struct RegistryAuth {
  std::string username, password, server_address;
};

struct EngineVersion {
  std::string version, api_version;
};

/// A change that the daemon told us of. Only the id matters: the world is then inspected.
struct Event {
  std::string container_id;
  std::string action;  ///< create, start, die, oom, destroy, health_status: …
  std::optional<int> exit_code;
};

class Engine {
 public:
  virtual ~Engine() = default;

  virtual Outcome<EngineVersion> version() = 0;

  /// Containers (running or not) that carry label=value (an empty value: the label, whatever its value), with
  /// all that inspect tells of each.
  virtual Outcome<std::vector<ContainerState>> list(std::string const& label, std::string const& value) = 0;
  /// By id or name; nullopt when there is none (404).
  virtual Outcome<std::optional<ContainerState>> inspect(std::string const& id_or_name) = 0;
  /// Returns the id. Conflict: a container of this name exists.
  virtual Outcome<std::string> create(ContainerSpec const& spec) = 0;
  /// 304 (already started) is success.
  virtual Outcome<void> start(std::string const& id) = 0;
  /// SIGTERM (or the image's STOPSIGNAL), then SIGKILL after `grace`; 304 and 404 are success.
  virtual Outcome<void> stop(std::string const& id, std::chrono::seconds grace) = 0;
  /// Force-removes with anonymous volumes; 404 is success.
  virtual Outcome<void> remove(std::string const& id) = 0;

  /// Said before the image of a container is looked for. Only a simulated daemon makes something of it: a
  /// scripted pull takes its time here, or fails.
  virtual Outcome<void> announce_pull(std::string const& /*container_name*/, std::string const& /*image*/,
                                      Labels const& /*labels*/) {
    return boost::system::in_place_value;
  }
  /// nullopt when the daemon has no such image.
  virtual Outcome<std::optional<ImageState>> find_image(std::string const& reference) = 0;
  /// A real pull by the daemon; an error inside the progress stream is a Failure with its text.
  virtual Outcome<void> pull(std::string const& reference, std::optional<RegistryAuth> const& auth) = 0;
  /// Makes a one-layer image from a tar archive; `changes` are Dockerfile lines (ENTRYPOINT, LABEL).
  virtual Outcome<std::string> import_image(std::string const& tar, std::string const& repository,
                                            std::string const& tag,
                                            std::vector<std::string> const& changes) = 0;

  virtual Outcome<std::vector<NetworkState>> list_networks() = 0;
  /// Conflict when the name exists; Refused with "Pool overlaps" when the subnet is taken.
  virtual Outcome<std::string> create_network(NetworkSpec const& spec) = 0;
  virtual Outcome<void> remove_network(std::string const& id) = 0;  ///< 404 is success
  virtual Outcome<std::vector<VolumeState>> list_volumes() = 0;
  virtual Outcome<void> remove_volume(std::string const& name) = 0;  ///< 404 is success

  /// Blocks, calling `on_event` for each container event whose container carries label=value, until `stop`
  /// is requested (success) or the stream breaks (Failure). `on_open` is called once the daemon has accepted
  /// the stream: what happens after that is told, so a full list after it misses nothing.
  virtual Outcome<void> watch(std::string const& label, std::string const& value,
                              std::function<void()> const& on_open,
                              std::function<void(Event const&)> const& on_event, std::stop_token stop) = 0;
};

}  // namespace neargate::docker
