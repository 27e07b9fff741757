// The containers of SimulatedEngine: their life, addresses and ports.
#include <fmt/format.h>

#include <algorithm>

#include "docker/simulated_engine.h"
#include "docker/text.h"
#include "domain/network.h"

namespace neargate::docker {
namespace {

using Kind = Failure::Kind;

constexpr int first_port = 32768;  // Linux's ip_local_port_range, from which Docker chooses
constexpr int port_count = 28232;

constexpr int killed = 137;      // 128 + SIGKILL
constexpr int terminated = 143;  // 128 + SIGTERM

Failure waits_ended() { return {Kind::Unreachable, 0, "the simulated daemon ends"}; }

Failure no_such_container(std::string const& id) { return {Kind::NotFound, 404, "No such container: " + id}; }

bool is_alive(ContainerState const& state) {
  return state.state == RunState::Running || state.state == RunState::Paused;
}

/// [a-zA-Z0-9][a-zA-Z0-9_.-]+
bool is_container_name(std::string const& name) {
  auto const is_alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return name.size() >= 2 && is_alphanumeric(name.front()) && std::ranges::all_of(name, [&](char c) {
           return is_alphanumeric(c) || c == '_' || c == '.' || c == '-';
         });
}

std::string action_of(Health health) {
  switch (health) {
    case Health::None:
      return "health_status: none";
    case Health::Starting:
      return "health_status: starting";
    case Health::Healthy:
      return "health_status: healthy";
    case Health::Unhealthy:
      return "health_status: unhealthy";
  }
  return {};
}

/// "" and "0.0.0.0" are every address.
bool same_host(std::string const& a, std::string const& b) {
  auto const is_any = [](std::string const& address) { return address.empty() || address == "0.0.0.0"; };
  return is_any(a) || is_any(b) || a == b;
}

}  // namespace

SimulatedEngine::Container* SimulatedEngine::find(std::string const& id_or_name) {
  if (auto const found = containers_.find(id_or_name); found != containers_.end()) return &found->second;
  auto const named = std::ranges::find_if(
      containers_, [&id_or_name](auto const& entry) { return entry.second.state.name == id_or_name; });
  return named == containers_.end() ? nullptr : &named->second;
}

std::optional<ContainerSpec> SimulatedEngine::find_spec(std::string const& id_or_name) const {
  std::scoped_lock const lock(mutex_);
  for (auto const& [id, container] : containers_) {
    if (id == id_or_name || container.state.name == id_or_name) return container.spec;
  }
  return std::nullopt;
}

Outcome<std::vector<ContainerState>> SimulatedEngine::list(std::string const& label,
                                                           std::string const& value) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("list")) return *failure;
  std::vector<ContainerState> out;
  for (auto const& [id, container] : containers_) {
    auto const found = container.state.labels.find(label);
    if (found == container.state.labels.end()) continue;
    if (value.empty() || found->second == value) out.push_back(container.state);
  }
  return out;
}

Outcome<std::optional<ContainerState>> SimulatedEngine::inspect(std::string const& id_or_name) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("inspect")) return *failure;
  Container const* const container = find(id_or_name);
  return container == nullptr ? std::optional<ContainerState>{} : std::optional(container->state);
}

Outcome<std::string> SimulatedEngine::create(ContainerSpec const& spec) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("create")) return *failure;
  std::string const id = mint_.hex(64);
  std::string const name = spec.name.empty() ? "simulated_" + id.substr(0, 12) : spec.name;
  if (!is_container_name(name)) {
    return Failure{
        Kind::Refused, 400,
        fmt::format("Invalid container name ({}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed", name)};
  }
  if (Container const* const other = find(name)) {
    return Failure{
        Kind::Conflict, 409,
        fmt::format("Conflict. The container name \"/{}\" is already in use by container \"{}\". You "
                    "have to remove (or rename) that container to be able to reuse that name.",
                    name, other->state.id)};
  }
  PullReference const image = split_reference(spec.image);
  bool const by_digest = spec.image.find('@') != std::string::npos || spec.image.starts_with("sha256:");
  std::string const reference = by_digest ? spec.image : image.name + ':' + image.tag;
  if (!has_image(reference)) return Failure{Kind::NotFound, 404, "No such image: " + reference};
  Fate const fate = fate_of(name, spec.image, spec.labels);
  if (fate.script.create_error) return Failure{Kind::ServerError, 500, *fate.script.create_error};

  Container container;
  container.spec = spec;
  container.state.id = id;
  container.state.name = name;
  container.state.labels = spec.labels;
  container.state.image_id = reference;
  tell(containers_.emplace(id, std::move(container)).first->second, "create");
  return id;
}

