#pragma once
// Requests that run tasks, and what the reconciler would do to their rows.

#include <string>
#include <vector>

#include "tests/api/ecs/scene.h"

namespace neargate::api::ecs::testing {

inline RunTaskRequest run_web() {
  return {.cluster = "c",
          .launch_type = LaunchType::Fargate,
          .network_configuration = Scene::network(),
          .task_definition = "web"};
}
inline RunTaskRequest run_box() { return {.cluster = "c", .task_definition = "box"}; }

inline std::vector<Task> run(Scene& scene, RunTaskRequest const& request) {
  return *scene(&run_task, request).tasks;
}

inline std::string id_of(Task const& task) { return task.task_arn->substr(task.task_arn->rfind('/') + 1); }

inline domain::TaskKey key_of(Scene const& scene, Task const& task) {
  return {scene.scope, domain::ClusterName{"c"}, domain::TaskId{id_of(task)}};
}

template <class Change>
void change_task(Scene& scene, Task const& task, Change change) {
  scene.store.transact([&](state::Database& db) {
    auto row = *state::find_task(db, key_of(scene, task));
    change(row);
    state::save_task(db, row);
  });
}

inline Task described(Scene& scene, Task const& task, bool with_tags = false) {
  DescribeTasksRequest request{.cluster = "c", .tasks = std::vector<std::string>{*task.task_arn}};
  if (with_tags) request.include = std::vector<TaskField>{TaskField::Tags};
  return scene(&describe_tasks, request).tasks->at(0);
}

}  // namespace neargate::api::ecs::testing
