// GET, HEAD and DELETE of blobs.

#include "registry/blobs.h"

#include "registry/digest.h"
#include "server/byte_range.h"
#include "server/registry_exchange.h"
#include "state/blobs.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

/// An idle blob that a client looks at is likely about to be named by its manifest: the sweep must wait
/// again.
constexpr std::chrono::minutes touch_after{10};

std::optional<state::LocatedBlob> locate(RegistryExchange const& exchange, domain::Digest const& digest) {
  auto const located = exchange.registry.store().read([&](state::Database& db) {
    return state::locate_blob(db, scope_of(db, exchange), exchange.name, digest);
  });
  domain::Time const now = exchange.registry.clock().now();
  if (located && located->blob && located->blob->idle_since && now - *located->blob->idle_since > touch_after)
    exchange.registry.store().transact(
        [&](state::Database& db) { state::touch_blob(db, located->repository, digest, now); });
  return located;
}

RegistryAnswer blob_head(domain::Digest const& digest) {
  RegistryAnswer answer;
  answer.headers = {{"Content-Type", "application/octet-stream"},
                    {"Docker-Content-Digest", digest.text()},
                    {"Etag", '"' + digest.text() + '"'},
                    {"Accept-Ranges", "bytes"}};
  return answer;
}

RegistryAnswer range_unsatisfiable(std::uint64_t size) {
  RegistryAnswer answer = empty_answer(416);
  answer.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
  return answer;
}

RegistryAnswer send_blob(RegistryExchange const& exchange, domain::Digest const& digest,
                         registry::File file) {
  std::uint64_t const size = file.size();
  RegistryAnswer answer = blob_head(digest);
  std::string_view const condition = exchange.request.header("If-Range");
  RangeAsked asked = WholeBody{};
  if (condition.empty() || condition == answer.header("Etag"))
    asked = parse_range(exchange.request.header("Range"), size);
  if (std::holds_alternative<RangeUnsatisfiable>(asked)) return range_unsatisfiable(size);
  if (auto const* const range = std::get_if<ByteRange>(&asked)) {
    answer.status = 206;
    answer.headers.emplace_back("Content-Range", "bytes " + std::to_string(range->first) + '-' +
                                                     std::to_string(range->last) + '/' +
                                                     std::to_string(size));
    answer.file = {std::move(file), range->first, range->last - range->first + 1};
  } else {
    answer.file = {std::move(file), 0, size};
  }
  return answer;
}

/// Out of this repository; the file goes with the sweep when no other shows it. An image that still names the
/// blob is broken from then on, as the client wanted it: pushing the blob again mends it.
RegistryAnswer delete_blob(RegistryExchange const& exchange, domain::Digest const& digest) {
  enum class Found { Blob, Repository, Nothing };
  auto const found = exchange.registry.store().transact([&](state::Database& db) {
    auto const repository = find_repository(db, exchange);
    if (!repository) return Found::Nothing;
    return state::unlink_blob(db, repository->id, digest) ? Found::Blob : Found::Repository;
  });
  if (found == Found::Nothing) return name_unknown(exchange);
  if (found == Found::Repository) return error_answer(oci::blob_unknown, "blob unknown to registry");
  return empty_answer(202);
}

}  // namespace

RegistryReply open_blob(RegistryExchange const& exchange) {
  bool const head = exchange.is("HEAD");
  // ECR has no DELETE here: BatchDeleteImage is its way (ecr.md "Token and registry HTTP").
  bool const deletes = exchange.is_oci() && exchange.is("DELETE");
  if (!head && !deletes && !exchange.is("GET"))
    return method_unsupported(exchange.is_oci() ? "GET, HEAD, DELETE" : "GET, HEAD");
  domain::Digest const digest{exchange.route.reference};
  if (!registry::algorithm_of(digest))
    return error_answer(oci::digest_invalid, "Invalid digest: " + digest.text());
  if (deletes) return delete_blob(exchange, digest);
  auto const located = locate(exchange, digest);
  if (!located) return name_unknown(exchange);
  if (!located->blob) return error_answer(oci::blob_unknown, "blob unknown to registry");
  if (head) {
    // No file is opened: HEAD is asked for every layer of every push.
    RegistryAnswer answer = blob_head(digest);
    answer.headers.emplace_back("Content-Length", std::to_string(located->blob->size));
    return answer;
  }
  auto file = exchange.registry.blobs().open(digest);
  if (!file) return error_answer(oci::blob_unknown, "blob unknown to registry");
  return send_blob(exchange, digest, *std::move(file));
}

}  // namespace neargate::server
