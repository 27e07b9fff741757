#pragma once
// ServiceDeployments: what a service went through, written by the planner alone but for the requests of
// StopServiceDeployment and ContinueServiceDeployment, which it finds there (ecs-services.md "Service
// deployments and revisions").

#include <string>

#include "reconcile/service_draft.h"

namespace neargate::reconcile {

/// Opens the record of a primary deployment that has none yet; one that it supersedes ends as STOPPED.
void keep_record(ServiceDraft& draft);

/// Ends a record: its monitors stop with it.
void end_record(domain::ServiceDeployment& record, domain::ServiceDeploymentStatus status, std::string reason,
                domain::Time now);

/// What StopServiceDeployment wrote: ABORT keeps everything as it stands, ROLLBACK goes back.
void obey_requests(ServiceDraft& draft);

/// Of a service that is deleted, or is not deployed by ECS any more.
void end_all_records(ServiceDraft& draft);

}  // namespace neargate::reconcile
