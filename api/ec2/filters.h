#pragma once
// EC2's filters: all filters must fit, any value of one fits; `*` and `?` are wildcards; names and values are
// case-sensitive (iam-sts-ec2-logs.md "Filters").

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/wildcard.h"
#include "gen/ec2/shapes.h"
#include "state/tags.h"

namespace neargate::api::ec2 {

/// What a filter name means for one resource: its values there; nullopt when EC2 knows no such filter.
template <class Resource>
using FilterValues = std::optional<std::vector<std::string>> (*)(Resource const&, std::string const& name);

/// True when one of the values fits one of the filter's patterns.
bool matches_any(std::vector<std::string> const& patterns, std::vector<std::string> const& values);
[[noreturn]] void refuse_filter(std::string const& name);

/// Keeps the resources that every filter fits; throws InvalidParameterValue for a name unknown to `values`.
template <class Resource>
void apply_filters(std::vector<Resource>& resources, std::optional<std::vector<Filter>> const& filters,
                   FilterValues<Resource> values) {
  for (Filter const& filter : filters.value_or(std::vector<Filter>{})) {
    std::string const name = filter.name.value_or("");
    if (!values(Resource{}, name)) refuse_filter(name);
    std::erase_if(resources, [&](Resource const& resource) {
      return !matches_any(filter.values.value_or(std::vector<std::string>{}), *values(resource, name));
    });
  }
}

/// "true" or "false", as filters spell them.
std::string flag_text(bool flag);
/// The values of tag:KEY, tag-key and tag-value on a resource with these tags; nullopt for other names.
std::optional<std::vector<std::string>> tag_filter_values(state::TagList const& tags,
                                                          std::string const& name);

/// A row with its tags, as filters and views want it.
template <class Row>
struct Tagged {
  Row row;
  state::TagList tags;
};

}  // namespace neargate::api::ec2
