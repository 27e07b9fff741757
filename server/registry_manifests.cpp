// GET, HEAD and PUT of manifests; registry_deletes.cpp has DELETE.

#include "registry/manifests.h"

#include "registry/digest.h"
#include "registry/naming.h"
#include "registry/pull_through.h"
#include "registry/pull_times.h"
#include "registry/wording.h"
#include "server/registry_exchange.h"
#include "state/images.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

/// AWS refreshes an image's last pull "at least once every 24 hours"; each refresh is a durable write.
constexpr std::chrono::hours pull_noted_every{1};

bool is_digest(std::string const& reference) { return reference.find(':') != std::string::npos; }

RegistryAnswer manifest_too_large() {
  return error_answer(oci::manifest_too_large, "The manifest is larger than 4 MiB");
}

void bring_from_elsewhere(RegistryExchange const& exchange) {
  if (!exchange.settings.before_pull) return;
  auto const scope =
      exchange.registry.store().read([&](state::Database& db) { return scope_of(db, exchange); });
  exchange.settings.before_pull(scope, exchange.name, exchange.route.reference);
}

struct FoundManifest {
  state::RepositoryId repository;
  state::Image image;
  std::string bytes;
};

/// Of an image that is not here either.
RegistryAnswer upstream_refusal(registry::UpstreamFailure const& failure) {
  using Kind = registry::UpstreamFailure::Kind;
  switch (failure.kind) {
    case Kind::Denied:
      return error_answer(
          oci::denied,
          "The authentication to the upstream registry failed. Verify that the credentials are"
          " correct and try again.");
    case Kind::Missing:
      break;
    case Kind::TooManyRequests:
      return error_answer(oci::too_many_uploads, "The upstream registry takes no more requests now");
    case Kind::Unavailable:
    case Kind::Malformed:
      return error_answer(oci::server_error, "Unable to pull the image from the upstream registry");
  }
  return error_answer(oci::manifest_unknown, registry::image_missing_text);
}

/// Null: the manifest can be answered now.
std::shared_ptr<registry::Fetch> fetch_if_due(RegistryExchange const& exchange) {
  if (exchange.request.fetched) return nullptr;
  auto const scope =
      exchange.registry.store().read([&](state::Database& db) { return scope_of(db, exchange); });
  return exchange.registry.pull_through().fetch_if_due(scope, exchange.name, exchange.route.reference);
}

RegistryReply get_manifest(RegistryExchange const& exchange) {
  if (auto fetch = fetch_if_due(exchange)) return fetch;
  bool repository_there = false;
  bring_from_elsewhere(exchange);
  // Accept has no say: docker pulls by digest without it (oci-push-pull.md §2), and bytes are never
  // converted.
  auto const found = exchange.registry.store().read([&](state::Database& db) -> std::optional<FoundManifest> {
    auto const repository = find_repository(db, exchange);
    if (!repository) return std::nullopt;
    repository_there = true;
    std::string const& reference = exchange.route.reference;
    auto const digest =
        is_digest(reference) ? domain::Digest{reference} : state::find_tagged(db, repository->id, reference);
    auto image = digest ? state::find_image(db, repository->id, *digest) : std::nullopt;
    if (!image || image->is_archived) return std::nullopt;  // brought back first (UpdateImageStorageClass)
    return FoundManifest{repository->id, *std::move(image),
                         state::read_manifest(db, repository->id, *digest)};
  });
  auto const& fetched = exchange.request.fetched;
  if (auto const failure = fetched && !found ? fetched->failure() : std::nullopt)
    return upstream_refusal(*failure);
  if (!repository_there) return name_unknown(exchange);
  if (!found) return error_answer(oci::manifest_unknown, registry::image_missing_text);

  domain::Time const now = exchange.registry.clock().now();
  auto const& last = found->image.last_pulled_at;
  if (exchange.is("GET") && (!last || now - *last > pull_noted_every))
    exchange.registry.store().transact([&](state::Database& db) {
      auto const repository = find_repository(db, exchange);
      if (repository && registry::records_pull(db, repository->scope, exchange.caller_arn))
        state::note_pull(db, found->repository, found->image.digest, now);
    });
  RegistryAnswer answer = json_answer(found->bytes, found->image.media_type);
  answer.headers.emplace_back("Docker-Content-Digest", found->image.digest.text());
  answer.headers.emplace_back("Etag", '"' + found->image.digest.text() + '"');
  return answer;
}

/// All that a PUT needs once its body is complete; the request itself may be gone by then.
struct ManifestPut {
  registry::Registry& registry;
  state::Repository repository;
  std::string manifests_path;
  std::string media_type;
  std::optional<domain::Digest> digest;
  std::vector<std::string> tags;  ///< none: by digest alone
  registry::Profile profile;
  RegistryAnswer if_repository_gone;
};

