#pragma once
// Uploads in flight: start, resume, append, commit by digest, cancel. Sessions live in memory, their bytes in
// files below uploads/: after a restart they are cleanly gone and clients begin anew (docker's retry is
// always a new POST).

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>

#include "domain/clock.h"
#include "domain/mint.h"
#include "registry/blobs.h"
#include "registry/digest.h"
#include "registry/layout.h"

namespace neargate::registry {

/// A session that nobody uses for this long is dropped: every retry of docker push leaves one behind.
inline constexpr std::chrono::hours upload_idle_max{1};
inline constexpr std::size_t uploads_max = 4096;

class UploadWriter;

class Uploads final {
 public:
  Uploads(Layout const& layout, Blobs& blobs, domain::Clock const& clock, domain::Mint& mint);

  /// The uuid of a new session; nullopt: too many are open.
  std::optional<std::string> start(state::RepositoryId repository, Algorithm algorithm);

  enum class Refusal { Unknown, Busy };
  /// The one writer of a session. Busy: another request is writing to it.
  std::variant<UploadWriter, Refusal> resume(std::string const& uuid, state::RepositoryId repository);
  /// The number of bytes stored; nullopt: no such session in this repository.
  std::optional<std::uint64_t> received(std::string const& uuid, state::RepositoryId repository) const;
  /// nullopt: cancelled.
  std::optional<Refusal> cancel(std::string const& uuid, state::RepositoryId repository);

  /// Drops sessions that nobody uses.
  void sweep();
  /// Where uploads are open.
  std::set<state::RepositoryId> repositories() const;

 private:
  friend class UploadWriter;
  struct Session;
  using SessionPtr = std::shared_ptr<Session>;  // shared by the map and the one writer

  SessionPtr find(std::string const& uuid, state::RepositoryId repository) const;
  void release(Session& session);
  void remove(Session const& session);

  Layout const& layout_;
  Blobs& blobs_;
  domain::Clock const& clock_;
  domain::Mint& mint_;
  mutable std::mutex mutex_;
  std::map<std::string, SessionPtr> sessions_;
};

/// Exclusive use of a session. Going out of scope leaves the session as far as it came; abandon() and a
/// commit end it. A failure of the disk throws std::system_error and ends the session: nothing is left
/// behind.
class UploadWriter final {
 public:
  UploadWriter(UploadWriter&& other) noexcept;
  UploadWriter& operator=(UploadWriter&&) = delete;
  ~UploadWriter();

  std::string const& uuid() const;
  std::uint64_t received() const;
  void append(std::span<std::byte const> bytes);

  enum class Committed { Yes, DigestMismatch, RepositoryGone };
  /// Durable when it returns Yes.
  Committed commit(domain::Digest const& digest);
  void abandon();

 private:
  friend class Uploads;
  UploadWriter(Uploads& uploads, Uploads::SessionPtr session);
  Committed keep(domain::Digest const& digest);

  Uploads* uploads_;
  Uploads::SessionPtr session_;  ///< null once the session has ended
  File file_;
};

}  // namespace neargate::registry
