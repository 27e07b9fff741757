#pragma once
// What every Describe of EC2 does alike: dry run, ids that must exist and be well formed, pages.

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/page_token.h"
#include "api/wire/error.h"
#include "gen/ec2/errors.h"

namespace neargate::api::ec2 {

/// How one kind of resource is named and what its refusals say.
struct IdKind {
  std::string_view prefix;  ///< "subnet"
  wire::ErrorShape malformed, not_found;
  std::string (*not_found_message)(std::string const& id);
  std::string_view parameter;  ///< "subnetIds", for the page refusal
};

/// Throws DryRunOperation (412), as for a caller with the right to do it.
void check_dry_run(std::optional<bool> const& dry_run);
/// Throws for an id that is not PREFIX-hex.
void check_id(IdKind const& kind, std::string const& id);
/// Ids and pages exclude each other; a page has 5 to 1000 items.
void check_page(IdKind const& kind, bool has_ids, std::optional<int> const& max_results);
[[noreturn]] void refuse_token();

/// Keeps the resources named by `ids` (all when absent); throws for a malformed or unknown id.
template <class Resource, class IdOf>
void select_ids(std::vector<Resource>& resources, std::optional<std::vector<std::string>> const& ids,
                IdKind const& kind, IdOf id_of) {
  if (!ids || ids->empty()) return;
  for (std::string const& id : *ids) {
    check_id(kind, id);
    bool const known = std::any_of(resources.begin(), resources.end(),
                                   [&](Resource const& resource) { return id_of(resource) == id; });
    if (!known) throw wire::Error(kind.not_found, kind.not_found_message(id));
  }
  std::erase_if(resources, [&](Resource const& resource) {
    return std::find(ids->begin(), ids->end(), id_of(resource)) == ids->end();
  });
}

/// Cuts `resources` to the page asked for; answers the token of the next one.
template <class Resource, class IdOf>
std::optional<std::string> cut_page(std::vector<Resource>& resources, std::optional<int> const& max_results,
                                    std::optional<std::string> const& token, IdKind const& kind, IdOf id_of) {
  if (token) {
    auto const after = read_page_token(kind.prefix, *token);
    if (!after) refuse_token();
    auto const last = std::find_if(resources.begin(), resources.end(),
                                   [&](Resource const& resource) { return id_of(resource) == *after; });
    if (last != resources.end()) resources.erase(resources.begin(), last + 1);
  }
  if (!max_results || resources.size() <= static_cast<std::size_t>(*max_results)) return std::nullopt;
  resources.resize(static_cast<std::size_t>(*max_results));
  return print_page_token(kind.prefix, id_of(resources.back()));
}

}  // namespace neargate::api::ec2
