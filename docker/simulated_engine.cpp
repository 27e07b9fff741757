#include "docker/simulated_engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "docker/text.h"
#include "domain/network.h"

namespace neargate::docker {
namespace {

using Kind = Failure::Kind;

bool carries(Labels const& labels, std::string const& label, std::string const& value) {
  auto const found = labels.find(label);
  return found != labels.end() && (value.empty() || found->second == value);
}

/// With its tag, as the daemon names an image it lacks.
std::string full_reference(std::string const& reference) {
  if (reference.find('@') != std::string::npos || reference.starts_with("sha256:")) return reference;
  PullReference const parts = split_reference(reference);
  return parts.name + ':' + parts.tag;
}

/// A digest's shape, always the same for the same text: FNV-1a, four times with another start.
std::string digest_of(std::string_view text) {
  std::string digest = "sha256:";
  for (std::uint64_t start = 0; start < 4; ++start) {
    std::uint64_t hash = 0xcbf29ce484222325U + start;
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    digest += fmt::format("{:016x}", hash);
  }
  return digest;
}

Failure pool_overlaps() { return {Kind::Refused, 403, "Pool overlaps with other one on this address space"}; }

bool is_predefined(std::string const& network) {
  return network == "bridge" || network == "host" || network == "none";
}

}  // namespace

/// One watch() under way: what it has yet to tell.
struct SimulatedEngine::Watcher {
  std::string label, value;
  std::deque<Event> events = {};
  std::optional<Failure> broken = {};
};

/// Registered while it lives.
class SimulatedEngine::Watching final {
 public:
  Watching(SimulatedEngine& engine, Watcher& watcher) : engine_(engine), watcher_(watcher) {
    std::scoped_lock const lock(engine_.mutex_);
    engine_.watchers_.push_back(&watcher_);
  }
  ~Watching() {
    std::scoped_lock const lock(engine_.mutex_);
    std::erase(engine_.watchers_, &watcher_);
  }
  Watching(Watching const&) = delete;
  Watching& operator=(Watching const&) = delete;

 private:
  SimulatedEngine& engine_;
  Watcher& watcher_;
};

SimulatedEngine::SimulatedEngine(domain::Clock const& clock, domain::Mint& mint)
    : clock_(clock), mint_(mint) {
  auto const add = [this](char const* name, std::vector<std::string> subnets) {
    std::string const id = mint_.hex(64);
    networks_.emplace(id, NetworkState{id, name, std::move(subnets), {}});
  };
  add("bridge", {"172.17.0.0/16"});
  add("host", {});
  add("none", {});
}

SimulatedEngine::~SimulatedEngine() { timekeeper_ = {}; }

void SimulatedEngine::set_pull_failure(std::string const& reference, std::string const& text) {
  std::scoped_lock const lock(mutex_);
  pull_failures_[full_reference(reference)] = text;
  images_.erase(full_reference(reference));
}

void SimulatedEngine::clear_pull_failure(std::string const& reference) {
  std::scoped_lock const lock(mutex_);
  pull_failures_.erase(full_reference(reference));
}

void SimulatedEngine::require_pulls() {
  std::scoped_lock const lock(mutex_);
  pulls_required_ = true;
}

void SimulatedEngine::fail_next(std::string const& call, Failure failure) {
  std::scoped_lock const lock(mutex_);
  scripted_[call].push_back(std::move(failure));
}

int SimulatedEngine::calls(std::string const& call) const {
  std::scoped_lock const lock(mutex_);
  auto const found = calls_.find(call);
  return found == calls_.end() ? 0 : found->second;
}

void SimulatedEngine::add_volume(VolumeState volume) {
  std::scoped_lock const lock(mutex_);
  std::string const name = volume.name;
  volumes_.insert_or_assign(name, std::move(volume));
}

void SimulatedEngine::break_watches(Failure const& failure) {
  std::scoped_lock const lock(mutex_);
  for (Watcher* const watcher : watchers_) watcher->broken = failure;
  told_.notify_all();
}

void SimulatedEngine::on_event(std::function<void(Event const&)> listener) {
  std::scoped_lock const lock(mutex_);
  listener_ = std::move(listener);
}

/// Counts the call, after what was due before it; the failure scripted for it, if any.
std::optional<Failure> SimulatedEngine::begin(std::string const& call) {
  play_due();
  ++calls_[call];
  auto const queue = scripted_.find(call);
  if (queue == scripted_.end() || queue->second.empty()) return std::nullopt;
  Failure failure = std::move(queue->second.front());
  queue->second.pop_front();
  return failure;
}

Outcome<EngineVersion> SimulatedEngine::version() {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("version")) return *failure;
  return EngineVersion{"simulated", "1.41"};
}

bool SimulatedEngine::has_image(std::string const& reference) const {
  if (images_.contains(reference)) return true;
  return !pulls_required_ && !pull_failures_.contains(reference);
}

