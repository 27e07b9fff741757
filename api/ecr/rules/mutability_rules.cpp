#include "api/ecr/rules/mutability_rules.h"

#include <fmt/format.h>

#include "api/ecr/refuse.h"

namespace neargate::api::ecr {

std::vector<std::string> require_filters(
    ImageTagMutability mutability,
    wire::Optional<std::vector<ImageTagMutabilityExclusionFilter>> const& filters) {
  bool const excludes = mutability == ImageTagMutability::ImmutableWithExclusion ||
                        mutability == ImageTagMutability::MutableWithExclusion;
  bool const given = filters && !filters->empty();
  static constexpr std::string_view member = "imageTagMutabilityExclusionFilters";
  if (given && !excludes)
    refuse_parameter(
        member,
        fmt::format("ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set to {}",
                    to_text(mutability)));
  if (excludes && !given)
    refuse_parameter(
        member,
        fmt::format("ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as {}",
                    to_text(mutability)));
  std::vector<std::string> wildcards;
  if (given)
    for (auto const& filter : *filters) wildcards.push_back(filter.filter.value_or(""));
  return wildcards;
}

}  // namespace neargate::api::ecr