Outcome<void> SimulatedEngine::start(std::string const& id) {
  std::unique_lock lock(mutex_);
  auto const scripted = begin("start");
  Container* container = find(id);
  if (container == nullptr) return scripted ? *scripted : no_such_container(id);
  if (scripted) return refuse_start(*container, *scripted);
  if (is_alive(container->state)) return boost::system::in_place_value;
  Fate const fate = fate_of(container->state.name, container->spec.image, container->spec.labels);
  if (!fate.error.empty()) return refuse_start(*container, {Kind::Refused, 400, fate.error});
  if (!fate.script.health.empty() && !container->spec.health_check)
    return refuse_start(
        *container, {Kind::Refused, 400, "neargate.sim.health: the container definition has no healthCheck"});
  if (fate.script.start_time) {
    if (!wait_until(lock, clock_.now() + *fate.script.start_time)) return waits_ended();
    container = find(id);  // it may have been removed meanwhile
    if (container == nullptr) return no_such_container(id);
    if (is_alive(container->state)) return boost::system::in_place_value;
  }
  if (fate.script.start_error)
    return refuse_start(*container, {Kind::ServerError, 500, *fate.script.start_error});
  if (auto const connected = connect(*container); !connected)
    return refuse_start(*container, connected.error());
  begin_to_run(*container, fate.script);
  return boost::system::in_place_value;
}

/// The daemon keeps the reason with the container, which stays as it was.
Outcome<void> SimulatedEngine::refuse_start(Container& container, Failure const& failure) {
  container.state.error = failure.message;
  release(container);
  return failure;
}

void SimulatedEngine::begin_to_run(Container& container, Script const& script) {
  ContainerState& state = container.state;
  state.state = RunState::Running;
  state.started_at = clock_.now();
  state.finished_at.reset();
  state.exit_code.reset();
  state.out_of_memory = false;
  state.error.clear();
  state.health = container.spec.health_check ? Health::Starting : Health::None;
  ++container.run;
  tell(container, "start");

  Time const now = clock_.now();
  std::string const& id = state.id;
  Turn turn{.id = id, .run = container.run};
  if (container.spec.health_check) {
    std::vector<HealthTurn> health = script.health;
    if (health.empty()) health.push_back({});  // it works, and shows it at once
    turn.kind = Turn::Kind::Health;
    for (HealthTurn const& one : health) {
      turn.health = one.health;
      schedule(now + script.health_after.value_or(Time::duration{0}) + one.after, turn);
    }
  }
  if (script.exit_code || script.exit_after) {
    turn.kind = Turn::Kind::Exit;
    turn.exit_code = script.exit_code.value_or(0);
    schedule(now + script.exit_after.value_or(Time::duration{0}), turn);
  }
  if (script.oom_after) {
    turn.kind = Turn::Kind::OutOfMemory;
    schedule(now + *script.oom_after, turn);
  }
  play_due();
}

/// Gives a starting container its network as its mode says.
Outcome<void> SimulatedEngine::connect(Container& container) {
  std::string const mode = container.spec.network_mode.empty() ? "bridge" : container.spec.network_mode;
  if (mode == "host" || mode == "none") return boost::system::in_place_value;
  if (constexpr std::string_view shared = "container:"; mode.starts_with(shared)) {
    std::string const owner_name = mode.substr(shared.size());
    Container const* const owner = find(owner_name);
    if (owner == nullptr) return no_such_container(owner_name);
    if (is_alive(owner->state)) return boost::system::in_place_value;
    return Failure{Kind::Conflict, 409, "cannot join network of a non running container: " + owner->state.id};
  }
  NetworkState const* const network = find_network(mode == "default" ? "bridge" : mode);
  if (network == nullptr) {
    return Failure{Kind::NotFound, 404, fmt::format("network {} not found", mode)};
  }
  auto const joined = join_network(container, *network);
  return joined ? publish_ports(container) : joined;
}

void SimulatedEngine::hold(Container& container, std::string const& network, std::string const& address) {
  container.state.addresses = {{network, address}};
  addresses_.emplace(network, address);
}

void SimulatedEngine::release(Container& container) {
  for (auto const& held : container.state.addresses) addresses_.erase(held);
  for (auto const& port : container.state.ports) {
    auto [one, last] = ports_.equal_range({port.host_port, port.protocol});
    one = std::find_if(one, last, [&port](auto const& held) { return held.second == port.host_ip; });
    if (one != last) ports_.erase(one);
  }
  container.state.addresses.clear();
  container.state.ports.clear();
}

Outcome<void> SimulatedEngine::join_network(Container& container, NetworkState const& network) {
  auto const block = network.subnets.empty() ? std::nullopt : domain::Cidr::parse(network.subnets.front());
  if (!block) return boost::system::in_place_value;
  std::uint32_t const gateway = block->base + 1;
  if (auto const& wanted = container.spec.ipv4_address) {
    auto const address = domain::parse_ipv4(*wanted);
    if (!address || !block->contains(*address)) {
      return Failure{
          Kind::ServerError, 500,
          fmt::format("Invalid address {}: It does not belong to any of this network's subnets", *wanted)};
    }
    if (*address == gateway || addresses_.contains({network.name, *wanted})) {
      return Failure{Kind::Refused, 403, "Address already in use"};
    }
    hold(container, network.name, *wanted);
    return boost::system::in_place_value;
  }
  for (std::uint64_t offset = 2; offset + 1 < block->size(); ++offset) {
    std::string address = domain::print_ipv4(block->base + static_cast<std::uint32_t>(offset));
    if (addresses_.contains({network.name, address})) continue;
    hold(container, network.name, address);
    return boost::system::in_place_value;
  }
  return Failure{Kind::ServerError, 500,
                 "no available IPv4 addresses on this network's address pools: " + network.name + " (" +
                     network.id + ")"};
}

