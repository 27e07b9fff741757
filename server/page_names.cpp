#include "server/page_names.h"

#include <array>
#include <utility>

namespace neargate::server {

namespace {

constexpr std::string_view health = "/_neargate/health";
constexpr std::string_view reset = "/_neargate/reset";

constexpr auto elsewhere = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"/_localstack/health", health},
    {"/_floci/health", health},
    {"/_fakecloud/health", health},
    {"/_localstack/state/reset", reset},
    {"/_fakecloud/reset", reset},
    {"/moto-api/reset", reset},
});

}  // namespace

std::string_view own_page_path(std::string_view path) {
  for (auto const& [theirs, ours] : elsewhere)
    if (path == theirs) return ours;
  return path;
}

}  // namespace neargate::server
