#include <array>

#include "api/call.h"
#include "api/ec2/filters.h"
#include "api/ec2/selection.h"
#include "domain/arn.h"
#include "gen/ec2/operations.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

namespace {

struct KnownRegion {
  std::string_view name;
  bool opt_in = false;  ///< must be enabled by an account; neargate serves it all the same
};

constexpr auto known_regions = std::to_array<KnownRegion>({
    {"af-south-1", true},
    {"ap-east-1", true},
    {"ap-east-2", true},
    {"ap-northeast-1"},
    {"ap-northeast-2"},
    {"ap-northeast-3"},
    {"ap-south-1"},
    {"ap-south-2", true},
    {"ap-southeast-1"},
    {"ap-southeast-2"},
    {"ap-southeast-3", true},
    {"ap-southeast-4", true},
    {"ap-southeast-5", true},
    {"ap-southeast-7", true},
    {"ca-central-1"},
    {"ca-west-1", true},
    {"eu-central-1"},
    {"eu-central-2", true},
    {"eu-north-1"},
    {"eu-south-1", true},
    {"eu-south-2", true},
    {"eu-west-1"},
    {"eu-west-2"},
    {"eu-west-3"},
    {"il-central-1", true},
    {"me-central-1", true},
    {"me-south-1", true},
    {"mx-central-1", true},
    {"sa-east-1"},
    {"us-east-1"},
    {"us-east-2"},
    {"us-west-1"},
    {"us-west-2"},
});

std::string endpoint_of(Region const& region) {
  return "ec2." + region.region_name.value_or("") + ".amazonaws.com";
}

std::optional<std::vector<std::string>> region_filter_values(Region const& region, std::string const& name) {
  if (name == "region-name") return {{region.region_name.value_or("")}};
  if (name == "endpoint") return {{endpoint_of(region)}};
  if (name == "opt-in-status") return {{region.opt_in_status.value_or("")}};
  return std::nullopt;
}

std::optional<std::vector<std::string>> zone_filter_values(AvailabilityZone const& zone,
                                                           std::string const& name) {
  if (name == "zone-name") return {{zone.zone_name.value_or("")}};
  if (name == "zone-id") return {{zone.zone_id.value_or("")}};
  if (name == "region-name") return {{zone.region_name.value_or("")}};
  if (name == "group-name") return {{zone.group_name.value_or("")}};
  if (name == "state") return {{"available"}};
  if (name == "opt-in-status") return {{"opt-in-not-required"}};
  if (name == "zone-type") return {{"availability-zone"}};
  if (name == "message" || name == "parent-zone-id" || name == "parent-zone-name")
    return std::vector<std::string>{};
  return std::nullopt;
}

AvailabilityZone zone_view(domain::Region const& region, std::string const& zone) {
  return {.opt_in_status = AvailabilityZoneOptInStatus::OptInNotRequired,
          .messages = std::vector<AvailabilityZoneMessage>{},
          .region_name = region.text(),
          .zone_name = zone,
          .zone_id = state::availability_zone_id(region, zone),
          .group_name = region.text() + "-zg-1",
          .network_border_group = region.text(),
          .zone_type = "availability-zone",
          .state = AvailabilityZoneState::Available};
}

/// Keeps the items named, all when none is named; an unknown name is refused.
template <class Item, class NameOf>
void select_named(std::vector<Item>& items, std::optional<std::vector<std::string>> const& names,
                  char const* what, NameOf name_of) {
  if (!names || names->empty()) return;
  for (std::string const& name : *names)
    if (std::none_of(items.begin(), items.end(), [&](Item const& item) { return name_of(item) == name; }))
      throw wire::Error(InvalidParameterValue, std::string("Invalid ") + what + ": [" + name + "]");
  std::erase_if(items, [&](Item const& item) {
    return std::find(names->begin(), names->end(), name_of(item)) == names->end();
  });
}

}  // namespace

DescribeRegionsResult describe_regions(Call&, DescribeRegionsRequest const& request) {
  check_dry_run(request.dry_run);
  DescribeRegionsResult result{.regions = std::vector<Region>{}};
  for (auto const& region : known_regions) {
    Region view{.opt_in_status = region.opt_in ? "opted-in" : "opt-in-not-required",
                .region_name = std::string(region.name)};
    view.endpoint = endpoint_of(view);
    result.regions->push_back(view);
  }
  select_named(*result.regions, request.region_names, "region name",
               [](Region const& region) { return region.region_name.value_or(""); });
  apply_filters(*result.regions, request.filters, &region_filter_values);
  return result;
}

DescribeAvailabilityZonesResult describe_availability_zones(Call& call,
                                                            DescribeAvailabilityZonesRequest const& request) {
  check_dry_run(request.dry_run);
  DescribeAvailabilityZonesResult result{.availability_zones = std::vector<AvailabilityZone>{}};
  for (auto const& zone : state::availability_zones(call.scope.region))
    result.availability_zones->push_back(zone_view(call.scope.region, zone));
  select_named(*result.availability_zones, request.zone_names, "availability zone",
               [](AvailabilityZone const& zone) { return zone.zone_name.value_or(""); });
  select_named(*result.availability_zones, request.zone_ids, "availability zone-id",
               [](AvailabilityZone const& zone) { return zone.zone_id.value_or(""); });
  apply_filters(*result.availability_zones, request.filters, &zone_filter_values);
  return result;
}

}  // namespace neargate::api::ec2
