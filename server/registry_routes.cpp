#include "server/registry_routes.h"

namespace neargate::server {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> query;
  while (!text.empty()) {
    auto const end = text.find('&');
    std::string_view const part = text.substr(0, end);
    auto const equals = part.find('=');
    // '+' stays: clients send media types like "…+json" unescaped, and no value here has blanks.
    if (!part.empty())
      query.emplace_back(
          percent_decode(part.substr(0, equals)),
          equals == std::string_view::npos ? std::string() : percent_decode(part.substr(equals + 1)));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return query;
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> segments;
  for (;;) {
    auto const slash = path.find('/');
    segments.push_back(percent_decode(path.substr(0, slash)));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

/// The segments but the last `tail`, joined again.
std::string name_before(std::vector<std::string> const& segments, std::size_t tail) {
  std::string name;
  for (std::size_t i = 0; i + tail < segments.size(); ++i) name += (i ? "/" : "") + segments[i];
  return name;
}

void read_path(std::vector<std::string> const& segments, RegistryRoute& route) {
  std::size_t const count = segments.size();
  auto const from_end = [&](std::size_t n) {
    return n <= count ? std::string_view(segments[count - n]) : std::string_view();
  };
  auto const found = [&](RegistryResource resource, std::size_t tail) {
    if (count <= tail) return;
    route.resource = resource;
    route.asked_name = name_before(segments, tail);
    route.reference = segments.back();
  };
  if (count == 1 && segments[0].empty()) route.resource = RegistryResource::Ping;
  if (count == 1 && segments[0] == "_catalog") route.resource = RegistryResource::Catalog;
  if (from_end(3) == "blobs" && from_end(2) == "uploads")
    return found(from_end(1).empty() ? RegistryResource::UploadStart : RegistryResource::Upload, 3);
  if (from_end(2) == "blobs" && from_end(1) == "uploads") return found(RegistryResource::UploadStart, 2);
  if (from_end(2) == "blobs") return found(RegistryResource::Blob, 2);
  if (from_end(2) == "manifests") return found(RegistryResource::Manifest, 2);
  if (from_end(2) == "referrers") return found(RegistryResource::Referrers, 2);
  if (from_end(2) == "tags" && from_end(1) == "list") return found(RegistryResource::Tags, 2);
}

}  // namespace

std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string encoded;
  for (char const c : text) {
    if (plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      auto const byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += "0123456789ABCDEF"[byte >> 4];
      encoded += "0123456789ABCDEF"[byte & 15];
    }
  }
  return encoded;
}

std::optional<std::string> RegistryRoute::parameter(std::string_view name) const {
  for (auto const& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

std::vector<std::string> RegistryRoute::parameters(std::string_view name) const {
  std::vector<std::string> values;
  for (auto const& [key, value] : query)
    if (key == name) values.push_back(value);
  return values;
}

RegistryRoute parse_registry_target(std::string_view target) {
  RegistryRoute route;
  auto const question = target.find('?');
  std::string_view path = target.substr(0, question);
  if (question != std::string_view::npos) route.query = parse_query(target.substr(question + 1));
  if (path == "/v2") {
    route.resource = RegistryResource::Ping;
  } else if (path.starts_with("/v2/")) {
    path.remove_prefix(4);
    read_path(split_path(path), route);
  }
  return route;
}

}  // namespace neargate::server
