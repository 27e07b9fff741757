#pragma once
// The few Docker bodies we send and read, as values. Readers take what the daemon sent: a member that is
// missing, null or of another type reads as empty; nullopt only where the body is no such message at all.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "docker/engine.h"

namespace neargate::docker::message {

struct Version {
  EngineVersion engine;
  std::string api_version_min;
};

/// One line of /images/create. `error` is empty unless the line tells one.
struct Progress {
  std::string status, error;
};

/// The text of {"message": …}; the body itself when it is something else.
std::string read_refusal(std::string_view body);
std::optional<Version> read_version(std::string_view body);
std::optional<std::vector<std::string>> read_container_ids(std::string_view body);
std::optional<ContainerState> read_container(std::string_view body);
std::optional<std::string> read_created_id(std::string_view body);
std::optional<ImageState> read_image(std::string_view body);
std::optional<std::vector<NetworkState>> read_networks(std::string_view body);
std::optional<std::vector<VolumeState>> read_volumes(std::string_view body);
std::optional<Event> read_event(std::string_view line);
std::optional<Progress> read_progress(std::string_view line);

/// `api_minor`: 44 and newer take the MAC address with the network, older ones with the container.
std::string write_container(ContainerSpec const& spec, int api_minor);
std::string write_network(NetworkSpec const& spec);
std::string write_registry_auth(RegistryAuth const& auth);
std::string write_filters(std::map<std::string, std::vector<std::string>> const& filters);

}  // namespace neargate::docker::message
