#pragma once
// The real daemon: the Engine API over HTTP, one method per endpoint, each status given its meaning.

#include <mutex>
#include <optional>
#include <string>

#include "docker/curl.h"
#include "docker/endpoint.h"
#include "docker/engine.h"

namespace neargate::docker {

/// Safe to use from several threads. A daemon that dies or restarts is a Failure (Unreachable) of the calls
/// under way; the next call connects anew.
class HttpEngine final : public Engine {
 public:
  explicit HttpEngine(Endpoint endpoint) : client_(std::move(endpoint)) {}

  Outcome<EngineVersion> version() override;

  Outcome<std::vector<ContainerState>> list(std::string const& label, std::string const& value) override;
  Outcome<std::optional<ContainerState>> inspect(std::string const& id_or_name) override;
  Outcome<std::string> create(ContainerSpec const& spec) override;
  Outcome<void> start(std::string const& id) override;
  Outcome<void> stop(std::string const& id, std::chrono::seconds grace) override;
  Outcome<void> remove(std::string const& id) override;

  Outcome<std::optional<ImageState>> find_image(std::string const& reference) override;
  Outcome<void> pull(std::string const& reference, std::optional<RegistryAuth> const& auth) override;
  Outcome<std::string> import_image(std::string const& tar, std::string const& repository,
                                    std::string const& tag, std::vector<std::string> const& changes) override;

  Outcome<std::vector<NetworkState>> list_networks() override;
  Outcome<std::string> create_network(NetworkSpec const& spec) override;
  Outcome<void> remove_network(std::string const& id) override;
  Outcome<std::vector<VolumeState>> list_volumes() override;
  Outcome<void> remove_volume(std::string const& name) override;

  Outcome<void> watch(std::string const& label, std::string const& value,
                      std::function<void()> const& on_open, std::function<void(Event const&)> const& on_event,
                      std::stop_token stop) override;

 private:
  struct Api {
    std::string prefix;  ///< "/v1.41"
    int minor = 0;
  };

  Outcome<Api> api();
  Outcome<HttpAnswer> exchange(HttpRequest request, Limits const& limits);
  Outcome<HttpAnswer> get(std::string target);
  Outcome<void> remove_at(std::string target, std::chrono::seconds limit);
  Outcome<void> wait_until_removed(std::string const& id);
  void forget_api_if_unreachable(Failure const& failure);

  HttpClient client_;
  std::mutex api_mutex_;
  std::optional<Api> api_;
};

}  // namespace neargate::docker
