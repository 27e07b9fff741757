// Uploads of blobs: POST, PATCH, PUT, GET and DELETE below …/blobs/uploads/.

#include "registry/uploads.h"

#include "registry/digest.h"
#include "registry/mounting.h"
#include "registry/naming.h"
#include "server/byte_range.h"
#include "server/registry_exchange.h"
#include "state/blobs.h"

namespace neargate::server {

namespace oci = registry::oci;

namespace {

std::string upload_path(RegistryExchange const& exchange, std::string const& uuid) {
  return exchange.path("blobs/uploads/" + uuid);
}

/// Where an upload stands. Range is "0-<last byte>" without a unit, "0-0" for nothing; docker fails without
/// it.
RegistryAnswer upload_progress(int status, std::string const& location, std::string const& uuid,
                               std::uint64_t received) {
  RegistryAnswer answer = empty_answer(status);
  answer.headers = {{"Location", location},
                    {"Range", "0-" + std::to_string(received == 0 ? 0 : received - 1)},
                    {"Docker-Upload-Uuid", uuid}};
  return answer;
}

RegistryAnswer blob_created(std::string const& location, domain::Digest const& digest) {
  RegistryAnswer answer = empty_answer(201);
  answer.headers = {{"Location", location}, {"Docker-Content-Digest", digest.text()}};
  return answer;
}

RegistryAnswer digest_invalid(std::string const& digest) {
  return error_answer(oci::digest_invalid, "Invalid digest: " + digest);
}

RegistryAnswer refused(registry::Uploads::Refusal refusal) {
  switch (refusal) {
    case registry::Uploads::Refusal::Unknown:
      return error_answer(oci::blob_upload_unknown, "blob upload unknown to registry");
    case registry::Uploads::Refusal::Busy:
      break;
  }
  return error_answer(oci::blob_upload_busy, "another request is writing to this upload");
}

/// What a finished body becomes: more of the upload, or with a digest the blob itself.
struct UploadEnd {
  std::string upload_location, blob_location;
  std::optional<domain::Digest> digest;
  std::optional<std::uint64_t> received;  ///< what the upload must then hold, as Content-Range told
  RegistryAnswer if_repository_gone;
};

class BlobSink final : public UploadSink {
 public:
  BlobSink(registry::UploadWriter writer, UploadEnd end) : writer_(std::move(writer)), end_(std::move(end)) {}

  bool write(std::span<std::byte const> piece) noexcept override {
    if (failure_) return false;
    try {
      writer_.append(piece);
      return true;
    } catch (...) {
      failure_ = failure_answer("upload");
      return false;
    }
  }

  RegistryAnswer finish() noexcept override {
    if (failure_) return finished(std::move(*failure_));
    try {
      return finished(end());
    } catch (...) {
      return finished(failure_answer("upload"));
    }
  }

 private:
  RegistryAnswer end() {
    if (end_.received && *end_.received != writer_.received()) {
      writer_.abandon();  // what came is not what was announced, and cannot be taken back alone
      return error_answer(oci::size_invalid, "Content-Range and the bytes sent do not agree");
    }
    if (!end_.digest) return upload_progress(202, end_.upload_location, writer_.uuid(), writer_.received());
    switch (writer_.commit(*end_.digest)) {
      case registry::UploadWriter::Committed::Yes:
        return blob_created(end_.blob_location, *end_.digest);
      case registry::UploadWriter::Committed::RepositoryGone:
        return std::move(end_.if_repository_gone);
      case registry::UploadWriter::Committed::DigestMismatch:
        break;
    }
    return error_answer(oci::digest_invalid,
                        "provided digest did not match uploaded content: " + end_.digest->text());
  }

