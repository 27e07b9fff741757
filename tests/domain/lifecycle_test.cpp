#include "domain/lifecycle.h"

#include <doctest/doctest.h>

#include "domain/words.h"

using namespace neargate::domain;

namespace {

Time at(int seconds) { return Time{std::chrono::seconds{seconds}}; }

Task running_task() {
  Task task;
  task.last_status = TaskStatus::Provisioning;
  move_to(task, TaskStatus::Pending);
  move_to(task, TaskStatus::Running);
  return task;
}

Container container(ContainerStatus status) {
  Container one;
  one.status = status;
  if (status != ContainerStatus::Pending) one.runtime_id = "abc";
  return one;
}

}  // namespace

TEST_CASE("a task that ran reaches version 6 at STOPPED, as AWS counts") {
  Task task = running_task();
  CHECK(task.version == 3);
  request_stop(task, StopCode::UserInitiated, "Task stopped by user", at(5));
  CHECK(task.version == 4);
  move_to(task, TaskStatus::Stopping);
  CHECK(task.version == 4);
  move_to(task, TaskStatus::Deprovisioning);
  move_to(task, TaskStatus::Stopped);
  CHECK(task.version == 6);
}

TEST_CASE("the first reason to stop is kept") {
  Task task = running_task();
  request_stop(task, StopCode::UserInitiated, "because", at(5));
  request_stop(task, StopCode::EssentialContainerExited, "Essential container in task exited", at(9));
  CHECK(task.stop_code == StopCode::UserInitiated);
  CHECK(task.stopped_reason == "because");
  CHECK(task.stopping_at == at(5));
  CHECK(task.version == 4);
}

TEST_CASE("statuses never move back and STOPPED is the end") {
  for (auto const& [from, from_word] : words_of<TaskStatus>) {
    CHECK_FALSE(is_lawful_move(TaskStatus::Stopped, from));
    for (auto const& [to, to_word] : words_of<TaskStatus>)
      if (is_lawful_move(from, to)) CHECK_MESSAGE(from < to, from_word << " to " << to_word);
  }
  CHECK(is_lawful_move(ContainerStatus::Pending, ContainerStatus::Stopped));
  CHECK_FALSE(is_lawful_move(ContainerStatus::Running, ContainerStatus::Pending));
}

TEST_CASE("a task has started when no container is still to start") {
  Task task;
  task.containers = {container(ContainerStatus::Running), container(ContainerStatus::Pending)};
  CHECK_FALSE(has_started(task));
  task.containers[1] = container(ContainerStatus::Running);
  CHECK(has_started(task));
  task.containers[1] = container(ContainerStatus::Stopped);
  CHECK(has_started(task));
  SUBCASE("but a container that failed to start is none that has run") {
    task.containers[1].runtime_id.clear();
    CHECK_FALSE(has_started(task));
  }
}

TEST_CASE("a task told to stop counts as neither running nor pending") {
  Task task = running_task();
  CHECK(counts_as_running(task));
  request_stop(task, StopCode::UserInitiated, "", at(1));
  CHECK_FALSE(counts_as_running(task));
  CHECK_FALSE(counts_as_pending(task));
}
