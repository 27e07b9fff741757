#include <charconv>

#include "api/ecr/image_ids.h"
#include "api/ecr/paging.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"

namespace neargate::api::ecr {

namespace {

/// The place of an entry: the image's number and its tag's.
struct Place {
  std::int64_t image = 0, tag = 0;
};

std::string print_place(state::ImageEntry const& entry) {
  return std::to_string(entry.image_number) + '/' + std::to_string(entry.tag_number);
}

Place parse_place(std::string const& key) {
  Place place;
  char const* const end = key.data() + key.size();
  auto const [slash, error] = std::from_chars(key.data(), end, place.image);
  if (error == std::errc{} && slash != end) std::from_chars(slash + 1, end, place.tag);
  return place;
}

}  // namespace

ListImagesResponse list_images(Call& call, ListImagesRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const filter = request.filter.value_or(ListImagesFilter{});
  std::string const list = "image-ids/" + std::to_string(repository.id);
  auto const last = last_key(list, request.next_token);
  ListImagesResponse response;
  auto& ids = response.image_ids.emplace();
  auto const wanted = status_wanted(filter.image_status);
  if (wanted.nothing) return response;
  // Nothing lies before the first place: image numbers begin at 1.
  Place const place = last ? parse_place(*last) : Place{};
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto entries = state::list_image_entries(call.db, repository.id, tag_filter(filter.tag_status), place.image,
                                           place.tag, static_cast<int>(size) + 1, wanted.is_archived);
  bool const more = entries.size() > size;
  if (more) entries.pop_back();
  for (auto const& entry : entries)
    ids.push_back({.image_digest = entry.digest.text(), .image_tag = entry.tag});
  response.next_token = next_token(list, more, entries.empty() ? std::string() : print_place(entries.back()));
  return response;
}

}  // namespace neargate::api::ecr
