#pragma once
// IAM's pages: MaxItems (default 100) and Marker; IsTruncated is always told (iam-sts-ec2-logs.md "Lists").

#include <optional>
#include <string>
#include <vector>

#include "api/page_token.h"

namespace neargate::api::iam {

template <class Item>
struct MarkedPage {
  std::vector<Item> items;
  bool is_truncated = false;
  std::optional<std::string> marker;
};

/// The key behind a Marker; throws ValidationError for one that we did not give for this list.
std::optional<std::string> key_after(std::string_view list, std::optional<std::string> const& marker);

/// One page of `sorted`; `list` names the list with its filters, `key` gives an item's sort key.
template <class Item, class Key>
MarkedPage<Item> marked_page(std::string_view list, std::vector<Item> const& sorted,
                             std::optional<int> const& max_items, std::optional<std::string> const& marker,
                             Key key) {
  constexpr int usual_size = 100;
  auto const after = key_after(list, marker);
  MarkedPage<Item> page;
  for (Item const& item : sorted) {
    if (after && key(item) <= *after) continue;
    if (static_cast<int>(page.items.size()) == max_items.value_or(usual_size)) {
      page.is_truncated = true;
      page.marker = print_page_token(list, key(page.items.back()));
      break;
    }
    page.items.push_back(item);
  }
  return page;
}

}  // namespace neargate::api::iam
