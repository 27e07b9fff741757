#pragma once
// Answers of the registry in the making.

#include <string>

#include "registry/errors.h"
#include "server/registry_http.h"

namespace neargate::server {

/// Adds what every answer carries: Content-Length where a body may be, the version of the protocol.
RegistryAnswer finished(RegistryAnswer answer);
/// As for HEAD: the same headers, no body.
RegistryAnswer without_body(RegistryAnswer answer);

RegistryAnswer empty_answer(int status);
RegistryAnswer json_answer(std::string json, std::string content_type);
/// {"errors":[{"code":…,"message":…}]}
RegistryAnswer error_answer(registry::OciError const& error, std::string const& message);
/// For an exception in flight: logged, and told to the client without its inside.
RegistryAnswer failure_answer(std::string const& doing) noexcept;

}  // namespace neargate::server
