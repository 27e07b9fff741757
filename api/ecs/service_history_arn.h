#pragma once
// Service deployments and revisions are named by ARN alone, all of one service in a request.

#include <string>
#include <vector>

#include "api/call.h"
#include "domain/service.h"

namespace neargate::api::ecs {

enum class HistoryKind { Deployment, Revision };

/// The service, and what follows its name in each ARN.
struct HistoryRequest {
  domain::Service service;
  std::vector<std::string> ids;  ///< in the order asked for
};
/// What DescribeServiceDeployments and DescribeServiceRevisions ask for, refused as AWS words it: ARNs that
/// are none, too many, of several services, of a service that is not there or INACTIVE.
HistoryRequest require_history(Call& call, HistoryKind kind, std::vector<std::string> const& arns);

/// The deployment that StopServiceDeployment and ContinueServiceDeployment name.
domain::ServiceDeployment require_service_deployment(Call& call, std::string const& arn);

}  // namespace neargate::api::ecs
