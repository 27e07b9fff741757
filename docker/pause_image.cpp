#include "docker/pause_image.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <vector>

#include "docker/labels.h"
#include "docker/tar.h"

extern "C" {
extern char const neargate_pause_begin[];
extern char const neargate_pause_end[];
}

namespace neargate::docker {
namespace {

constexpr char const* repository = "neargate/pause";

std::vector<std::string> settings() {
  return {R"(ENTRYPOINT ["/pause"])", fmt::format("LABEL {}=pause", label::role)};
}

std::string short_hash(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (std::size_t i = 0; i < 6; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

std::string tag() {
  std::string recipe(pause_program());
  for (std::string const& line : settings()) recipe += line + '\n';
  return short_hash(recipe);
}

}  // namespace

std::string_view pause_program() {
  return {neargate_pause_begin, static_cast<std::size_t>(neargate_pause_end - neargate_pause_begin)};
}

std::string pause_image_reference() { return std::string(repository) + ':' + tag(); }

Outcome<std::string> ensure_pause_image(Engine& engine) {
  std::string const reference = pause_image_reference();
  auto const present = engine.find_image(reference);
  if (!present) return present.error();
  if (*present) return reference;
  std::array<TarFile, 1> const files{TarFile{.path = "pause", .content = std::string(pause_program())}};
  auto const imported = engine.import_image(make_tar(files), repository, tag(), settings());
  if (!imported) return imported.error();
  return reference;
}

}  // namespace neargate::docker
