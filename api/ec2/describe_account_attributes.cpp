#include <algorithm>

#include "api/call.h"
#include "api/ec2/selection.h"
#include "gen/ec2/operations.h"
#include "gen/ec2/shapes.h"
#include "state/networks.h"

namespace neargate::api::ec2 {

DescribeAccountAttributesResult describe_account_attributes(Call& call,
                                                            DescribeAccountAttributesRequest const& request) {
  check_dry_run(request.dry_run);
  auto const vpc = state::ensure_default_vpc(call.db, call.scope, call.mint);
  // The limits of a new account.
  std::vector<std::pair<std::string, std::string>> attributes{{"vpc-max-security-groups-per-interface", "5"},
                                                              {"max-instances", "20"},
                                                              {"supported-platforms", "VPC"},
                                                              {"default-vpc", vpc.id.text()},
                                                              {"max-elastic-ips", "5"},
                                                              {"vpc-max-elastic-ips", "5"}};
  if (request.attribute_names && !request.attribute_names->empty())
    std::erase_if(attributes, [&](auto const& attribute) {
      return std::none_of(request.attribute_names->begin(), request.attribute_names->end(),
                          [&](AccountAttributeName name) { return to_text(name) == attribute.first; });
    });
  DescribeAccountAttributesResult result{.account_attributes = std::vector<AccountAttribute>{}};
  for (auto const& [name, value] : attributes)
    result.account_attributes->push_back(
        {.attribute_name = name, .attribute_values = {{AccountAttributeValue{.attribute_value = value}}}});
  return result;
}

}  // namespace neargate::api::ec2
