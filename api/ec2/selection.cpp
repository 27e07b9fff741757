#include "api/ec2/selection.h"

#include <fmt/format.h>

namespace neargate::api::ec2 {

namespace {
constexpr int page_size_min = 5, page_size_max = 1000;
}

void check_dry_run(std::optional<bool> const& dry_run) {
  if (dry_run.value_or(false))
    throw wire::Error(DryRunOperation, "Request would have succeeded, but DryRun flag is set.");
}

void check_id(IdKind const& kind, std::string const& id) {
  // Tutorials use the old short ids too (subnet-f525c9be), so the number of digits is not looked at.
  std::string const prefix = std::string(kind.prefix) + '-';
  bool const well_formed =
      id.starts_with(prefix) && id.size() > prefix.size() &&
      id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-", prefix.size()) == std::string::npos;
  if (!well_formed)
    throw wire::Error(kind.malformed,
                      fmt::format("Invalid id: \"{}\" (expecting \"{}-...\")", id, kind.prefix));
}

void check_page(IdKind const& kind, bool has_ids, std::optional<int> const& max_results) {
  if (!max_results) return;
  if (has_ids)
    throw wire::Error(
        InvalidParameterCombination,
        fmt::format("The parameter {} cannot be used with the parameter maxResults", kind.parameter));
  if (*max_results < page_size_min || *max_results > page_size_max)
    throw wire::Error(
        InvalidParameterValue,
        fmt::format("Value ( {} ) for parameter maxResults is invalid. Expecting a value between {}"
                    " and {}.",
                    *max_results, page_size_min, page_size_max));
}

void refuse_token() { throw wire::Error(InvalidParameterValue, "Unable to parse pagination token"); }

}  // namespace neargate::api::ec2
