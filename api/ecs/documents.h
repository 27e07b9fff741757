#pragma once
// The `document` columns of clusters, task definitions, services, revisions, task sets and tasks: members
// that are only echoed, kept as JSON in AWS's spelling. Only this room reads and writes them.

#include <optional>
#include <string>
#include <vector>

#include "gen/ecs/shapes.h"

namespace neargate::api::ecs {

/// settings, configuration, capacityProviders, defaultCapacityProviderStrategy, serviceConnectDefaults.
std::string print_document(Cluster const& echoed);
Cluster cluster_document(std::string const& json);

/// The `taskDefinition` member as Register answers it, without arn, revision, status and times.
std::string print_document(TaskDefinition const& echoed);
TaskDefinition task_definition_document(std::string const& json);

struct ServiceDocument {
  Service echoed;
  std::string client_token;
  std::string request;  ///< CreateService's input as text, to tell a repetition from another request
};
std::string print_document(ServiceDocument const& document);
ServiceDocument service_document(std::string const& json);

/// What a deployment or a task set is made of, and what the tasks that it starts show.
struct RevisionDocument {
  ServiceRevision echoed;      ///< without arns and time
  std::vector<Tag> task_tags;  ///< propagated and managed tags of its tasks
  bool enable_execute_command = false;
  bool is_task_set = false;  ///< no revision that AWS shows
};
std::string print_document(RevisionDocument const& document);
RevisionDocument revision_document(std::string const& json);

/// What only answers show of a task set.
struct TaskSetDocument {
  TaskSet echoed;  ///< externalId, platformVersion, loadBalancers, serviceRegistries, …
  std::string client_token;
  std::string request;  ///< CreateTaskSet's input as text
};
std::string print_document(TaskSetDocument const& document);
TaskSetDocument task_set_document(std::string const& json);

struct TaskDocument {
  Task echoed;  ///< overrides, platformVersion, capacityProviderName, ephemeralStorage, …
  std::string reference_id;
  bool tags_settled = false;  ///< tags are rows of their own; else they come from the deployment
};
std::string print_document(TaskDocument const& document);
TaskDocument task_document(std::string const& json);

/// A request as canonical text without the members that do not make it another request.
std::string canonical_text(CreateServiceRequest request);
std::string canonical_text(CreateTaskSetRequest request);
std::string canonical_text(RunTaskRequest request);

}  // namespace neargate::api::ecs
