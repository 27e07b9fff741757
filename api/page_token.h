#pragma once
// Page tokens of every service: opaque, alive after a restart, bound to one list. A token names the last item
// of the page before, so a list that changes between two pages neither repeats nor loses what stayed.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::api {

/// Which list the token belongs to, the last key, and a checksum over both.
std::string print_page_token(std::string_view list, std::string_view last_key);
/// The last key again; nullopt for a token that was not made for this list (cut, edited, of another list).
std::optional<std::string> read_page_token(std::string_view list, std::string_view token);

template <class Item>
struct Page {
  std::vector<Item> items;
  bool more = false;
};

/// The items of a list sorted by `before` that come after `last`, `size` at most.
template <class Item, class Before>
Page<Item> page_after(std::vector<Item> const& sorted, std::optional<Item> const& last, int size,
                      Before before) {
  auto const begin = last ? std::upper_bound(sorted.begin(), sorted.end(), *last, before) : sorted.begin();
  auto const count = std::min<std::ptrdiff_t>(size, sorted.end() - begin);
  return {{begin, begin + count}, begin + count != sorted.end()};
}

}  // namespace neargate::api
