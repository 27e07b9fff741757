#pragma once
// Which door a request goes to: /v2/ is the registry, /_neargate/ and /console/ are our own pages, everything
// else is an AWS API. Strangers are turned away first (guard.h).

#include <atomic>
#include <optional>

#include "domain/mint.h"
#include "server/guard.h"
#include "server/http_message.h"
#include "server/own_pages.h"

namespace neargate::api {
class Dispatch;
}

namespace neargate::server {

class Health;

/// What answers once the runtime is set up; all of it outlives the routes.
struct Backends {
  api::Dispatch* dispatch = nullptr;
  RegistryHttp* registry = nullptr;
  OwnBackends own = {};
};

enum class Door { Registry, OwnPage, Console, Api };
Door door_of(std::string_view target);

class Routes final {
 public:
  Routes(HostList hosts, Health const& health, domain::Mint& mint)
      : hosts_(std::move(hosts)), own_pages_(health, mint), mint_(mint) {}

  /// Opens the doors to the registry and the APIs. Called once.
  void connect(Backends const& backends);

  /// Must the runtime be set up before this request can be opened?
  bool needs_runtime(RequestHead const& head) const;
  Reply open(RequestHead const& head) noexcept;

 private:
  std::optional<Answer> refuse(RequestHead const& head) const;
  Answer console(RequestHead const& head);
  Reply registry(RequestHead const& head, RegistryHttp& registry);

  HostList const hosts_;
  OwnPages own_pages_;
  domain::Mint& mint_;
  Backends backends_;
  std::atomic<bool> connected_ = false;
};

}  // namespace neargate::server
