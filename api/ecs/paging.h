#pragma once
// Pages of sorted lists (ecs-control-plane.md "Lists and pages"). A token names the last item of the page
// before, so a list that changes between two pages neither repeats nor loses what stayed.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::api::ecs {

struct PageLimits {
  int usual = 100;
  int most = 100;
};

/// The size of the page asked for; refuses one over the limit as AWS words it.
int page_size(std::optional<int> const& max_results, PageLimits limits = {});

/// An opaque token: which list it belongs to, the last key, and a checksum over both.
std::string print_token(std::string_view list, std::string_view last_key);
/// The last key again; a token that we did not make for this list is refused.
std::optional<std::string> read_token(std::string_view list, std::optional<std::string> const& token);
[[noreturn]] void refuse_token();

template <class Item>
struct Page {
  std::vector<Item> items;
  bool more = false;
};

/// The items of a list sorted by `before` that come after `last`.
template <class Item, class Before>
Page<Item> page_after(std::vector<Item> const& sorted, std::optional<Item> const& last, int size,
                      Before before) {
  auto const begin = last ? std::upper_bound(sorted.begin(), sorted.end(), *last, before) : sorted.begin();
  auto const count = std::min<std::ptrdiff_t>(size, sorted.end() - begin);
  return {{begin, begin + count}, begin + count != sorted.end()};
}

}  // namespace neargate::api::ecs
