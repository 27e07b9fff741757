#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/digest.h"
#include "state/images.h"

namespace neargate::api::ecr {

namespace {

constexpr int page_size_usual = 20;

/// As the referrers of the registry: an image without an artifact type has its config's.
std::string artifact_type(state::Image const& image) {
  return image.artifact_type.value_or(image.config_media_type.value_or(""));
}

bool fits(ListImageReferrersFilter const& filter, state::Image const& image) {
  switch (filter.artifact_status.value_or(ArtifactStatusFilter::Active)) {
    case ArtifactStatusFilter::Active:
      if (image.is_archived) return false;
      break;
    case ArtifactStatusFilter::Archived:
      if (!image.is_archived) return false;
      break;
    case ArtifactStatusFilter::Activating:
      return false;
    case ArtifactStatusFilter::Any:
      break;
  }
  if (!filter.artifact_types || filter.artifact_types->empty()) return true;
  return std::ranges::find(*filter.artifact_types, artifact_type(image)) != filter.artifact_types->end();
}

ImageReferrer referrer_view(Call& call, state::Repository const& repository, state::Image const& image) {
  std::string const manifest = state::read_manifest(call.db, repository.id, image.digest);
  ImageReferrer view;
  view.digest = image.digest.text();
  view.media_type = image.media_type;
  if (auto type = artifact_type(image); !type.empty()) view.artifact_type = std::move(type);
  view.size = static_cast<std::int64_t>(manifest.size());
  view.artifact_status = image.is_archived ? ArtifactStatus::Archived : ArtifactStatus::Active;
  auto const document = nlohmann::json::parse(manifest, nullptr, false);
  auto const annotations = document.is_object() ? document.find("annotations") : document.end();
  if (annotations == document.end() || !annotations->is_object()) return view;
  auto& texts = view.annotations.emplace();
  for (auto const& [name, value] : annotations->items())
    if (value.is_string()) texts.emplace(name, value.get<std::string>());
  return view;
}

std::int64_t number_of(std::optional<std::string> const& key) {
  std::int64_t number = 0;
  if (key) std::from_chars(key->data(), key->data() + key->size(), number);
  return number;
}

}  // namespace

ListImageReferrersResponse list_image_referrers(Call& call, ListImageReferrersRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  domain::Digest const subject{request.subject_id->image_digest.value()};
  if (!registry::algorithm_of(subject))
    refuse_parameter("subjectId.imageDigest",
                     "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
  auto const filter = request.filter.value_or(ListImageReferrersFilter{});
  std::string const list = "referrers/" + std::to_string(repository.id) + '/' + subject.text();
  auto const after = number_of(last_key(list, request.next_token));
  auto const size = static_cast<std::size_t>(request.max_results.value_or(page_size_usual));
  ListImageReferrersResponse response;
  auto& referrers = response.referrers.emplace();
  std::int64_t last = 0;
  // A subject need not exist: its referrers may have been pushed before it.
  for (auto const& image : state::list_referrers(call.db, repository.id, subject)) {
    if (image.number <= after || !fits(filter, image)) continue;
    if (referrers.size() == size) {
      response.next_token = next_token(list, true, std::to_string(last));
      break;
    }
    referrers.push_back(referrer_view(call, repository, image));
    last = image.number;
  }
  return response;
}

}  // namespace neargate::api::ecr
