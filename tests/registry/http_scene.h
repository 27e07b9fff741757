#pragma once
// The registry's HTTP face over a small world, spoken to without sockets.

#include <nlohmann/json.hpp>

#include "registry/base64url.h"
#include "scene.h"
#include "server/registry_http.h"

namespace neargate::registry::scene {

struct Http {
  explicit Http(Profile follows = Profile::Ecr) : profile(follows) {}

  World world;
  Profile profile;
  server::RegistryHttp face{world.registry,
                            {.default_account = scope.account,
                             .default_region = scope.region,
                             .profile = profile,
                             .before_pull = {}}};
  std::string password = world.registry.passwords().issue(scope, world.clock.now());
  std::string authorization = "Basic " + base64url("AWS:" + password);
  std::string base = "/v2/123456789012/eu-west-1/team/app/";

  /// Later headers win over the usual ones.
  server::RegistryReply open(std::string const& method, std::string const& target,
                             server::HeaderList headers = {}, std::optional<std::uint64_t> length = {}) {
    headers.emplace_back("Host", "127.0.0.1:4566");
    headers.emplace_back("Authorization", authorization);
    return face.open(
        {.method = method, .target = target, .headers = std::move(headers), .content_length = length});
  }

  server::RegistryAnswer send(std::string const& method, std::string const& target,
                              std::string const& body = {}, server::HeaderList headers = {}) {
    auto reply = open(method, target, std::move(headers),
                      body.empty() ? std::nullopt : std::optional<std::uint64_t>(body.size()));
    if (auto* const answer = std::get_if<server::RegistryAnswer>(&reply)) return std::move(*answer);
    auto& sink = *std::get<std::unique_ptr<server::UploadSink>>(reply);
    // In pieces, as bodies come.
    for (std::size_t at = 0; at < body.size(); at += 4)
      if (!sink.write(bytes(std::string_view(body).substr(at, 4)))) break;
    return sink.finish();
  }
  server::RegistryAnswer get(std::string const& target) { return send("GET", target); }

  static nlohmann::json json(server::RegistryAnswer const& answer) {
    return nlohmann::json::parse(answer.body);
  }
  /// "404 NAME_UNKNOWN"
  static std::string error(server::RegistryAnswer const& answer) {
    return std::to_string(answer.status) + ' ' + json(answer)["errors"][0]["code"].get<std::string>();
  }
  static std::string message(server::RegistryAnswer const& answer) {
    return json(answer)["errors"][0]["message"];
  }
  static std::string content(server::RegistryAnswer const& answer) {
    if (!answer.file) return answer.body;
    std::string read(answer.file->length, '\0');
    read.resize(answer.file->file.read_at(answer.file->offset, std::as_writable_bytes(std::span(read))));
    return read;
  }
  /// As docker writes digests in queries.
  static std::string escaped(std::string text) { return text.replace(text.find(':'), 1, "%3A"); }
};

}  // namespace neargate::registry::scene
