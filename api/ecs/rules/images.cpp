#include "api/ecs/rules/images.h"

#include <algorithm>

namespace neargate::api::ecs {

bool is_ecr_image(std::string_view image) {
  auto const slash = image.find('/');
  if (slash == std::string_view::npos) return false;
  std::string_view const host = image.substr(0, slash);
  bool const numbered = host.size() > 12 && std::all_of(host.begin(), host.begin() + 12,
                                                        [](char c) { return c >= '0' && c <= '9'; });
  bool const marked = host.find(".dkr.ecr.") == 12 || host.find(".dkr.ecr-fips.") == 12;
  return numbered && marked && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"));
}

bool is_by_digest(std::string_view image) {
  auto const at = image.find("@sha256:");
  if (at == std::string_view::npos) return false;
  std::string_view const hex = image.substr(at + 8);
  return hex.size() == 64 &&
         std::ranges::all_of(hex, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace neargate::api::ecs
