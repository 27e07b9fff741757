#pragma once
// The daemon as the reconciler meets it: the simulated one, with something that may go wrong before and after
// the effect of each call.

#include <functional>

#include "docker/engine.h"

namespace neargate::sim {

enum class Moment { Before, After };

class FaultyEngine final : public docker::Engine {
 public:
  /// A failure it answers is the call's answer: before, nothing is done; after, it is done and the answer is
  /// lost. It may throw, and it may do whatever else happens meanwhile.
  using Trouble = std::function<std::optional<docker::Failure>(char const* call, Moment moment)>;

  FaultyEngine(docker::Engine& daemon, Trouble trouble) : daemon_(daemon), trouble_(std::move(trouble)) {}

  docker::Outcome<docker::EngineVersion> version() override;
  docker::Outcome<std::vector<docker::ContainerState>> list(std::string const& label,
                                                            std::string const& value) override;
  docker::Outcome<std::optional<docker::ContainerState>> inspect(std::string const& id_or_name) override;
  docker::Outcome<std::string> create(docker::ContainerSpec const& spec) override;
  docker::Outcome<void> start(std::string const& id) override;
  docker::Outcome<void> stop(std::string const& id, std::chrono::seconds grace) override;
  docker::Outcome<void> remove(std::string const& id) override;
  docker::Outcome<std::optional<docker::ImageState>> find_image(std::string const& reference) override;
  docker::Outcome<void> pull(std::string const& reference,
                             std::optional<docker::RegistryAuth> const& auth) override;
  docker::Outcome<std::string> import_image(std::string const& tar, std::string const& repository,
                                            std::string const& tag,
                                            std::vector<std::string> const& changes) override;
  docker::Outcome<std::vector<docker::NetworkState>> list_networks() override;
  docker::Outcome<std::string> create_network(docker::NetworkSpec const& spec) override;
  docker::Outcome<void> remove_network(std::string const& id) override;
  docker::Outcome<std::vector<docker::VolumeState>> list_volumes() override;
  docker::Outcome<void> remove_volume(std::string const& name) override;
  docker::Outcome<void> watch(std::string const& label, std::string const& value,
                              std::function<void()> const& on_open,
                              std::function<void(docker::Event const&)> const& on_event,
                              std::stop_token stop) override;

 private:
  template <class Effect>
  auto through(char const* call, Effect effect) -> decltype(effect());

  docker::Engine& daemon_;
  Trouble trouble_;
};

}  // namespace neargate::sim
