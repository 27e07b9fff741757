#include "registry/pull_through.h"

#include <spdlog/spdlog.h>

#include <limits>

#include "registry/creation.h"
#include "registry/digest.h"
#include "registry/manifests.h"
#include "registry/naming.h"
#include "state/images.h"

namespace neargate::registry {

namespace {

/// AWS: upstream is asked about a cached tag "at least once every 24 hours".
constexpr std::chrono::hours checked_every{24};
constexpr std::size_t fetches_at_once = 8;
constexpr int index_depth_max = 3;
constexpr std::string_view root = "ROOT";
/// ECR's largest layer.
constexpr std::uint64_t blob_bytes_max = std::uint64_t{52'000} * 1024 * 1024;

bool is_digest(std::string const& reference) { return reference.find(':') != std::string::npos; }

std::string_view without_slash(std::string_view prefix) {
  if (prefix.ends_with('/')) prefix.remove_suffix(1);
  return prefix;
}

UpstreamFailure malformed(std::string reason) {
  return {UpstreamFailure::Kind::Malformed, std::move(reason)};
}

}  // namespace

std::optional<UpstreamImage> find_upstream_image(state::Database& db, domain::Scope const& scope,
                                                 domain::RepositoryName const& name,
                                                 std::string const& reference) {
  std::optional<state::PullThroughRule> best;
  std::string rest;
  for (auto& rule : state::list_pull_through_rules(db, scope, "", std::numeric_limits<int>::max())) {
    bool const is_root = rule.prefix == root;
    std::string const prefix = is_root ? std::string() : std::string(without_slash(rule.prefix)) + '/';
    bool const fits = name.text().size() > prefix.size() && name.text().starts_with(prefix);
    if (!fits || (best && best->prefix != root && best->prefix.size() >= rule.prefix.size())) continue;
    if (is_root && best) continue;
    rest = name.text().substr(prefix.size());
    best = std::move(rule);
  }
  if (!best) return std::nullopt;
  UpstreamImage image{
      .rule = *best, .repository = name, .upstream_repository = rest, .reference = reference, .known = {}};
  if (best->upstream_prefix != root)
    image.upstream_repository = std::string(without_slash(best->upstream_prefix)) + '/' + rest;
  return image;
}

bool Fetch::is_over() const {
  std::lock_guard const lock(mutex_);
  return over_;
}

std::optional<UpstreamFailure> Fetch::failure() const {
  std::lock_guard const lock(mutex_);
  return failure_;
}

void Fetch::on_end(std::function<void()> wake) {
  {
    std::lock_guard const lock(mutex_);
    if (!over_) {
      waiting_.push_back(std::move(wake));
      return;
    }
  }
  wake();
}

void Fetch::end(std::optional<UpstreamFailure> failure) {
  std::vector<std::function<void()>> waiting;
  {
    std::lock_guard const lock(mutex_);
    over_ = true;
    failure_ = std::move(failure);
    waiting.swap(waiting_);
  }
  for (auto const& wake : waiting) wake();
}

void PullThrough::stop() {
  std::vector<std::jthread> threads;
  std::deque<Job> dropped;
  {
    std::lock_guard const lock(mutex_);
    threads.swap(threads_);
    dropped.swap(queue_);
    under_way_.clear();
  }
  for (std::jthread& thread : threads) thread.request_stop();
  for (Job const& job : dropped)
    job.fetch->end(UpstreamFailure{UpstreamFailure::Kind::Unavailable, "stopping"});
}

std::shared_ptr<Fetch> PullThrough::fetch_if_due(domain::Scope const& scope,
                                                 domain::RepositoryName const& name,
                                                 std::string const& reference) {
  if (is_digest(reference) ? !algorithm_of(domain::Digest{reference}).has_value() : !is_tag(reference))
    return nullptr;
  domain::Time const now = clock_.now();
  auto image = store_.read([&](state::Database& db) -> std::optional<UpstreamImage> {
    auto wanted = find_upstream_image(db, scope, name, reference);
    if (!wanted) return std::nullopt;
    auto const repository = state::find_repository(db, scope, name);
    if (!repository) return wanted;
    if (is_digest(reference))
      return state::find_image(db, repository->id, domain::Digest{reference}) ? std::nullopt : wanted;
    wanted->known = state::find_tagged(db, repository->id, reference);
    auto const checked = state::find_upstream_check(db, repository->id, reference);
    if (wanted->known && checked && now - *checked < checked_every) return std::nullopt;
    return wanted;
  });
  if (!image) return nullptr;
  std::string key = scope.account.text() + '/' + scope.region.text() + '/' + name.text() + '@' + reference;
  std::lock_guard const lock(mutex_);
  auto& fetch = under_way_[key];
  if (fetch) return fetch;
  fetch = std::make_shared<Fetch>();
  queue_.push_back({std::move(key), *std::move(image), fetch});
  if (idle_ < queue_.size() && threads_.size() < fetches_at_once)
    threads_.emplace_back([this](std::stop_token const& stop) { work(stop); });
  more_.notify_one();
  return fetch;
}

void PullThrough::work(std::stop_token const& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    ++idle_;
    more_.wait(lock, stop, [this] { return !queue_.empty(); });
    --idle_;
    if (queue_.empty() || stop.stop_requested()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    std::optional<UpstreamFailure> failure;
    try {
      failure = run(job.image, stop);
    } catch (std::exception const& error) {
      failure = malformed(error.what());
    }
    if (failure)
      spdlog::warn("registry=pull-through repository={} upstream={} reference={} error=\"{}\"",
                   job.image.repository.text(), job.image.rule.upstream_url, job.image.reference,
                   failure->reason);
    lock.lock();
    under_way_.erase(job.key);
    lock.unlock();
    job.fetch->end(std::move(failure));
    lock.lock();
  }
}

std::optional<UpstreamFailure> PullThrough::run(UpstreamImage const& image, std::stop_token const& stop) {
  Upstream upstream(addresses_, image.rule.upstream_url, image.upstream_repository, stop);
  if (image.known) {
    auto const there = upstream.resolve(image.reference);
    if (auto const* const failure = std::get_if<UpstreamFailure>(&there)) return *failure;
    if (std::get<std::string>(there) == image.known->text()) {
      note_check(image);
      return std::nullopt;
    }
  }
  state::RepositoryId repository = 0;
  auto failure = take_manifest(upstream, image, image.reference, repository, 0);
  if (!failure && !is_digest(image.reference)) note_check(image);
  return failure;
}

void PullThrough::note_check(UpstreamImage const& image) {
  store_.transact([&](state::Database& db) {
    if (auto const repository = state::find_repository(db, image.rule.scope, image.repository))
      state::note_upstream_check(db, repository->id, image.reference, clock_.now());
  });
}

state::RepositoryId PullThrough::require_repository(UpstreamImage const& image) {
  return store_.transact([&](state::Database& db) {
    auto found = state::find_repository(db, image.rule.scope, image.repository);
    if (!found)
      found = apply_template(db, image.rule.scope, image.repository, CreationReason::PullThroughCache,
                             clock_.now());
    return found->id;
  });
}

/// What it is made of first, so that what is shown is whole. Of an index every image is taken, as ECR does.
std::optional<UpstreamFailure> PullThrough::take_manifest(Upstream& upstream, UpstreamImage const& image,
                                                          std::string const& reference,
                                                          state::RepositoryId& repository, int depth) {
  auto answer = upstream.manifest(reference);
  if (auto* const failure = std::get_if<UpstreamFailure>(&answer)) return std::move(*failure);
  auto const& [bytes, media_type] = std::get<UpstreamManifest>(answer);
  auto const manifest = parse_manifest(bytes, media_type);
  if (!manifest || depth > index_depth_max) return malformed("upstream's manifest is not one that ECR takes");
  std::optional<domain::Digest> digest;
  if (is_digest(reference)) digest = domain::Digest{reference};
  if (digest && digest_of(bytes, *algorithm_of(*digest)) != *digest)
    return malformed("upstream's manifest has not the digest " + reference);
  // Made only now: a name that upstream does not know leaves nothing behind.
  if (repository == 0) repository = require_repository(image);
  for (auto const& part : manifest->references) {
    auto failure = part.kind == state::ReferenceKind::Image
                       ? take_manifest(upstream, image, part.digest.text(), repository, depth + 1)
                       : take_blob(upstream, repository, part.digest);
    if (failure) return failure;
  }
  return store_.transact([&](state::Database& db) -> std::optional<UpstreamFailure> {
    auto const found = state::find_repository(db, image.rule.scope, image.repository);
    if (!found || found->id != repository) return malformed("the repository was deleted meanwhile");
    ImagePut put{
        .bytes = bytes, .media_type = media_type, .digest = digest, .tag = {}, .origin = Origin::Upstream};
    if (!digest) put.tag = reference;
    auto const outcome = put_image(db, *found, put, clock_.now());
    bool const there =
        std::holds_alternative<ImageStored>(outcome) || std::holds_alternative<ImageUnchanged>(outcome) ||
        std::holds_alternative<TagImmutable>(outcome);  // then the old image goes on being served
    if (!there) return malformed("upstream's manifest cannot be stored");
    return std::nullopt;
  });
}

std::optional<UpstreamFailure> PullThrough::take_blob(Upstream& upstream, state::RepositoryId repository,
                                                      domain::Digest const& digest) {
  if (auto const kept = blobs_.link_known(digest, repository, clock_.now()); kept == Blobs::Kept::Yes)
    return std::nullopt;
  auto const uuid = uploads_.start(repository, *algorithm_of(digest));
  if (!uuid) return UpstreamFailure{UpstreamFailure::Kind::TooManyRequests, "too many uploads are open"};
  auto resumed = uploads_.resume(*uuid, repository);
  auto* const writer = std::get_if<UploadWriter>(&resumed);
  if (!writer) return malformed("the upload was lost");
  auto failure = upstream.blob(digest, [&](std::span<std::byte const> bytes) {
    writer->append(bytes);
    return writer->received() <= blob_bytes_max;
  });
  if (failure) {
    writer->abandon();
    return failure;
  }
  if (writer->commit(digest) != UploadWriter::Committed::Yes)
    return malformed("upstream's blob has not the digest " + digest.text());
  return std::nullopt;
}

}  // namespace neargate::registry
