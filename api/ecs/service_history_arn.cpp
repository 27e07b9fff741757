#include "api/ecs/service_history_arn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "gen/ecs/errors.h"
#include "state/service_history.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t arns_max = 20;

struct Words {
  char const* kind;       ///< in the ARN
  char const* one;        ///< in texts about one ARN
  char const* title;      ///< in texts about their number
  char const* several;    ///< in texts about several
  char const* operation;  ///< that describes them
};
constexpr Words words_of(HistoryKind kind) {
  if (kind == HistoryKind::Deployment)
    return {"service-deployment", "ServiceDeployment", "Service Deployment", "service deployments",
            "DescribeServiceDeployments"};
  return {"service-revision", "ServiceRevision", "Service Revision", "service revisions",
          "DescribeServiceRevisions"};
}

struct HistoryArn {
  domain::ClusterName cluster;
  std::string service, id;
};

bool is_id(HistoryKind kind, std::string const& id) {
  auto const is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  return !id.empty() && (kind == HistoryKind::Deployment || std::ranges::all_of(id, is_digit));
}

/// nullopt: of another account, region or kind, or with an id that is none.
std::optional<HistoryArn> parse(Call const& call, HistoryKind kind, std::string const& arn) {
  auto const member = domain::cluster_member_from(call.scope, words_of(kind).kind, arn);
  if (!member || !member->cluster) return std::nullopt;
  auto const slash = member->name.find('/');
  if (slash == std::string::npos) return std::nullopt;
  HistoryArn parsed{*member->cluster, member->name.substr(0, slash), member->name.substr(slash + 1)};
  if (!is_id(kind, parsed.id)) return std::nullopt;
  return parsed;
}

HistoryArn require_arn(Call const& call, HistoryKind kind, std::string const& arn) {
  if (!domain::Arn::parse(arn)) refuse(invalid("The Service ARN provided is invalid."));
  auto parsed = parse(call, kind, arn);
  if (!parsed) refuse(invalid(fmt::format("The {} ARN is invalid.", words_of(kind).one)));
  return *std::move(parsed);
}

}  // namespace

HistoryRequest require_history(Call& call, HistoryKind kind, std::vector<std::string> const& arns) {
  Words const words = words_of(kind);
  if (arns.empty()) refuse(invalid("The Service ARN provided is invalid."));
  if (arns.size() > arns_max)
    refuse(invalid(fmt::format("{} ARN count cannot exceed {}", words.title, arns_max)));
  HistoryRequest request;
  HistoryArn const first = require_arn(call, kind, arns.front());
  for (std::string const& text : arns) {
    HistoryArn arn = require_arn(call, kind, text);
    if (arn.cluster != first.cluster || arn.service != first.service)
      refuse(
          invalid(fmt::format("Cross service requests are not allowed. All requested {} must be for a "
                              "single service",
                              words.several)));
    request.ids.push_back(std::move(arn.id));
  }
  request.service = require_service(call, require_cluster(call, first.cluster.text()), first.service);
  if (request.service.status == domain::ServiceStatus::Inactive)
    refuse(invalid(fmt::format("Cannot call {} for a service that is INACTIVE", words.operation)));
  return request;
}

domain::ServiceDeployment require_service_deployment(Call& call, std::string const& arn) {
  HistoryArn const parsed = require_arn(call, HistoryKind::Deployment, arn);
  auto found = state::find_service_deployment(
      call.db, {call.scope, parsed.cluster, domain::ServiceName{parsed.service}},
      domain::ServiceDeploymentId{parsed.id});
  if (!found) refuse({ServiceDeploymentNotFoundException, "Service deployment not found."});
  return *std::move(found);
}

}  // namespace neargate::api::ecs