  registry::UploadWriter writer_;
  UploadEnd end_;
  std::optional<RegistryAnswer> failure_;
};

/// How much the upload holds once the announced part has come.
std::optional<std::uint64_t> announced(RegistryExchange const& exchange) {
  auto const range = parse_content_range(exchange.request.header("Content-Range"));
  return range ? std::optional(range->last + 1) : std::nullopt;
}

std::unique_ptr<UploadSink> sink(RegistryExchange const& exchange, registry::UploadWriter writer,
                                 std::optional<domain::Digest> digest) {
  UploadEnd end{.upload_location = upload_path(exchange, writer.uuid()),
                .blob_location = digest ? exchange.path("blobs/" + digest->text()) : std::string(),
                .digest = std::move(digest),
                .received = announced(exchange),
                .if_repository_gone = name_unknown(exchange)};
  return std::make_unique<BlobSink>(std::move(writer), std::move(end));
}

/// The repository that `from` names, if it lies in the same account and region; others are not mounted from.
std::optional<state::Repository> mount_source(state::Database& db, RegistryExchange const& exchange,
                                              state::Repository const& target, std::string const& from) {
  registry::AskedName const asked =
      exchange.host_scope ? registry::AskedName{exchange.host_scope, from} : registry::split_asked_name(from);
  if (asked.scope && *asked.scope != target.scope) return std::nullopt;
  return state::find_repository(db, target.scope, domain::RepositoryName{asked.name});
}

bool mount(RegistryExchange const& exchange, state::Repository const& target, domain::Digest const& digest) {
  auto const from = exchange.route.parameter("from");
  if (!registry::algorithm_of(digest)) return false;
  return exchange.registry.store().transact([&](state::Database& db) {
    registry::MountAsked asked{.digest = digest, .source = std::nullopt};
    if (from) {
      asked.source = mount_source(db, exchange, target, *from);
      if (!asked.source && !exchange.is_oci()) return false;
    }
    return registry::mount_blob(db, exchange.settings.profile, target, asked,
                                exchange.registry.clock().now());
  });
}

/// nullopt: the part may be written at the upload's end.
std::optional<RegistryAnswer> refuse_part(RegistryExchange const& exchange, std::string const& uuid,
                                          std::uint64_t received) {
  std::string_view const header = exchange.request.header("Content-Range");
  if (header.empty()) return std::nullopt;
  auto const range = parse_content_range(header);
  auto const& length = exchange.request.content_length;
  if (range && length && range->last - range->first + 1 != *length)
    return error_answer(oci::size_invalid, "Content-Range and Content-Length do not agree");
  if (range && range->first == received) return std::nullopt;
  RegistryAnswer answer = error_answer(
      oci::range_invalid, "the part does not follow the " + std::to_string(received) + " bytes received");
  for (auto& header_line : upload_progress(416, upload_path(exchange, uuid), uuid, received).headers)
    answer.headers.push_back(std::move(header_line));
  return answer;
}

RegistryReply receive(RegistryExchange const& exchange, state::RepositoryId repository,
                      std::optional<domain::Digest> digest) {
  auto resumed = exchange.registry.uploads().resume(exchange.route.reference, repository);
  if (auto const* const refusal = std::get_if<registry::Uploads::Refusal>(&resumed)) return refused(*refusal);
  auto& writer = std::get<registry::UploadWriter>(resumed);
  if (auto answer = refuse_part(exchange, writer.uuid(), writer.received())) return *std::move(answer);
  return sink(exchange, std::move(writer), std::move(digest));
}

}  // namespace

RegistryReply open_upload_start(RegistryExchange const& exchange) {
  if (!exchange.is("POST")) return method_unsupported("POST");
  // A missing repository is refused here, before any byte of a layer is sent.
  auto const repository = find_or_make_repository(exchange);
  if (!repository) return name_unknown(exchange);

  if (auto const wanted = exchange.route.parameter("mount")) {
    domain::Digest const digest{*wanted};
    if (mount(exchange, *repository, digest))
      return blob_created(exchange.path("blobs/" + digest.text()), digest);
  }
  std::optional<domain::Digest> digest;
  if (auto const asked = exchange.route.parameter("digest")) {
    digest = domain::Digest{*asked};
    if (!registry::algorithm_of(*digest)) return digest_invalid(*asked);
  }
  auto const named = exchange.route.parameter("digest-algorithm");
  auto const algorithm = digest  ? registry::algorithm_of(*digest)
                         : named ? registry::algorithm_named(*named)
                                 : registry::Algorithm::Sha256;
  if (!algorithm) return digest_invalid(*named);

  auto const uuid = exchange.registry.uploads().start(repository->id, *algorithm);
  if (!uuid) return error_answer(oci::too_many_uploads, "too many uploads are open");
  if (!digest) return upload_progress(202, upload_path(exchange, *uuid), *uuid, 0);
  auto writer = exchange.registry.uploads().resume(*uuid, repository->id);
  return sink(exchange, std::move(std::get<registry::UploadWriter>(writer)), digest);
}

RegistryReply open_upload(RegistryExchange const& exchange) {
  auto const repository =
      exchange.registry.store().read([&](state::Database& db) { return find_repository(db, exchange); });
  if (!repository) return name_unknown(exchange);
  registry::Uploads& uploads = exchange.registry.uploads();
  std::string const& uuid = exchange.route.reference;

  if (exchange.is("PATCH")) return receive(exchange, repository->id, std::nullopt);
  if (exchange.is("PUT")) {
    domain::Digest const digest{exchange.route.parameter("digest").value_or("")};
    if (!registry::algorithm_of(digest)) return digest_invalid(digest.text());
    return receive(exchange, repository->id, digest);
  }
  if (exchange.is("GET") || exchange.is("HEAD")) {
    auto const received = uploads.received(uuid, repository->id);
    if (!received) return refused(registry::Uploads::Refusal::Unknown);
    return upload_progress(204, upload_path(exchange, uuid), uuid, *received);
  }
  if (exchange.is("DELETE")) {
    if (auto const refusal = uploads.cancel(uuid, repository->id)) return refused(*refusal);
    return empty_answer(204);
  }
  return method_unsupported("GET, HEAD, PATCH, PUT, DELETE");
}

}  // namespace neargate::server
