#include "registry/replication.h"

#include <algorithm>
#include <set>

#include "registry/creation.h"
#include "registry/manifests.h"
#include "registry/registry_policy.h"
#include "state/blobs.h"
#include "state/replications.h"

namespace neargate::registry {

namespace {

bool fits(state::ReplicationRule const& rule, std::string const& name) {
  return rule.prefixes.empty() || std::ranges::any_of(rule.prefixes, [&](std::string const& prefix) {
           return name.starts_with(prefix);
         });
}

/// Shows what the manifest is made of in the other repository; parts of an index first.
void copy_image(state::Database& db, state::Repository const& from, state::Repository const& to,
                domain::Digest const& digest, domain::Time now) {
  if (state::find_image(db, to.id, digest)) return;
  auto const image = state::find_image(db, from.id, digest);
  if (!image) return;
  std::string const bytes = state::read_manifest(db, from.id, digest);
  auto const manifest = parse_manifest(bytes, image->media_type);
  if (!manifest) return;
  for (auto const& reference : manifest->references) {
    if (reference.kind == state::ReferenceKind::Image)
      copy_image(db, from, to, reference.digest, now);
    else if (auto const size = state::find_blob_size(db, reference.digest))
      state::link_blob(db, to.id, reference.digest, *size, now);
  }
  put_image(db, to,
            {.bytes = bytes,
             .media_type = image->media_type,
             .digest = digest,
             .tag = {},
             .origin = Origin::Replica},
            now);
}

std::optional<std::string> replicate(state::Database& db, state::ImageReplication const& order,
                                     domain::Time now) {
  auto const from = state::find_repository(db, order.source, order.repository);
  auto to = state::find_repository(db, order.target, order.repository);
  if (order.source.account != order.target.account) {
    RegistryQuestion question{.registry = order.target,
                              .repository = order.repository,
                              .account = order.source.account,
                              .action = "ecr:ReplicateImage"};
    if (!registry_allows(db, question)) return "AccessDenied";
    question.action = "ecr:CreateRepository";
    if (!to && !registry_allows(db, question)) return "AccessDenied";
  }
  if (!to) to = apply_template(db, order.target, order.repository, CreationReason::Replication, now);
  copy_image(db, *from, *to, order.digest, now);
  auto const arrived = state::find_image(db, to->id, order.digest);
  if (!arrived) return "InternalError";
  for (std::string const& tag : order.tags) {
    auto const tagged = state::find_tagged(db, to->id, tag);
    // A tag that may not move stays where it is: the image has arrived without it.
    if (tagged == order.digest || (tagged && tag_is_immutable(*to, tag))) continue;
    state::set_tag(db, to->id, tag, order.digest);
  }
  return std::nullopt;
}

}  // namespace

void order_replications(state::Database& db, state::Repository const& repository,
                        domain::Digest const& digest, std::optional<std::string> const& tag) {
  std::set<domain::Scope> destinations;
  for (auto const& rule : state::find_replication_rules(db, repository.scope))
    if (fits(rule, repository.name.text()))
      destinations.insert(rule.destinations.begin(), rule.destinations.end());
  for (domain::Scope const& destination : destinations)
    state::order_replication(db, repository.id, digest, destination, tag);
}

bool replicate_next(state::Database& db, domain::Time now) {
  auto const order = state::next_replication(db);
  if (!order) return false;
  state::finish_replication(db, order->number, replicate(db, *order, now));
  return true;
}

}  // namespace neargate::registry
