#include "placement/reservation.h"

#include <doctest/doctest.h>

#include "placement/providers.h"

using namespace neargate;
using namespace neargate::placement;

namespace {

domain::TaskDefinition two_containers(domain::NetworkMode mode) {
  domain::TaskDefinition definition;
  definition.network_mode = mode;
  definition.containers = {
      {.name = "app",
       .cpu = 100,
       .memory_mib = 300,
       .memory_reservation_mib = 200,
       .port_mappings = {{.container_port = 80, .host_port = 8080}, {.container_port = 81}},
       .gpus = 1},
      {.name = "side", .cpu = 10, .memory_mib = 50}};
  return definition;
}

/// The providers of `count` tasks, one after another.
std::string order(domain::CapacityProviderStrategy const& strategy, int count) {
  std::map<std::string, int> counts;
  std::string text;
  for (int i = 0; i < count; ++i) {
    auto const provider = choose_provider(strategy, counts);
    ++counts[provider];
    text += provider;
  }
  return text;
}

}  // namespace

TEST_CASE("a task holds the sum of its containers, or its own size") {
  auto definition = two_containers(domain::NetworkMode::Bridge);
  domain::Reservation sum{.cpu = 110, .memory_mib = 250, .gpus = 1, .ports = {{8080, domain::Protocol::Tcp}}};
  CHECK(reservation_of(definition) == sum);
  definition.cpu = 512;
  definition.memory_mib = 1024;
  CHECK(reservation_of(definition).cpu == 512);
  CHECK(reservation_of(definition).memory_mib == 1024);
  CHECK(reservation_of(definition, {.cpu = 256, .memory_mib = 2048}).cpu == 256);
  CHECK(reservation_of(definition, {.cpu = 256, .memory_mib = 2048}).memory_mib == 2048);
}

TEST_CASE("overrides of containers count") {
  auto const definition = two_containers(domain::NetworkMode::Bridge);
  domain::ContainerOverride app{.name = "app", .cpu = 500, .memory_reservation_mib = 20};
  domain::ContainerOverride side{.name = "side", .memory_mib = 70};
  auto const held = reservation_of(definition, {.containers = {app, side}});
  CHECK(held.cpu == 510);
  CHECK(held.memory_mib == 90);
}

TEST_CASE("under host mode container ports are the machine's, under awsvpc none is") {
  CHECK(reservation_of(two_containers(domain::NetworkMode::Host)).ports.size() == 2);
  CHECK(reservation_of(two_containers(domain::NetworkMode::Host)).ports[0].first == 80);
  CHECK(reservation_of(two_containers(domain::NetworkMode::Awsvpc)).ports.empty());
}

TEST_CASE("the base first, then by weight") {
  struct Row {
    domain::CapacityProviderStrategy strategy;
    char const* order;
  };
  for (Row const& row : std::vector<Row>{
           {{}, ""},
           {{{"A", 0, 0}}, "AAAAAAAA"},
           {{{"A", 1, 0}, {"B", 1, 0}}, "ABABABAB"},
           {{{"A", 1, 2}, {"B", 1, 0}}, "AAABABAB"},
           {{{"A", 0, 2}, {"B", 1, 0}}, "AABBBBBB"},
           {{{"A", 1, 1}, {"B", 3, 0}}, "AABBBABB"},
           {{{"A", 3, 0}, {"B", 1, 0}}, "ABAAABAA"},
       })
    CHECK(order(row.strategy, 8) == row.order);
}
