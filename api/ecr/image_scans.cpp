// StartImageScan and DescribeImageScanFindings. The scans themselves are server/scanner.h's.

#include "state/image_scans.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "api/ecr/image_ids.h"
#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "api/ecr/scan_view.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "registry/registry.h"
#include "registry/scan_rules.h"

namespace neargate::api::ecr {

namespace {

/// AWS: once in 24 hours, counting the scan on push.
constexpr std::chrono::hours scan_quota_period{24};

ImageIdentifier id_view(state::Image const& image, ImageIdentifier const& asked) {
  return {.image_digest = image.digest.text(), .image_tag = asked.image_tag};
}

void check_scannable(Call& call, state::Repository const& repository, state::Image const& image) {
  // FIXME: the sentences of the first three are ours.
  if (state::find_registry_scanning(call.db, repository.scope).scan_type != "BASIC")
    refuse(ValidationException, "This feature is disabled");
  if (image.is_archived)
    refuse(ImageArchivedException, "The image is archived. Restore it to the storage class STANDARD first.");
  if (!registry::is_scannable(image))
    refuse(UnsupportedImageTypeException, "The image is of a type that cannot be scanned.");
  auto const last = state::find_image_scan(call.db, repository.id, image.digest);
  if (last && call.clock.now() - last->requested_at < scan_quota_period)
    refuse(LimitExceededException, "The scan quota per image has been exceeded. Wait and try again.");
}

std::size_t offset_of(std::optional<std::string> const& key) {
  std::size_t offset = 0;
  if (key) std::from_chars(key->data(), key->data() + key->size(), offset);
  return offset;
}

ImageScanFindings findings_view(state::ImageScan const& scan, std::size_t begin, std::size_t end) {
  ImageScanFindings view;
  view.image_scan_completed_at = scan.completed_at;
  view.vulnerability_source_updated_at = scan.source_updated_at;
  view.finding_severity_counts = severity_counts(scan);
  auto& findings = view.findings.emplace();
  for (std::size_t i = begin; i < end; ++i) findings.push_back(finding_view(scan.findings[i]));
  return view;
}

}  // namespace

StartImageScanResponse start_image_scan(Call& call, StartImageScanRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const image = require_image(call, repository, request.image_id.value());
  check_scannable(call, repository, image);
  state::ImageScan const scan{
      .repository = repository.id, .digest = image.digest, .requested_at = call.clock.now()};
  state::save_image_scan(call.db, scan);
  if (call.registry)
    call.afterwards.emplace_back([registry = call.registry](wire::Value&) { registry->wake_scanner(); });
  StartImageScanResponse response;
  response.registry_id = repository.scope.account.text();
  response.repository_name = repository.name.text();
  response.image_id = id_view(image, *request.image_id);
  response.image_scan_status = scan_status_view(scan);
  return response;
}

DescribeImageScanFindingsResponse describe_image_scan_findings(
    Call& call, DescribeImageScanFindingsRequest const& request) {
  auto const repository = require_repository(call, request.registry_id, request.repository_name.value());
  auto const image = require_image(call, repository, request.image_id.value());
  auto const scan = state::find_image_scan(call.db, repository.id, image.digest);
  if (!scan)
    refuse(ScanNotFoundException,
           fmt::format("Image scan does not exist for the image with '{{imageDigest:'{}', imageTag:'{}'}}' in"
                       " the repository with name '{}' in the registry with id '{}'",
                       image.digest.text(), request.image_id->image_tag.value_or("null"),
                       repository.name.text(), repository.scope.account.text()));
  DescribeImageScanFindingsResponse response;
  response.registry_id = repository.scope.account.text();
  response.repository_name = repository.name.text();
  response.image_id = id_view(image, *request.image_id);
  response.image_scan_status = scan_status_view(*scan);
  if (scan->status != state::ScanStatus::Complete) return response;
  std::string const list = fmt::format("findings/{}/{}", repository.id, image.digest.text());
  std::size_t const begin = std::min(offset_of(last_key(list, request.next_token)), scan->findings.size());
  std::size_t const end =
      std::min(begin + static_cast<std::size_t>(page_size(request.max_results)), scan->findings.size());
  response.image_scan_findings = findings_view(*scan, begin, end);
  response.next_token = next_token(list, end < scan->findings.size(), std::to_string(end));
  return response;
}

}  // namespace neargate::api::ecr
