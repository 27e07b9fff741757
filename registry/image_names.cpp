#include "registry/image_names.h"

#include <algorithm>
#include <vector>

#include "registry/digest.h"
#include "registry/naming.h"
#include "state/images.h"
#include "state/public_catalogs.h"
#include "state/repositories.h"

namespace neargate::registry {

namespace {

/// host/path[:tag][@digest], split.
struct ImageName {
  std::string host, path;
  std::string tag;
  std::optional<domain::Digest> digest;
};

std::optional<ImageName> split_image(std::string_view image) {
  ImageName name;
  if (auto const at = image.find('@'); at != std::string_view::npos) {
    name.digest = domain::Digest{image.substr(at + 1)};
    if (!algorithm_of(*name.digest)) return std::nullopt;
    image = image.substr(0, at);
  }
  auto const slash = image.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  name.host = image.substr(0, slash);
  std::string_view path = image.substr(slash + 1);
  if (auto const colon = path.rfind(':'); colon != std::string_view::npos) {
    name.tag = path.substr(colon + 1);
    if (!is_tag(name.tag)) return std::nullopt;
    path = path.substr(0, colon);
  } else if (!name.digest) {
    name.tag = "latest";
  }
  name.path = path;
  return name;
}

/// An ECR name of AWS, as CloudFormation composes it; other hosts of that shape are ours only if configured.
bool is_aws_host(std::string_view host) {
  return host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn") || host.ends_with(".on.aws");
}

std::string_view port_of(std::string_view host) {
  auto const colon = host.rfind(':');
  return colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
}

bool is_own_host(ImageNaming const& naming, std::string_view host) {
  if (host == naming.pull_host || host == naming.registry_host) return true;
  if (host == "localhost:" + std::string(port_of(naming.pull_host))) return true;
  auto const scope = scope_of_host(host);
  return scope && naming.registry_host.find('{') != std::string::npos &&
         proxy_endpoint(naming.registry_host, *scope) == "http://" + std::string(host);
}

std::optional<domain::Digest> find_digest(state::Database& db, state::Repository const& repository,
                                          ImageName const& name) {
  if (!name.digest) return state::find_tagged(db, repository.id, name.tag);
  if (state::find_image(db, repository.id, *name.digest)) return name.digest;
  return std::nullopt;
}

LocalImage local_image(ImageNaming const& naming, state::Repository const& repository, ImageName const& name,
                       std::optional<domain::Digest> digest) {
  LocalImage local;
  local.scope = repository.scope;
  local.repository = repository.name;
  if (!name.tag.empty()) local.tag = name.tag;
  local.digest = std::move(digest);
  // Docker ignores a tag beside a digest; so do we.
  local.pull_reference = repository_uri(naming.pull_host, repository.scope, repository.name) +
                         (name.digest ? '@' + name.digest->text() : ':' + name.tag);
  return local;
}

/// Public repositories that public.ecr.aws/PATH may mean: PATH as it stands, as docker/library/nginx; else
/// what follows an alias, since the aliases that AWS gives out are not known here. The caller's own come
/// first.
std::vector<state::Repository> public_candidates(state::Database& db, ImageNaming const& naming,
                                                 std::string const& path) {
  std::vector<std::string> names{path};
  if (auto const slash = path.find('/'); slash != path.npos) names.push_back(path.substr(slash + 1));
  std::vector<state::Repository> candidates;
  for (std::string const& text : names) {
    domain::RepositoryName const name{text};
    auto owners = state::list_public_owners(db, name);
    std::ranges::stable_partition(owners, [&](auto const& owner) { return owner == naming.bare.account; });
    for (auto const& owner : owners)
      if (auto found = state::find_repository(db, {owner, state::public_region}, name))
        candidates.push_back(*std::move(found));
  }
  return candidates;
}

/// The first that has the image; else the first: the pull is refused here, not asked of the internet.
std::optional<LocalImage> choose(state::Database& db, ImageNaming const& naming,
                                 std::vector<state::Repository> const& candidates, ImageName const& name) {
  for (state::Repository const& repository : candidates)
    if (auto digest = find_digest(db, repository, name))
      return local_image(naming, repository, name, std::move(digest));
  if (candidates.empty()) return std::nullopt;
  return local_image(naming, candidates.front(), name, std::nullopt);
}

}  // namespace

std::optional<LocalImage> find_local_image(state::Database& db, ImageNaming const& naming,
                                           std::string_view image) {
  auto const name = split_image(image);
  if (!name) return std::nullopt;
  if (name->host == "public.ecr.aws") {
    // Most such names are Amazon's own: where no repository here has the image, the world is asked.
    auto local = choose(db, naming, public_candidates(db, naming, name->path), *name);
    return local && local->digest ? local : std::nullopt;
  }
  AskedName asked{scope_of_host(name->host), name->path};
  if (!(asked.scope && is_aws_host(name->host)) && !is_own_host(naming, name->host)) return std::nullopt;
  if (!asked.scope) asked = split_asked_name(name->path);
  domain::Scope const scope = asked.scope.value_or(naming.bare);

  // The exact region first; then the account's others, since the tutorial pushes to one region and names
  // another in its task definition.
  auto const exact = state::find_repository(db, scope, domain::RepositoryName{asked.name});
  std::vector<state::Repository> candidates;
  if (exact) candidates.push_back(*exact);
  for (auto& other : state::list_repositories_named(db, scope.account, domain::RepositoryName{asked.name}))
    if (other.scope != scope) candidates.push_back(std::move(other));
  return choose(db, naming, candidates, *name);
}

}  // namespace neargate::registry
