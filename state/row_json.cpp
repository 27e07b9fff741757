#include "state/row_json.h"

#include "state/json_text.h"

namespace neargate::state {

namespace {

Json network_json(domain::NetworkConfiguration const& network) {
  return {{"subnets", id_list(network.subnets)},
          {"groups", id_list(network.security_groups)},
          {"public", network.assign_public_ip}};
}

domain::NetworkConfiguration network_from(Json const& object) {
  return {.subnets = id_list_from<domain::SubnetId>(object.at("subnets")),
          .security_groups = id_list_from<domain::SecurityGroupId>(object.at("groups")),
          .assign_public_ip = object.at("public").get<bool>()};
}

Json container_json(domain::Container const& container) {
  Json object = {{"name", container.name},
                 {"uuid", container.uuid},
                 {"docker", container.docker_name},
                 {"image", container.image},
                 {"status", domain::word(container.status)},
                 {"reason", container.reason},
                 {"runtime", container.runtime_id},
                 {"digest", container.image_digest}};
  put(object, "exit", container.exit_code);
  put_word(object, "health", container.health);
  Json bindings = Json::array();
  for (auto const& binding : container.bindings)
    bindings.push_back({{"ip", binding.bind_ip},
                        {"container", binding.container_port},
                        {"host", binding.host_port},
                        {"protocol", domain::word(binding.protocol)}});
  object["bindings"] = std::move(bindings);
  return object;
}

domain::Container container_from(Json const& object) {
  domain::Container container;
  container.name = object.at("name");
  container.uuid = object.at("uuid");
  container.docker_name = object.at("docker");
  container.image = object.at("image");
  container.status =
      domain::from_word<domain::ContainerStatus>(object.at("status").get<std::string>()).value();
  container.reason = object.at("reason");
  container.runtime_id = object.at("runtime");
  container.image_digest = object.at("digest");
  take(object, "exit", container.exit_code);
  take_word(object, "health", container.health);
  for (Json const& binding : object.at("bindings"))
    container.bindings.push_back(
        {.bind_ip = binding.at("ip"),
         .container_port = binding.at("container"),
         .host_port = binding.at("host"),
         .protocol = domain::from_word<domain::Protocol>(binding.at("protocol").get<std::string>()).value()});
  return container;
}

Json override_json(domain::ContainerOverride const& override_) {
  Json object = {{"name", override_.name}, {"environment", override_.environment}};
  put(object, "command", override_.command);
  put(object, "cpu", override_.cpu);
  put(object, "memory", override_.memory_mib);
  put(object, "reservation", override_.memory_reservation_mib);
  return object;
}

domain::ContainerOverride override_from(Json const& object) {
  domain::ContainerOverride override_;
  override_.name = object.at("name");
  override_.environment = object.at("environment").get<std::vector<std::pair<std::string, std::string>>>();
  take(object, "command", override_.command);
  take(object, "cpu", override_.cpu);
  take(object, "memory", override_.memory_mib);
  take(object, "reservation", override_.memory_reservation_mib);
  return override_;
}

}  // namespace

std::string print_network(domain::NetworkConfiguration const& network) {
  return network_json(network).dump();
}
domain::NetworkConfiguration parse_network(std::string const& json) {
  return network_from(Json::parse(json));
}

std::string print_groups(std::vector<domain::SecurityGroupId> const& groups) {
  return id_list(groups).dump();
}
std::vector<domain::SecurityGroupId> parse_groups(std::string const& json) {
  return id_list_from<domain::SecurityGroupId>(Json::parse(json));
}

std::string print_run(domain::Task const& task) {
  Json object = {{"mode", domain::word(task.network_mode)}, {"pause", task.pause_docker_name}};
  put(object, "cpu", task.cpu);
  put(object, "memory", task.memory_mib);
  domain::Reservation const& held = task.reservation;
  if (!(held == domain::Reservation{}))
    object["held"] = {{"cpu", held.cpu},
                      {"memory", held.memory_mib},
                      {"gpus", held.gpus},
                      {"ports", ports_json(held.ports)}};
  if (task.network) object["network"] = network_json(*task.network);
  object["containers"] = Json::array();
  for (auto const& container : task.containers) object["containers"].push_back(container_json(container));
  object["overrides"] = Json::array();
  for (auto const& override_ : task.overrides) object["overrides"].push_back(override_json(override_));
  return object.dump();
}

void parse_run(std::string const& json, domain::Task& task) {
  Json const object = Json::parse(json);
  task.network_mode = domain::from_word<domain::NetworkMode>(object.at("mode").get<std::string>()).value();
  task.pause_docker_name = object.at("pause");
  take(object, "cpu", task.cpu);
  take(object, "memory", task.memory_mib);
  if (auto const held = object.find("held"); held != object.end())
    task.reservation = {.cpu = held->at("cpu"),
                        .memory_mib = held->at("memory"),
                        .gpus = held->at("gpus"),
                        .ports = ports_from(held->at("ports"))};
  if (auto const network = object.find("network"); network != object.end())
    task.network = network_from(*network);
  for (Json const& container : object.at("containers")) task.containers.push_back(container_from(container));
  for (Json const& override_ : object.at("overrides")) task.overrides.push_back(override_from(override_));
}

}  // namespace neargate::state
