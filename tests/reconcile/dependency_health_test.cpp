// What a container's health check does to its task: it is told, and who waits for it waits.

#include "tests/reconcile/toy.h"

namespace neargate::reconcile {
namespace {

domain::TaskDefinition pair() {
  auto db = toy::container("db"), app = toy::container("app");
  db.health_check = domain::HealthCheck{.command = {"CMD", "true"}};
  db.docker_labels = {{"team", "blue"}, {"neargate.instance", "somebody else's"}};
  app.depends_on = {{"db", domain::DependencyCondition::Healthy}};
  return toy::definition("pair", 1, domain::NetworkMode::Awsvpc, {db, app});
}

struct Scene {
  toy::World world;
  domain::TaskId id = world.run(pair()).key.id;

  domain::Container const& container(std::size_t index) { return world.find(id)->containers[index]; }
  void show_health(docker::Health health) {
    world.observed.containers.at(container(0).docker_name).health = health;
    world.settle();
  }
};

TEST_CASE("a dependency on HEALTHY waits until the check says so") {
  Scene scene;
  scene.world.settle();
  CHECK((scene.container(0).status == domain::ContainerStatus::Running));
  CHECK((scene.container(0).health == domain::HealthStatus::Unknown));
  scene.show_health(docker::Health::Starting);
  scene.show_health(docker::Health::Unhealthy);
  CHECK((scene.container(0).health == domain::HealthStatus::Unhealthy));
  CHECK((scene.container(1).status == domain::ContainerStatus::Pending));
  scene.show_health(docker::Health::Healthy);
  CHECK((scene.container(0).health == domain::HealthStatus::Healthy));
  CHECK((scene.container(1).status == domain::ContainerStatus::Running));
  CHECK_FALSE(scene.container(1).health.has_value());  // it has no check
  CHECK(toy::word(*scene.world.find(scene.id)) == "RUNNING");
}

TEST_CASE("dockerLabels reach the container, and none of them passes for ours") {
  Scene scene;
  scene.world.settle();
  auto const& labels = scene.world.observed.containers.at(scene.container(0).docker_name).labels;
  CHECK(labels.at("team") == "blue");
  CHECK(labels.at("neargate.instance") == "instance");
}

}  // namespace
}  // namespace neargate::reconcile
