#pragma once
// Takes the targets of /v2/ apart. Names hold slashes and may hold words like "blobs", so a target is read
// from its end.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neargate::server {

enum class RegistryResource { Ping, Catalog, Tags, Manifest, Blob, UploadStart, Upload, Referrers, Unknown };

struct RegistryRoute {
  RegistryResource resource = RegistryResource::Unknown;
  std::string asked_name;  ///< as asked, with ACCOUNT/REGION/ if it had that
  std::string reference;   ///< tag, digest or upload uuid
  std::vector<std::pair<std::string, std::string>> query;

  /// The first parameter of this name; nullopt when there is none.
  std::optional<std::string> parameter(std::string_view name) const;
  std::vector<std::string> parameters(std::string_view name) const;
};

/// `target` as on the request line.
RegistryRoute parse_registry_target(std::string_view target);

/// Percent-decodes; a broken escape stays as it is.
std::string percent_decode(std::string_view text);
/// Escapes all but unreserved characters and '/'.
std::string percent_encode(std::string_view text);

}  // namespace neargate::server
