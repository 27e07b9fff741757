// What containers take from each other: links and volumes.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "api/ecs/rules/registration_limits.h"

namespace neargate::api::ecs {

namespace {

bool has_container(Registration const& request, std::string const& name) {
  return std::ranges::any_of(containers_of(request), [&](auto const& one) { return one.name == name; });
}

/// "name:alias" or "name".
std::string linked_name(std::string const& link) { return link.substr(0, link.find(':')); }

bool links_back(std::map<std::string, std::set<std::string>> const& links, std::string const& from,
                std::string const& target, std::set<std::string>& seen) {
  auto const found = links.find(from);
  if (found == links.end() || !seen.insert(from).second) return false;
  return std::ranges::any_of(found->second, [&](std::string const& next) {
    return next == target || links_back(links, next, target, seen);
  });
}

}  // namespace

std::optional<Refusal> links_refused(Registration const& request) {
  std::map<std::string, std::set<std::string>> links;
  for (auto const& container : containers_of(request))
    for (std::string const& link : items(container.links)) {
      if (!has_container(request, linked_name(link)))
        return client(fmt::format("Invalid 'links' setting. Unknown container: '{}'.", linked_name(link)));
      links[*container.name].insert(linked_name(link));
    }
  for (auto const& [name, linked] : links) {
    std::set<std::string> seen;
    if (links_back(links, name, name, seen)) return client("Container links should not have a cycle");
  }
  return std::nullopt;
}

std::optional<Refusal> volumes_from_refused(Registration const& request) {
  for (auto const& container : containers_of(request))
    for (VolumeFrom const& from : items(container.volumes_from)) {
      std::string const name = from.source_container.value_or("");
      if (!has_container(request, name) || name == container.name)
        return client(fmt::format("Invalid 'volumesFrom' setting. Unknown container: '{}'.", name));
    }
  return std::nullopt;
}

}  // namespace neargate::api::ecs
