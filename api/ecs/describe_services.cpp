#include <algorithm>
#include <set>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "api/ecs/rules/registration.h"
#include "api/ecs/service_view.h"
#include "domain/arn.h"
#include "gen/ecs/operations.h"
#include "state/services.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t services_max = 10;

std::string failure_arn(Call const& call, domain::ClusterName const& cluster, std::string const& text) {
  return text.starts_with("arn:") ? text
                                  : domain::service_arn({call.scope, cluster, domain::ServiceName{text}});
}

}  // namespace

DescribeServicesResponse describe_services(Call& call, DescribeServicesRequest const& request) {
  auto const& named = items(request.services);
  if (named.empty()) refuse(invalid("Services cannot be empty."));
  if (named.size() > services_max) refuse(invalid("service names can have at most 10 items."));
  auto const cluster = require_cluster(call, request.cluster);
  auto const& include = items(request.include);
  bool const with_tags = std::ranges::find(include, ServiceField::Tags) != include.end();

  DescribeServicesResponse response;
  response.services.emplace();
  response.failures.emplace();
  std::set<std::string> seen;
  for (std::string const& text : named) {
    std::string const arn = failure_arn(call, cluster.name, text);
    if (!seen.insert(arn).second) continue;
    // A service of another cluster is as missing as one that never was.
    auto const member = member_of(call, cluster.name, "service", text);
    auto const service =
        member && !member->other_cluster
            ? state::find_service(call.db, {call.scope, cluster.name, domain::ServiceName{member->name}})
            : std::nullopt;
    if (service)
      response.services->push_back(
          service_view(call, *service, with_tags ? ServiceTags::Shown : ServiceTags::Hidden));
    else
      response.failures->push_back({.arn = arn, .reason = "MISSING"});
  }
  return response;
}

}  // namespace neargate::api::ecs
