#include <utility>

#include "api/ecs/container_instances.h"
#include "api/ecs/paging.h"
#include "api/ecs/refuse.h"
#include "api/ecs/require.h"
#include "domain/arn.h"
#include "domain/words.h"
#include "gen/ecs/operations.h"
#include "gen/ecs/shapes.h"
#include "state/tasks.h"

namespace neargate::api::ecs {

namespace {

/// Unset text comes empty from the Go SDK.
bool given(wire::Optional<std::string> const& text) { return text && !text->empty(); }

void check_alone(ListTasksRequest const& request) {
  bool const others = given(request.container_instance) || given(request.family) ||
                      given(request.service_name) || request.desired_status || request.launch_type;
  if (given(request.started_by) && others) refuse(invalid("cannot specify startedBy with other arguments"));
}

state::TaskFilter filter_of(Call& call, domain::Cluster const& cluster, ListTasksRequest const& request) {
  state::TaskFilter filter;
  // A service's name or ARN; ServiceNotFoundException when there is none.
  if (given(request.service_name))
    filter.service = require_service(call, cluster, *request.service_name).key.name;
  if (given(request.container_instance)) {
    auto const member = member_of(call, cluster.name, "container-instance", *request.container_instance);
    filter.container_instance = domain::ContainerInstanceId{member ? member->name : ""};
  }
  if (given(request.family)) filter.family = domain::Family{*request.family};
  if (given(request.started_by)) filter.started_by = *request.started_by;
  if (given(request.container_instance))
    filter.container_instance = require_container_instance(call, cluster, *request.container_instance).key.id;
  if (request.launch_type)
    filter.launch_type = domain::from_word<domain::LaunchType>(to_text(*request.launch_type));
  if (request.desired_status == DesiredStatus::Stopped)
    filter.desired_status = domain::DesiredStatus::Stopped;
  return filter;
}

/// No task is ever wanted PENDING; managed instances and daemons have none here.
bool lists_nothing(ListTasksRequest const& request) {
  return request.desired_status == DesiredStatus::Pending ||
         request.launch_type == LaunchType::ManagedInstances || given(request.daemon_name);
}

}  // namespace

ListTasksResponse list_tasks(Call& call, ListTasksRequest const& request) {
  check_alone(request);
  auto const cluster = require_cluster(call, request.cluster);
  int const size = page_size(request.max_results);
  auto const token = read_token("tasks", request.next_token);
  auto const filter = filter_of(call, cluster, request);

  std::vector<domain::TaskId> ids;
  auto const last = token ? std::optional(domain::TaskId{*token}) : std::nullopt;
  // One more than the page holds tells whether there is another page.
  if (!lists_nothing(request))
    ids = state::list_tasks(call.db, call.scope, cluster.name, filter, last, size + 1);
  bool const more = std::cmp_greater(ids.size(), size);
  if (more) ids.pop_back();

  ListTasksResponse response;
  response.task_arns.emplace();
  for (auto const& id : ids) response.task_arns->push_back(domain::task_arn({call.scope, cluster.name, id}));
  if (more) response.next_token = print_page_token("tasks", ids.back().text());
  return response;
}

}  // namespace neargate::api::ecs
