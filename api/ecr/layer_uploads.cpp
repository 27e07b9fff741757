// InitiateLayerUpload, UploadLayerPart and CompleteLayerUpload: uploads of the registry, by another door.
// They work on files, so that happens once the transaction that found the repository has ended.

#include "state/layer_uploads.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/registry.h"
#include "registry/wording.h"
#include "state/blobs.h"

namespace neargate::api::ecr {

namespace {

constexpr std::int64_t part_size_advised = 10 * 1024 * 1024;
constexpr std::size_t part_size_max = 20971520;

[[noreturn]] void refuse_upload(state::Repository const& repository, std::string const& upload) {
  refuse(
      UploadNotFoundException,
      fmt::format("The upload with id '{}' in the repository with name '{}' in the registry with id '{}' does"
                  " not exist",
                  upload, repository.name.text(), repository.scope.account.text()));
}

[[noreturn]] void refuse_part(state::Repository const& repository, std::string const& upload,
                              std::uint64_t received) {
  wire::Value members{{"registryId", repository.scope.account.text()},
                      {"repositoryName", repository.name.text()},
                      {"uploadId", upload}};
  if (received > 0) members["lastValidByteReceived"] = received - 1;
  throw wire::Error(InvalidLayerPartException,
                    "The layer part size is not valid, or the first byte specified is not consecutive to the"
                    " last byte of a previous layer part upload.")
      .with(members);
}

registry::UploadWriter require_writer(registry::Registry& registry, state::Repository const& repository,
                                      std::string const& upload) {
  auto resumed = registry.uploads().resume(upload, repository.id);
  if (auto* const writer = std::get_if<registry::UploadWriter>(&resumed)) return std::move(*writer);
  if (std::get<registry::Uploads::Refusal>(resumed) == registry::Uploads::Refusal::Unknown)
    refuse_upload(repository, upload);
  // Two parts at once: neither follows the other.
  refuse_part(repository, upload, registry.uploads().received(upload, repository.id).value_or(0));
}

struct Part {
  state::Repository repository;
  std::string upload;
  std::int64_t first = 0, last = 0;
  std::string bytes;
};

void receive(registry::Registry& registry, Part const& part) {
  auto writer = require_writer(registry, part.repository, part.upload);
  auto const size = static_cast<std::int64_t>(part.bytes.size());
  if (size == 0 || part.last - part.first + 1 != size ||
      writer.received() != static_cast<std::uint64_t>(part.first))
    refuse_part(part.repository, part.upload, writer.received());
  writer.append(std::as_bytes(std::span(part.bytes)));
  registry.store().transact([&](state::Database& db) {
    // The repository may have gone meanwhile; then there is nothing to note, and the end will say so.
    if (state::repository_exists(db, part.repository.id))
      state::note_layer_part(db, part.upload, part.repository.id, size);
  });
}

struct End {
  state::Repository repository;
  std::string upload;
  std::vector<domain::Digest> digests;
};

[[noreturn]] void refuse_digest() {
  refuse(InvalidLayerException,
         "The layer digest calculation performed by Amazon ECR upon receipt of the image layer does not match"
         " the digest specified.");
}

void check_end(state::Database& db, End const& end) {
  if (state::has_small_layer_part(db, end.upload))
    refuse(LayerPartTooSmallException, "Layer parts must be at least 5 MiB in size.");
  domain::Digest const& digest = end.digests.front();
  if (state::find_blob(db, end.repository.id, digest))
    refuse(
        LayerAlreadyExistsException,
        fmt::format("The layer with digest '{}' already exists in the repository with name '{}' in registry"
                    " with id '{}'",
                    digest.text(), end.repository.name.text(), end.repository.scope.account.text()));
}

void complete(registry::Registry& registry, End const& end) {
  auto writer = require_writer(registry, end.repository, end.upload);
  if (writer.received() == 0)
    refuse(EmptyUploadException, "The specified layer upload does not contain any layer parts.");
  domain::Digest const& digest = end.digests.front();
  bool const well_formed = std::ranges::all_of(
      end.digests, [&](auto const& one) { return one == digest && registry::algorithm_of(one); });
  if (!well_formed) refuse_digest();
  registry.store().read([&](state::Database& db) { check_end(db, end); });
  auto const committed = writer.commit(digest);
  registry.store().transact([&](state::Database& db) { state::forget_layer_upload(db, end.upload); });
  if (committed == registry::UploadWriter::Committed::DigestMismatch) refuse_digest();
  if (committed == registry::UploadWriter::Committed::RepositoryGone)
    refuse(RepositoryNotFoundException,
           registry::repository_missing_text(end.repository.scope.account, end.repository.name));
}

}  // namespace

InitiateLayerUploadResponse initiate_layer_upload(Call& call, InitiateLayerUploadRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  call.afterwards.emplace_back([registry = call.registry, id = repository.id](wire::Value& output) {
    auto const upload = registry->uploads().start(id, registry::Algorithm::Sha256);
    if (!upload) refuse(LimitExceededException, "Too many layer uploads are open.");
    output["uploadId"] = *upload;
  });
  return {.part_size = part_size_advised};
}

UploadLayerPartResponse upload_layer_part(Call& call, UploadLayerPartRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  Part part{.repository = repository,
            .upload = request.upload_id.value(),
            .first = request.part_first_byte.value(),
            .last = request.part_last_byte.value(),
            .bytes = request.layer_part_blob.value()};
  if (part.bytes.size() > part_size_max)
    refuse_parameter("layerPartBlob",
                     fmt::format("Member must have length less than or equal to {}", part_size_max));
  UploadLayerPartResponse response{.registry_id = repository.scope.account.text(),
                                   .repository_name = repository.name.text(),
                                   .upload_id = part.upload,
                                   .last_byte_received = part.last};
  call.afterwards.emplace_back(
      [registry = call.registry, part = std::move(part)](wire::Value&) { receive(*registry, part); });
  return response;
}

CompleteLayerUploadResponse complete_layer_upload(Call& call, CompleteLayerUploadRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  End end{.repository = repository, .upload = request.upload_id.value(), .digests = {}};
  for (std::string const& digest : request.layer_digests.value()) end.digests.emplace_back(digest);
  CompleteLayerUploadResponse response{.registry_id = repository.scope.account.text(),
                                       .repository_name = repository.name.text(),
                                       .upload_id = end.upload,
                                       .layer_digest = end.digests.front().text()};
  call.afterwards.emplace_back(
      [registry = call.registry, end = std::move(end)](wire::Value&) { complete(*registry, end); });
  return response;
}

}  // namespace neargate::api::ecr
