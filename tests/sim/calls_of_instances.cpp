// Container instances: registered, drained, gone.

#include <nlohmann/json.hpp>

#include "tests/sim/caller.h"

namespace neargate::sim {

namespace {

using Json = nlohmann::json;

Json resource(char const* name, int value) {
  return {{"name", name}, {"type", "INTEGER"}, {"integerValue", value}};
}

}  // namespace

Request Caller::register_instance() {
  Json body{{"cluster", dice_.pick(clusters())},
            {"totalResources",
             {resource("CPU", dice_.pick(std::vector{128, 1024})),
              resource("MEMORY", dice_.pick(std::vector{256, 2048})),
              {{"name", "PORTS"}, {"type", "STRINGSET"}, {"stringSetValue", {"22"}}}}}};
  if (dice_.chance(50)) body["attributes"] = {{{"name", "colour"}, {"value", "red"}}};
  return {"RegisterContainerInstance", body.dump()};
}

Request Caller::change_instance(Process& process) {
  auto const instances = instances_of(process);
  if (instances.empty()) return register_instance();
  auto const& instance = dice_.pick(instances);
  std::string const cluster = instance.key.cluster.text(), id = instance.key.id.text();
  if (dice_.chance(25))
    return {"DeregisterContainerInstance",
            Json{{"cluster", cluster}, {"containerInstance", id}, {"force", dice_.chance(50)}}.dump()};
  bool const drains = instance.status == domain::ContainerInstanceStatus::Active;
  return {"UpdateContainerInstancesState",
          Json{{"cluster", cluster}, {"containerInstances", {id}}, {"status", drains ? "DRAINING" : "ACTIVE"}}
              .dump()};
}

Request Caller::put_attribute(Process& process) {
  auto const instances = instances_of(process);
  if (instances.empty()) return register_instance();
  auto const& instance = dice_.pick(instances);
  return {dice_.chance(60) ? "PutAttributes" : "DeleteAttributes",
          Json{{"cluster", instance.key.cluster.text()},
               {"attributes",
                {{{"name", "colour"},
                  {"targetType", "container-instance"},
                  {"targetId", instance.key.id.text()}}}}}
              .dump()};
}

}  // namespace neargate::sim
