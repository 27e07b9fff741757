// Volumes and mount points.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api/ecs/rules/cluster_rules.h"
#include "api/ecs/rules/registration.h"

namespace neargate::api::ecs {

namespace {

std::optional<Refusal> efs_refused(EFSVolumeConfiguration const& efs) {
  bool const encrypted = efs.transit_encryption == EFSTransitEncryption::Enabled;
  auto const& access = efs.authorization_config;
  if (access && !access->access_point_id.value_or("").empty() && efs.root_directory.value_or("/") != "/" &&
      !efs.root_directory->empty())
    return client(
        "When using an EFS access point, the root directory must either be set to \"/\" or be omitted.");
  if (access && access->iam == EFSAuthorizationConfigIAM::Enabled && !encrypted)
    return client("EFS IAM authorization requires TransitEncryption to be enabled.");
  if (efs.transit_encryption_port.value_or(0) != 0 && !encrypted)
    return client("TransitEncryptionPort requires that TransitEncryption is enabled.");
  return std::nullopt;
}

int kinds(Volume const& volume) {
  return static_cast<int>(volume.host && !volume.host->source_path.value_or("").empty()) +
         static_cast<int>(volume.docker_volume_configuration.has_value()) +
         static_cast<int>(volume.efs_volume_configuration.has_value()) +
         static_cast<int>(volume.s3files_volume_configuration.has_value()) +
         static_cast<int>(volume.configured_at_launch.value_or(false)) +
         static_cast<int>(volume.fsx_windows_file_server_volume_configuration.has_value());
}

std::optional<Refusal> volume_refused(Volume const& volume) {
  if (!is_name(volume.name.value_or(""))) return client("Volume name contains invalid characters.");
  if (kinds(volume) > 1)
    return client(fmt::format("Only one volume configuration is allowed for volume '{}'.", *volume.name));
  if (auto const& docker = volume.docker_volume_configuration)
    // The agent words it so; register refuses it before an agent sees it.
    if (docker->autoprovision.value_or(false) && docker->scope.value_or(Scope::Task) == Scope::Task)
      return client(
          fmt::format("volume [{}] : task scoped volume could not be autoprovisioned", *volume.name));
  if (volume.efs_volume_configuration) return efs_refused(*volume.efs_volume_configuration);
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> volumes_refused(Registration const& request) {
  int launched = 0;
  std::set<std::string> names;
  for (Volume const& volume : volumes_of(request)) {
    if (auto refusal = volume_refused(volume)) return refusal;
    if (!names.insert(*volume.name).second)
      return client("Volume names must be unique within a task definition");
    launched += volume.configured_at_launch.value_or(false) ? 1 : 0;
  }
  if (launched > 1) return client("Only one volume can be configured at launch.");
  return std::nullopt;
}

std::optional<Refusal> mount_points_refused(Registration const& request) {
  auto const& volumes = volumes_of(request);
  for (auto const& container : containers_of(request))
    for (MountPoint const& mount : items(container.mount_points)) {
      std::string const name = mount.source_volume.value_or("");
      if (std::ranges::none_of(volumes, [&](Volume const& volume) { return volume.name == name; }))
        return client(fmt::format("Unknown volume '{}'.", name));
    }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
