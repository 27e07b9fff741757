#pragma once
// Test suites and scripts that were written for another emulator ask its pages for health and for a reset.

#include <string_view>

namespace neargate::server {

/// The page of our own that a path means: itself, or what another emulator's path of the same purpose stands
/// for (/_localstack/health, /moto-api/reset …). What is neither comes back as it is.
std::string_view own_page_path(std::string_view path);

}  // namespace neargate::server