/// nullopt: stored. Immutable tags, missing layers … answer as ECR does.
std::optional<RegistryAnswer> refusal(ManifestPut const& put, registry::PutOutcome const& outcome,
                                      std::string const& tag) {
  auto const& [scope, name] = std::pair(put.repository.scope, put.repository.name);
  if (std::holds_alternative<registry::ManifestInvalid>(outcome))
    return error_answer(put.profile == registry::Profile::Ecr ? oci::unsupported : oci::manifest_invalid,
                        registry::manifest_invalid_text);
  if (std::holds_alternative<registry::DigestMismatch>(outcome))
    return error_answer(oci::digest_invalid, registry::digest_mismatch_text(scope, name, *put.digest));
  if (auto const* const layers = std::get_if<registry::LayersMissing>(&outcome))
    return error_answer(oci::manifest_blob_unknown,
                        registry::layers_missing_text(scope, name, layers->digests));
  if (auto const* const images = std::get_if<registry::ImagesMissing>(&outcome))
    return error_answer(oci::manifest_blob_unknown,
                        registry::images_missing_text(scope, name, images->digests));
  if (std::holds_alternative<registry::TagImmutable>(outcome))
    return error_answer(oci::tag_invalid, registry::tag_immutable_text(name, tag));
  return std::nullopt;
}

/// Thrown through transact() so that what an earlier tag wrote is rolled back.
struct Refused {
  RegistryAnswer answer;
};

state::Image const& image_of(registry::PutOutcome const& outcome) {
  auto const* const stored = std::get_if<registry::ImageStored>(&outcome);
  return stored ? stored->image : std::get<registry::ImageUnchanged>(outcome).image;
}

state::Image store_manifest(ManifestPut& put, std::string const& bytes) {
  return put.registry.store().transact([&](state::Database& db) {
    // Read again: its mutability may have changed, or it may have gone, while the body came.
    auto const repository = state::find_repository(db, put.repository.scope, put.repository.name);
    if (!repository || repository->id != put.repository.id) throw Refused{std::move(put.if_repository_gone)};
    state::Image image;
    std::vector<std::optional<std::string>> tags(put.tags.begin(), put.tags.end());
    if (tags.empty()) tags.emplace_back();
    for (auto const& tag : tags) {
      auto const outcome = registry::put_image(db, *repository,
                                               {.bytes = bytes,
                                                .media_type = put.media_type,
                                                .digest = put.digest,
                                                .tag = tag,
                                                .profile = put.profile},
                                               put.registry.clock().now());
      // The same image under the same tag again is no error here, unlike in PutImage.
      if (auto answer = refusal(put, outcome, tag.value_or(""))) throw Refused{*std::move(answer)};
      image = image_of(outcome);
    }
    return image;
  });
}

class ManifestSink final : public UploadSink {
 public:
  explicit ManifestSink(ManifestPut put) : put_(std::move(put)) {}

  bool write(std::span<std::byte const> piece) noexcept override {
    too_large_ = too_large_ || bytes_.size() + piece.size() > registry::manifest_bytes_max;
    if (!too_large_) bytes_.append(reinterpret_cast<char const*>(piece.data()), piece.size());
    return !too_large_;
  }

  RegistryAnswer finish() noexcept override {
    if (too_large_) return finished(manifest_too_large());
    try {
      auto const image = store_manifest(put_, bytes_);
      put_.registry.wake_scanner();
      put_.registry.caretaker().wake();  // replication
      return finished(created(image));
    } catch (Refused& refused) {
      return finished(std::move(refused.answer));
    } catch (...) {
      return finished(failure_answer("manifest"));
    }
  }

 private:
  RegistryAnswer created(state::Image const& image) const {
    RegistryAnswer answer = empty_answer(201);
    answer.headers = {{"Location", put_.manifests_path + image.digest.text()},
                      {"Docker-Content-Digest", image.digest.text()}};
    if (image.subject) answer.headers.emplace_back("OCI-Subject", image.subject->text());
    if (put_.digest)
      for (std::string const& tag : put_.tags) answer.headers.emplace_back("OCI-Tag", tag);
    return answer;
  }

  ManifestPut put_;
  std::string bytes_;
  bool too_large_ = false;
};

/// Without parameters: what is stored is what GET answers.
std::string media_type(RegistryRequest const& request) {
  std::string_view type = request.header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return std::string(type);
}

RegistryReply put_manifest(RegistryExchange const& exchange) {
  auto const repository = find_or_make_repository(exchange);
  if (!repository) return name_unknown(exchange);
  std::string const& reference = exchange.route.reference;
  ManifestPut put{.registry = exchange.registry,
                  .repository = *repository,
                  .manifests_path = exchange.path("manifests/"),
                  .media_type = media_type(exchange.request),
                  .profile = exchange.settings.profile,
                  .if_repository_gone = name_unknown(exchange)};
  if (is_digest(reference)) {
    put.digest = domain::Digest{reference};
    if (!registry::algorithm_of(*put.digest))
      return error_answer(oci::digest_invalid, "Invalid digest: " + reference);
    put.tags = exchange.route.parameters("tag");
  } else {
    put.tags = {reference};
  }
  for (std::string const& tag : put.tags)
    if (!registry::is_tag(tag)) return error_answer(oci::tag_invalid, "Invalid image tag: " + tag);
  if (exchange.request.content_length.value_or(0) > registry::manifest_bytes_max) return manifest_too_large();
  return std::make_unique<ManifestSink>(std::move(put));
}

}  // namespace

RegistryReply open_manifest(RegistryExchange const& exchange) {
  if (exchange.is("GET") || exchange.is("HEAD")) return get_manifest(exchange);
  if (exchange.is("PUT")) return put_manifest(exchange);
  if (exchange.is("DELETE")) return delete_manifest(exchange);
  return method_unsupported("GET, HEAD, PUT, DELETE");
}

}  // namespace neargate::server