Outcome<std::optional<ImageState>> SimulatedEngine::find_image(std::string const& reference) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("find_image")) return *failure;
  std::string const full = full_reference(reference);
  if (!has_image(full)) return std::optional<ImageState>{};
  if (full.starts_with("sha256:")) return std::optional(ImageState{full, {}, {}, 1});
  PullReference const parts = split_reference(full);
  bool const by_digest = full.find('@') != std::string::npos;
  ImageState image;
  image.id = digest_of(full);
  image.size_bytes = 1'000'000;
  if (!by_digest) image.repo_tags = {full};
  image.repo_digests = {parts.name + '@' + (by_digest ? parts.tag : digest_of("manifest of " + full))};
  return std::optional(std::move(image));
}

Outcome<void> SimulatedEngine::pull(std::string const& reference, std::optional<RegistryAuth> const&) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("pull")) return *failure;
  std::string const full = full_reference(reference);
  if (auto const failure = pull_failures_.find(full); failure != pull_failures_.end()) {
    return Failure{Kind::NotFound, 404, failure->second};
  }
  images_.insert(full);
  return boost::system::in_place_value;
}

Outcome<std::string> SimulatedEngine::import_image(std::string const&, std::string const& repository,
                                                   std::string const& tag, std::vector<std::string> const&) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("import_image")) return *failure;
  std::string const reference = repository + ':' + tag;
  images_.insert(reference);
  return digest_of(reference);
}

NetworkState const* SimulatedEngine::find_network(std::string const& id_or_name) const {
  auto const found = std::ranges::find_if(networks_, [&id_or_name](auto const& entry) {
    return entry.first == id_or_name || entry.second.name == id_or_name;
  });
  return found == networks_.end() ? nullptr : &found->second;
}

Outcome<std::vector<NetworkState>> SimulatedEngine::list_networks() {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("list_networks")) return *failure;
  std::vector<NetworkState> out;
  for (auto const& [id, network] : networks_) out.push_back(network);
  return out;
}

Outcome<std::string> SimulatedEngine::create_network(NetworkSpec const& spec) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("create_network")) return *failure;
  if (find_network(spec.name) != nullptr) {
    return Failure{Kind::Conflict, 409, fmt::format("network with name {} already exists", spec.name)};
  }
  auto const block = domain::Cidr::parse(spec.subnet);
  if (!block) {
    return Failure{Kind::ServerError, 500,
                   fmt::format("Invalid subnet {0} : invalid CIDR address: {0}", spec.subnet)};
  }
  for (auto const& [id, network] : networks_) {
    for (std::string const& subnet : network.subnets) {
      auto const taken = domain::Cidr::parse(subnet);
      if (taken && taken->overlaps(*block)) return pool_overlaps();
    }
  }
  std::string const id = mint_.hex(64);
  networks_.emplace(id, NetworkState{id, spec.name, {spec.subnet}, spec.labels});
  return id;
}

Outcome<void> SimulatedEngine::remove_network(std::string const& id) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("remove_network")) return *failure;
  NetworkState const* const network = find_network(id);
  if (network == nullptr) return boost::system::in_place_value;
  if (is_predefined(network->name)) {
    return Failure{Kind::Refused, 403,
                   fmt::format("{} is a pre-defined network and cannot be removed", network->name)};
  }
  // A stopped container has no endpoint: its network can go.
  bool const in_use = std::ranges::any_of(containers_, [network](auto const& entry) {
    return entry.second.state.addresses.contains(network->name);
  });
  if (in_use) {
    return Failure{Kind::Refused, 403,
                   fmt::format("error while removing network: network {} id {} has active endpoints",
                               network->name, network->id)};
  }
  networks_.erase(std::string(network->id));
  return boost::system::in_place_value;
}

Outcome<std::vector<VolumeState>> SimulatedEngine::list_volumes() {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("list_volumes")) return *failure;
  std::vector<VolumeState> out;
  for (auto const& [name, volume] : volumes_) out.push_back(volume);
  return out;
}

Outcome<void> SimulatedEngine::remove_volume(std::string const& name) {
  std::scoped_lock const lock(mutex_);
  if (auto failure = begin("remove_volume")) return *failure;
  volumes_.erase(name);
  return boost::system::in_place_value;
}

void SimulatedEngine::tell(Container const& container, std::string action, std::optional<int> exit_code) {
  for (Watcher* const watcher : watchers_) {
    if (!carries(container.state.labels, watcher->label, watcher->value)) continue;
    watcher->events.push_back({container.state.id, action, exit_code});
  }
  if (listener_) listener_({container.state.id, std::move(action), exit_code});
  told_.notify_all();
}

Outcome<void> SimulatedEngine::watch(std::string const& label, std::string const& value,
                                     std::function<void()> const& on_open,
                                     std::function<void(Event const&)> const& on_event,
                                     std::stop_token stop) {
  {
    std::scoped_lock const lock(mutex_);
    if (auto failure = begin("watch")) return *failure;
  }
  Watcher watcher{label, value};
  Watching const watching(*this, watcher);
  if (on_open) on_open();
  for (;;) {
    std::optional<Event> event;
    {
      std::unique_lock lock(mutex_);
      told_.wait(lock, stop, [&watcher] { return !watcher.events.empty() || watcher.broken; });
      if (stop.stop_requested()) return boost::system::in_place_value;
      if (watcher.events.empty()) return *watcher.broken;
      event = std::move(watcher.events.front());
      watcher.events.pop_front();
    }
    on_event(*event);
  }
}

}  // namespace neargate::docker
