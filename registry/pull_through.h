#pragma once
// Pull-through cache: a repository below a rule's prefix is filled from its upstream as it is pulled. What is
// here is served from here; a tag is compared with upstream once a day. Fetches run on threads of their own,
// and who asks for what is being fetched waits for the same fetch.

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "registry/blobs.h"
#include "registry/uploads.h"
#include "registry/upstream.h"
#include "state/pull_through_rules.h"
#include "state/store.h"

namespace neargate::registry {

/// What is to be fetched, from where.
struct UpstreamImage {
  state::PullThroughRule rule;
  domain::RepositoryName repository;    ///< here
  std::string upstream_repository;      ///< there
  std::string reference;                ///< tag or digest
  std::optional<domain::Digest> known;  ///< of the tag, here
};

/// One fetch, shared by all who wait for it.
class Fetch final {
 public:
  bool is_over() const;
  /// `wake` is called once, on any thread, when it is over; at once if it is.
  void on_end(std::function<void()> wake);
  /// Why there is nothing new; nullopt when it succeeded.
  std::optional<UpstreamFailure> failure() const;

 private:
  friend class PullThrough;
  void end(std::optional<UpstreamFailure> failure);

  mutable std::mutex mutex_;
  bool over_ = false;
  std::optional<UpstreamFailure> failure_;
  std::vector<std::function<void()>> waiting_;
};

class PullThrough final {
 public:
  PullThrough(state::Store& store, domain::Clock const& clock, Blobs& blobs, Uploads& uploads)
      : store_(store), clock_(clock), blobs_(blobs), uploads_(uploads) {}
  ~PullThrough() { stop(); }
  PullThrough(PullThrough const&) = delete;
  PullThrough& operator=(PullThrough const&) = delete;

  /// Before the first request.
  void set_upstreams(UpstreamAddresses addresses) { addresses_ = std::move(addresses); }
  UpstreamAddresses const& upstreams() const { return addresses_; }
  void stop();

  /// The fetch that must end before this manifest can be answered; null: it can be answered now.
  std::shared_ptr<Fetch> fetch_if_due(domain::Scope const& scope, domain::RepositoryName const& name,
                                      std::string const& reference);

 private:
  struct Job {
    std::string key;
    UpstreamImage image;
    std::shared_ptr<Fetch> fetch;
  };
  void work(std::stop_token const& stop);
  std::optional<UpstreamFailure> run(UpstreamImage const& image, std::stop_token const& stop);
  std::optional<UpstreamFailure> take_manifest(Upstream& upstream, UpstreamImage const& image,
                                               std::string const& reference, state::RepositoryId& repository,
                                               int depth);
  std::optional<UpstreamFailure> take_blob(Upstream& upstream, state::RepositoryId repository,
                                           domain::Digest const& digest);
  state::RepositoryId require_repository(UpstreamImage const& image);
  void note_check(UpstreamImage const& image);

  state::Store& store_;
  domain::Clock const& clock_;
  Blobs& blobs_;
  Uploads& uploads_;
  UpstreamAddresses addresses_;
  std::mutex mutex_;
  std::condition_variable_any more_;
  std::deque<Job> queue_;
  std::map<std::string, std::shared_ptr<Fetch>> under_way_;
  std::size_t idle_ = 0;
  std::vector<std::jthread> threads_;
};

/// The rule whose prefix fits best, and what it makes of the name; nullopt: no rule is meant.
std::optional<UpstreamImage> find_upstream_image(state::Database& db, domain::Scope const& scope,
                                                 domain::RepositoryName const& name,
                                                 std::string const& reference);

}  // namespace neargate::registry
