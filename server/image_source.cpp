#include "server/image_source.h"

#include "registry/image_names.h"
#include "registry/registry.h"

namespace neargate::server {

reconcile::ImageSource image_source(registry::Registry& registry, domain::Clock const& clock,
                                    RegistryHosts hosts) {
  return
      [&registry, &clock, hosts = std::move(hosts)](
          domain::Scope const& scope, std::string const& image) -> std::optional<reconcile::ImageResolution> {
        registry::ImageNaming const naming{
            .registry_host = hosts.printed, .pull_host = hosts.pulled, .bare = scope};
        auto const local = registry.store().read(
            [&](state::Database& db) { return registry::find_local_image(db, naming, image); });
        if (!local) return std::nullopt;
        reconcile::ImageResolution own;
        own.pull_reference = local->pull_reference;
        if (local->digest) own.digest = local->digest->text();
        own.auth = docker::RegistryAuth{.username = std::string(registry::password_user),
                                        .password = registry.passwords().issue(local->scope, clock.now()),
                                        .server_address = hosts.pulled};
        return own;
      };
}

}  // namespace neargate::server
