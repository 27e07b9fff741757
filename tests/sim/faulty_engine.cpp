#include "tests/sim/faulty_engine.h"

namespace neargate::sim {

using docker::Outcome;

template <class Effect>
auto FaultyEngine::through(char const* call, Effect effect) -> decltype(effect()) {
  if (auto failure = trouble_(call, Moment::Before)) return std::move(*failure);
  auto answer = effect();
  if (auto failure = trouble_(call, Moment::After)) return std::move(*failure);
  return answer;
}

Outcome<docker::EngineVersion> FaultyEngine::version() {
  return through("version", [&] { return daemon_.version(); });
}
Outcome<std::vector<docker::ContainerState>> FaultyEngine::list(std::string const& label,
                                                                std::string const& value) {
  return through("list", [&] { return daemon_.list(label, value); });
}
Outcome<std::optional<docker::ContainerState>> FaultyEngine::inspect(std::string const& id_or_name) {
  return through("inspect", [&] { return daemon_.inspect(id_or_name); });
}
Outcome<std::string> FaultyEngine::create(docker::ContainerSpec const& spec) {
  return through("create", [&] { return daemon_.create(spec); });
}
Outcome<void> FaultyEngine::start(std::string const& id) {
  return through("start", [&] { return daemon_.start(id); });
}
Outcome<void> FaultyEngine::stop(std::string const& id, std::chrono::seconds grace) {
  return through("stop", [&] { return daemon_.stop(id, grace); });
}
Outcome<void> FaultyEngine::remove(std::string const& id) {
  return through("remove", [&] { return daemon_.remove(id); });
}
Outcome<std::optional<docker::ImageState>> FaultyEngine::find_image(std::string const& reference) {
  return through("find_image", [&] { return daemon_.find_image(reference); });
}
Outcome<void> FaultyEngine::pull(std::string const& reference,
                                 std::optional<docker::RegistryAuth> const& auth) {
  return through("pull", [&] { return daemon_.pull(reference, auth); });
}
Outcome<std::string> FaultyEngine::import_image(std::string const& tar, std::string const& repository,
                                                std::string const& tag,
                                                std::vector<std::string> const& changes) {
  return through("import_image", [&] { return daemon_.import_image(tar, repository, tag, changes); });
}
Outcome<std::vector<docker::NetworkState>> FaultyEngine::list_networks() {
  return through("list_networks", [&] { return daemon_.list_networks(); });
}
Outcome<std::string> FaultyEngine::create_network(docker::NetworkSpec const& spec) {
  return through("create_network", [&] { return daemon_.create_network(spec); });
}
Outcome<void> FaultyEngine::remove_network(std::string const& id) {
  return through("remove_network", [&] { return daemon_.remove_network(id); });
}
Outcome<std::vector<docker::VolumeState>> FaultyEngine::list_volumes() {
  return through("list_volumes", [&] { return daemon_.list_volumes(); });
}
Outcome<void> FaultyEngine::remove_volume(std::string const& name) {
  return through("remove_volume", [&] { return daemon_.remove_volume(name); });
}

/// The play hands events on by itself: nobody watches here.
Outcome<void> FaultyEngine::watch(std::string const&, std::string const&, std::function<void()> const&,
                                  std::function<void(docker::Event const&)> const&, std::stop_token) {
  return docker::Failure{docker::Failure::Kind::Unreachable, 0, "no streams here"};
}

}  // namespace neargate::sim
