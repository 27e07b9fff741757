#include "registry/uploads.h"

#include <spdlog/spdlog.h>

#include <vector>

namespace neargate::registry {

namespace fs = std::filesystem;

namespace {

/// The kernel is asked to write back in steps of this size while the client still sends.
constexpr std::uint64_t write_back_step_bytes = 8 * 1024 * 1024;
/// An upload of this length may have outlasted the grace of blobs that the same push sent before it.
constexpr std::chrono::minutes long_upload{10};
constexpr std::size_t reread_buffer_bytes = 1024 * 1024;

domain::Digest hash_file(fs::path const& path, Algorithm algorithm) {
  File const file = File::read(path);
  Hasher hasher(algorithm);
  std::vector<std::byte> buffer(reread_buffer_bytes);
  for (std::uint64_t offset = 0;;) {
    std::size_t const got = file.read_at(offset, buffer);
    if (got == 0) return hasher.digest();
    hasher.update(std::span(buffer).first(got));
    offset += got;
  }
}

}  // namespace

/// All but `received` is touched by the writer alone, or under the mutex while there is none.
struct Uploads::Session {
  std::string uuid;
  state::RepositoryId repository;
  fs::path path;
  Hasher hasher;
  std::atomic<std::uint64_t> received = 0;
  std::uint64_t written_back = 0;
  domain::Time const started;
  bool busy = false;       // under the mutex
  domain::Time last_used;  // under the mutex

  Session(std::string id, state::RepositoryId in, fs::path file, Algorithm algorithm, domain::Time now)
      : uuid(std::move(id)),
        repository(in),
        path(std::move(file)),
        hasher(algorithm),
        started(now),
        last_used(now) {}
};

Uploads::Uploads(Layout const& layout, Blobs& blobs, domain::Clock const& clock, domain::Mint& mint)
    : layout_(layout), blobs_(blobs), clock_(clock), mint_(mint) {
  for (auto const& entry : fs::directory_iterator(layout_.uploads())) fs::remove(entry.path());
}

std::optional<std::string> Uploads::start(state::RepositoryId repository, Algorithm algorithm) {
  std::string const uuid = mint_.uuid();
  std::lock_guard const lock(mutex_);
  if (sessions_.size() >= uploads_max) return std::nullopt;
  fs::path const path = layout_.upload(uuid);
  File::create(path);
  sessions_.emplace(uuid, std::make_shared<Session>(uuid, repository, path, algorithm, clock_.now()));
  return uuid;
}

Uploads::SessionPtr Uploads::find(std::string const& uuid, state::RepositoryId repository) const {
  auto const found = sessions_.find(uuid);
  if (found == sessions_.end() || found->second->repository != repository) return nullptr;
  return found->second;
}

std::variant<UploadWriter, Uploads::Refusal> Uploads::resume(std::string const& uuid,
                                                             state::RepositoryId repository) {
  std::lock_guard const lock(mutex_);
  SessionPtr const session = find(uuid, repository);
  if (!session) return Refusal::Unknown;
  if (session->busy) return Refusal::Busy;
  UploadWriter writer(*this, session);
  session->busy = true;
  return writer;
}

std::optional<std::uint64_t> Uploads::received(std::string const& uuid,
                                               state::RepositoryId repository) const {
  std::lock_guard const lock(mutex_);
  SessionPtr const session = find(uuid, repository);
  if (!session) return std::nullopt;
  return session->received;
}

std::optional<Uploads::Refusal> Uploads::cancel(std::string const& uuid, state::RepositoryId repository) {
  auto writer = resume(uuid, repository);
  if (auto const* const refusal = std::get_if<Refusal>(&writer)) return *refusal;
  std::get<UploadWriter>(writer).abandon();
  return std::nullopt;
}

void Uploads::release(Session& session) {
  std::lock_guard const lock(mutex_);
  session.busy = false;
  session.last_used = clock_.now();
}

void Uploads::remove(Session const& session) {
  std::error_code ignored;  // renamed into place, or gone: both are what is wanted
  fs::remove(session.path, ignored);
  std::lock_guard const lock(mutex_);
  sessions_.erase(session.uuid);
}

void Uploads::sweep() {
  std::vector<SessionPtr> stale;
  {
    std::lock_guard const lock(mutex_);
    domain::Time const now = clock_.now();
    for (auto const& [uuid, session] : sessions_)
      if (!session->busy && now - session->last_used > upload_idle_max) {
        session->busy = true;  // nobody resumes it any more
        stale.push_back(session);
      }
  }
  for (SessionPtr const& session : stale) remove(*session);
  if (!stale.empty()) spdlog::info("registry=sweep expired_uploads={}", stale.size());
}

std::set<state::RepositoryId> Uploads::repositories() const {
  std::lock_guard const lock(mutex_);
  std::set<state::RepositoryId> found;
  for (auto const& [uuid, session] : sessions_) found.insert(session->repository);
  return found;
}

UploadWriter::UploadWriter(Uploads& uploads, Uploads::SessionPtr session)
    : uploads_(&uploads), session_(std::move(session)), file_(File::append(session_->path)) {}

UploadWriter::UploadWriter(UploadWriter&& other) noexcept
    : uploads_(other.uploads_), session_(std::move(other.session_)), file_(std::move(other.file_)) {}

UploadWriter::~UploadWriter() {
  if (session_) uploads_->release(*session_);
}

std::string const& UploadWriter::uuid() const { return session_->uuid; }
std::uint64_t UploadWriter::received() const { return session_->received; }

void UploadWriter::append(std::span<std::byte const> bytes) {
  try {
    file_.write(bytes);
    session_->hasher.update(bytes);
  } catch (...) {
    abandon();
    throw;
  }
  std::uint64_t const received = session_->received += bytes.size();
  if (received - session_->written_back < write_back_step_bytes) return;
  file_.start_writing_back(session_->written_back, received - session_->written_back);
  session_->written_back = received;
}

UploadWriter::Committed UploadWriter::commit(domain::Digest const& digest) {
  try {
    Committed const committed = keep(digest);
    abandon();
    return committed;
  } catch (...) {
    abandon();
    throw;
  }
}

UploadWriter::Committed UploadWriter::keep(domain::Digest const& digest) {
  auto const algorithm = algorithm_of(digest);
  if (!algorithm) return Committed::DigestMismatch;
  // The algorithm is known for sure only now (oci-push-pull.md §7).
  domain::Digest const actual = *algorithm == session_->hasher.algorithm()
                                    ? session_->hasher.digest()
                                    : hash_file(session_->path, *algorithm);
  if (actual != digest) return Committed::DigestMismatch;
  domain::Time const now = uploads_->clock_.now();
  if (now - session_->started > long_upload) uploads_->blobs_.keep_idle(session_->repository, now);
  auto kept = uploads_->blobs_.link_known(digest, session_->repository, now);
  if (!kept) {
    file_.sync();
    kept = uploads_->blobs_.keep(session_->path, digest, session_->received, session_->repository, now);
  }
  return *kept == Blobs::Kept::Yes ? Committed::Yes : Committed::RepositoryGone;
}

void UploadWriter::abandon() {
  if (!session_) return;
  file_ = File();
  uploads_->remove(*session_);
  session_.reset();
}

}  // namespace neargate::registry
