#include <charconv>
#include <nlohmann/json.hpp>

#include "docker/messages.h"
#include "docker/text.h"

namespace neargate::docker::message {
namespace {

using Json = nlohmann::json;

Json parse(std::string_view body) { return Json::parse(body, nullptr, false); }

/// The member, or null: Docker leaves out, nulls and empties members as it pleases.
Json const& member(Json const& object, char const* name) {
  static Json const none;
  if (!object.is_object()) return none;
  auto const found = object.find(name);
  return found == object.end() ? none : *found;
}

std::string text(Json const& object, char const* name) {
  Json const& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::int64_t number(Json const& object, char const* name) {
  Json const& value = member(object, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

std::optional<int> to_int(std::string_view digits) {
  int value = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::vector<std::string> texts(Json const& array) {
  std::vector<std::string> out;
  for (Json const& item : array) {
    if (item.is_string()) out.push_back(item.get<std::string>());
  }
  return out;
}

Labels labels(Json const& object) {
  Labels out;
  for (auto const& [key, value] : object.items()) {
    if (value.is_string()) out.emplace(key, value.get<std::string>());
  }
  return out;
}

RunState run_state(std::string_view status) {
  if (status == "running") return RunState::Running;
  if (status == "paused") return RunState::Paused;
  if (status == "restarting") return RunState::Restarting;
  if (status == "removing") return RunState::Removing;
  if (status == "exited") return RunState::Exited;
  if (status == "dead") return RunState::Dead;
  return RunState::Created;
}

Health health(std::string_view status) {
  if (status == "starting") return Health::Starting;
  if (status == "healthy") return Health::Healthy;
  if (status == "unhealthy") return Health::Unhealthy;
  return Health::None;
}

/// {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}], "81/tcp": null}
std::vector<PublishedPort> ports(Json const& object) {
  std::vector<PublishedPort> out;
  for (auto const& [key, bindings] : object.items()) {
    auto const slash = key.find('/');
    auto const container_port = to_int(std::string_view(key).substr(0, slash));
    if (!container_port || !bindings.is_array()) continue;
    std::string const protocol = slash == std::string::npos ? "tcp" : key.substr(slash + 1);
    for (Json const& binding : bindings) {
      int const host_port = to_int(text(binding, "HostPort")).value_or(0);
      out.push_back({*container_port, protocol, text(binding, "HostIp"), host_port});
    }
  }
  return out;
}

void read_run(Json const& state, ContainerState& out) {
  out.state = run_state(text(state, "Status"));
  out.out_of_memory = member(state, "OOMKilled") == true;
  out.error = text(state, "Error");
  out.health = health(text(member(state, "Health"), "Status"));
  out.started_at = parse_time(text(state, "StartedAt"));
  bool const alive =
      out.state == RunState::Running || out.state == RunState::Paused || out.state == RunState::Restarting;
  // While it runs, the daemon still tells when the run before this one ended.
  if (!alive) out.finished_at = parse_time(text(state, "FinishedAt"));
  // A container whose start failed has a code (127, 128) too, but it never ran.
  if (out.started_at && out.finished_at) out.exit_code = static_cast<int>(number(state, "ExitCode"));
}

}  // namespace

std::string read_refusal(std::string_view body) {
  std::string const message = text(parse(body), "message");
  if (!message.empty()) return message;
  while (!body.empty() && (body.back() == '\n' || body.back() == '\r')) body.remove_suffix(1);
  return std::string(body.substr(0, 1024));
}

std::optional<Version> read_version(std::string_view body) {
  Json const json = parse(body);
  if (text(json, "ApiVersion").empty()) return std::nullopt;
  return Version{{text(json, "Version"), text(json, "ApiVersion")}, text(json, "MinAPIVersion")};
}

std::optional<std::vector<std::string>> read_container_ids(std::string_view body) {
  Json const json = parse(body);
  if (!json.is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (Json const& item : json) out.push_back(text(item, "Id"));
  return out;
}

std::optional<ContainerState> read_container(std::string_view body) {
  Json const json = parse(body);
  ContainerState out;
  out.id = text(json, "Id");
  if (out.id.empty()) return std::nullopt;
  out.name = text(json, "Name");
  if (out.name.starts_with('/')) out.name.erase(0, 1);
  out.labels = labels(member(member(json, "Config"), "Labels"));
  out.image_id = text(json, "Image");
  read_run(member(json, "State"), out);
  Json const& network = member(json, "NetworkSettings");
  for (auto const& [name, endpoint] : member(network, "Networks").items()) {
    std::string address = text(endpoint, "IPAddress");  // empty unless it runs
    if (!address.empty()) out.addresses.emplace(name, std::move(address));
  }
  out.ports = ports(member(network, "Ports"));
  return out;
}

std::optional<std::string> read_created_id(std::string_view body) {
  std::string id = text(parse(body), "Id");
  if (id.empty()) return std::nullopt;
  return id;
}

std::optional<ImageState> read_image(std::string_view body) {
  Json const json = parse(body);
  if (text(json, "Id").empty()) return std::nullopt;
  return ImageState{text(json, "Id"), texts(member(json, "RepoTags")), texts(member(json, "RepoDigests")),
                    number(json, "Size")};
}

std::optional<std::vector<NetworkState>> read_networks(std::string_view body) {
  Json const json = parse(body);
  if (!json.is_array()) return std::nullopt;
  std::vector<NetworkState> out;
  for (Json const& item : json) {
    NetworkState network{text(item, "Id"), text(item, "Name"), {}, labels(member(item, "Labels"))};
    for (Json const& block : member(member(item, "IPAM"), "Config")) {
      if (std::string subnet = text(block, "Subnet"); !subnet.empty()) {
        network.subnets.push_back(std::move(subnet));
      }
    }
    out.push_back(std::move(network));
  }
  return out;
}

std::optional<std::vector<VolumeState>> read_volumes(std::string_view body) {
  Json const json = parse(body);
  if (!json.is_object()) return std::nullopt;
  std::vector<VolumeState> out;
  for (Json const& item : member(json, "Volumes")) {
    out.push_back({text(item, "Name"), labels(member(item, "Labels"))});
  }
  return out;
}

std::optional<Event> read_event(std::string_view line) {
  Json const json = parse(line);
  if (!json.is_object()) return std::nullopt;
  Json const& actor = member(json, "Actor");
  return Event{text(actor, "ID"), text(json, "Action"),
               to_int(text(member(actor, "Attributes"), "exitCode"))};
}

std::optional<Progress> read_progress(std::string_view line) {
  Json const json = parse(line);
  if (!json.is_object()) return std::nullopt;
  std::string error = text(member(json, "errorDetail"), "message");
  if (error.empty()) error = text(json, "error");
  return Progress{text(json, "status"), std::move(error)};
}

}  // namespace neargate::docker::message
