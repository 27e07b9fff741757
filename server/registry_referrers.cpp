// What refers to a manifest: GET …/referrers/DIGEST.

#include <charconv>
#include <nlohmann/json.hpp>

#include "registry/digest.h"
#include "server/registry_exchange.h"
#include "state/images.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

using Json = nlohmann::json;

/// An index larger than a manifest may be is of no use to clients: the rest is another page.
constexpr std::size_t page_bytes_max = 3 * 1024 * 1024;
constexpr std::size_t page_entries_max = 1000;

Json descriptor(state::Image const& image, std::string const& manifest) {
  Json const document = Json::parse(manifest);
  Json described{{"mediaType", image.media_type}, {"digest", image.digest.text()}, {"size", manifest.size()}};
  // The manifest's own type, else what its config says; an index has only its own.
  if (image.artifact_type && !image.artifact_type->empty())
    described["artifactType"] = *image.artifact_type;
  else if (image.config_media_type)
    described["artifactType"] = *image.config_media_type;
  if (auto const annotations = document.find("annotations");
      annotations != document.end() && annotations->is_object())
    described["annotations"] = *annotations;
  return described;
}

struct Page {
  Json manifests = Json::array();
  std::optional<std::int64_t> last_number;  ///< of the last image here, when more follow
};

/// The place of a page is the number of an image, which no later push changes.
std::int64_t place_asked(RegistryExchange const& exchange) {
  std::string const text = exchange.route.parameter("last").value_or("0");
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Page read_page(state::Database& db, RegistryExchange const& exchange, state::Repository const& repository,
               domain::Digest const& subject) {
  auto const wanted = exchange.route.parameter("artifactType");
  std::int64_t const after = place_asked(exchange);
  Page page;
  std::size_t bytes = 0;
  std::int64_t last = 0;
  for (state::Image const& image : state::list_referrers(db, repository.id, subject)) {
    if (image.number <= after) continue;
    Json described = descriptor(image, state::read_manifest(db, repository.id, image.digest));
    if (wanted && described.value("artifactType", "") != *wanted) continue;
    bytes += described.dump().size();
    if (!page.manifests.empty() && (bytes > page_bytes_max || page.manifests.size() == page_entries_max)) {
      page.last_number = last;
      break;
    }
    last = image.number;
    page.manifests.push_back(std::move(described));
  }
  return page;
}

std::string next_page(RegistryExchange const& exchange, std::int64_t last) {
  std::string target =
      exchange.path("referrers/" + exchange.route.reference) + "?last=" + std::to_string(last);
  if (auto const wanted = exchange.route.parameter("artifactType"))
    target += "&artifactType=" + percent_encode(*wanted);
  return target;
}

}  // namespace

RegistryAnswer list_referrers(RegistryExchange const& exchange) {
  if (!exchange.is("GET") && !exchange.is("HEAD")) return method_unsupported("GET, HEAD");
  domain::Digest const subject{exchange.route.reference};
  if (!registry::algorithm_of(subject))
    return error_answer(oci::digest_invalid, "Invalid digest: " + subject.text());
  auto const wanted = exchange.route.parameter("artifactType");
  Page page;
  bool const repository_there = exchange.registry.store().read([&](state::Database& db) {
    auto const repository = find_repository(db, exchange);
    if (repository) page = read_page(db, exchange, *repository, subject);
    return repository.has_value();
  });
  // The specification forbids 404 here: clients would take it for a registry without this list.
  if (!repository_there && !exchange.is_oci()) return name_unknown(exchange);
  Json const index{{"schemaVersion", 2},
                   {"mediaType", "application/vnd.oci.image.index.v1+json"},
                   {"manifests", std::move(page.manifests)}};
  RegistryAnswer answer = json_answer(index.dump(), "application/vnd.oci.image.index.v1+json");
  if (page.last_number)
    answer.headers.emplace_back("Link", '<' + next_page(exchange, *page.last_number) + ">; rel=\"next\"");
  if (wanted) answer.headers.emplace_back("OCI-Filters-Applied", "artifactType");
  return answer;
}

}  // namespace neargate::server