bool SimulatedEngine::port_in_use(PublishedPort const& wanted) const {
  auto const [first, last] = ports_.equal_range({wanted.host_port, wanted.protocol});
  return std::any_of(first, last,
                     [&wanted](auto const& held) { return same_host(held.second, wanted.host_ip); });
}

Outcome<void> SimulatedEngine::publish_ports(Container& container) {
  for (PublishedPort port : container.spec.ports) {
    if (port.host_ip.empty()) port.host_ip = "0.0.0.0";
    if (port.host_port == 0) {
      for (int tried = 0; tried < port_count && (port.host_port == 0 || port_in_use(port)); ++tried) {
        port.host_port = first_port + next_port_;
        next_port_ = (next_port_ + 1) % port_count;
      }
    }
    if (port_in_use(port)) {
      return Failure{
          Kind::ServerError, 500,
          fmt::format("driver failed programming external connectivity on endpoint {} ({}): Bind for "
                      "{}:{} failed: port is already allocated",
                      container.state.name, mint_.hex(64), port.host_ip, port.host_port)};
    }
    ports_.emplace(std::pair{port.host_port, port.protocol}, port.host_ip);
    container.state.ports.push_back(std::move(port));
  }
  return boost::system::in_place_value;
}

void SimulatedEngine::end(Container& container, int code) {
  ContainerState& state = container.state;
  state.state = RunState::Exited;
  state.exit_code = code;
  state.finished_at = clock_.now();
  release(container);
  tell(container, "die", code);
}

Outcome<void> SimulatedEngine::stop(std::string const& id, std::chrono::seconds grace) {
  std::unique_lock lock(mutex_);
  if (auto failure = begin("stop")) return *failure;
  Container const* const container = find(id);
  if (container == nullptr || !is_alive(container->state)) return boost::system::in_place_value;
  auto const fate = fates_.find(container->state.name);
  Script const script = fate == fates_.end() ? Script{} : fate->second.script;
  auto const takes = script.stop_time.value_or(Time::duration{0});
  bool const is_killed = container->ignores_term || takes > grace;
  int const code = is_killed ? killed : script.stop_code.value_or(terminated);
  int const run = container->run;
  std::string const own_id = container->state.id;
  if (!wait_until(lock, clock_.now() + std::min<Time::duration>(takes, grace))) return waits_ended();
  Container* const still = find(own_id);  // unless it ended, or went, by itself
  if (still != nullptr && still->run == run && is_alive(still->state)) end(*still, code);
  return boost::system::in_place_value;
}

Outcome<void> SimulatedEngine::remove(std::string const& id) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("remove")) return *failure;
  Container* const container = find(id);
  if (container == nullptr) return boost::system::in_place_value;
  if (is_alive(container->state)) end(*container, killed);
  tell(*container, "destroy");
  fates_.erase(container->state.name);
  containers_.erase(std::string(container->state.id));
  return boost::system::in_place_value;
}

void SimulatedEngine::exit_container(std::string const& id_or_name, int code) {
  std::scoped_lock const lock(mutex_);
  Container* const container = find(id_or_name);
  if (container != nullptr && is_alive(container->state)) end(*container, code);
}

void SimulatedEngine::kill_container(std::string const& id_or_name) { exit_container(id_or_name, killed); }

void SimulatedEngine::run_out_of_memory(std::string const& id_or_name) {
  std::scoped_lock const lock(mutex_);
  Container* const container = find(id_or_name);
  if (container != nullptr && is_alive(container->state)) run_out_of_memory(*container);
}

void SimulatedEngine::run_out_of_memory(Container& container) {
  container.state.out_of_memory = true;
  tell(container, "oom");
  end(container, killed);
}

void SimulatedEngine::set_health(std::string const& id_or_name, Health health) {
  std::scoped_lock const lock(mutex_);
  Container* const container = find(id_or_name);
  if (container != nullptr && is_alive(container->state)) set_health(*container, health);
}

void SimulatedEngine::set_health(Container& container, Health health) {
  if (container.state.health == health) return;
  container.state.health = health;
  tell(container, action_of(health));
}

void SimulatedEngine::ignore_term(std::string const& id_or_name) {
  std::scoped_lock const lock(mutex_);
  if (Container* const container = find(id_or_name)) container->ignores_term = true;
}

}  // namespace neargate::docker
