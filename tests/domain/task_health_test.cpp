#include "domain/task_health.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace domain = neargate::domain;
using Health = std::optional<domain::HealthStatus>;

TEST_CASE("a task is as healthy as its essential containers that have a check") {
  struct One {
    bool essential, checked;
    Health health;
  };
  struct Row {
    std::vector<One> containers;
    domain::HealthStatus expected;
  };
  Health const unknown = domain::HealthStatus::Unknown, healthy = domain::HealthStatus::Healthy,
               unhealthy = domain::HealthStatus::Unhealthy;
  Row const rows[] = {
      {{}, *unknown},
      {{{true, false, {}}}, *unknown},
      {{{true, true, {}}}, *unknown},
      {{{true, true, unknown}}, *unknown},
      {{{true, true, healthy}}, *healthy},
      {{{true, true, healthy}, {true, false, {}}}, *healthy},
      {{{true, true, healthy}, {true, true, unknown}}, *unknown},
      {{{true, true, unhealthy}, {true, true, unknown}}, *unhealthy},
      {{{false, true, unhealthy}, {true, true, healthy}}, *healthy},
      {{{false, true, unhealthy}}, *unknown},
      {{{true, false, unhealthy}}, *unknown},  // an image's own HEALTHCHECK is none of ECS
  };
  for (Row const& row : rows) {
    domain::Task task;
    domain::TaskDefinition definition;
    for (One const& one : row.containers) {
      std::string const name = "c" + std::to_string(task.containers.size());
      domain::ContainerDefinition recipe;
      recipe.name = name;
      recipe.essential = one.essential;
      if (one.checked) recipe.health_check = domain::HealthCheck{.command = {"CMD", "true"}};
      definition.containers.push_back(recipe);
      domain::Container container;
      container.name = name;
      container.health = one.health;
      task.containers.push_back(container);
    }
    CHECK((domain::task_health(task, definition) == row.expected));
    bool const has_checks =
        std::ranges::any_of(row.containers, [](One const& one) { return one.essential && one.checked; });
    CHECK(domain::has_health_checks(definition) == has_checks);
  }
}
