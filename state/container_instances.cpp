#include "state/container_instances.h"

#include "state/json_text.h"

#define INSTANCE_COLUMNS "account, region, cluster, id, status, version, registered_at, record, document"

namespace neargate::state {

namespace {

std::string print_record(domain::ContainerInstance const& instance) {
  Json object = {{"ec2", instance.ec2_instance_id},
                 {"connected", instance.agent_connected},
                 {"local", instance.is_local},
                 {"cpu", instance.cpu},
                 {"memory", instance.memory_mib},
                 {"gpus", instance.gpus},
                 {"provider", instance.capacity_provider},
                 {"agent", instance.agent_version},
                 {"hash", instance.agent_hash},
                 {"docker", instance.docker_version}};
  object["ports"] = ports_json(instance.reserved_ports);
  object["attributes"] = Json::array();
  for (auto const& attribute : instance.attributes) {
    Json one = {{"name", attribute.name}};
    put(one, "value", attribute.value);
    object["attributes"].push_back(std::move(one));
  }
  return object.dump();
}

domain::ContainerInstance read_instance(Rows const& rows) {
  domain::ContainerInstance instance;
  instance.key = {{rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)},
                  rows.id<domain::ClusterName>(2),
                  rows.id<domain::ContainerInstanceId>(3)};
  instance.status = domain::from_word<domain::ContainerInstanceStatus>(rows.text(4)).value();
  instance.version = rows.integer(5);
  instance.registered_at = rows.time(6);
  Json const object = Json::parse(rows.text(7));
  instance.ec2_instance_id = object.at("ec2");
  instance.agent_connected = object.at("connected");
  instance.is_local = object.at("local");
  instance.cpu = object.at("cpu");
  instance.memory_mib = object.at("memory");
  instance.gpus = object.at("gpus").get<std::vector<std::string>>();
  instance.capacity_provider = object.at("provider");
  instance.agent_version = object.at("agent");
  instance.agent_hash = object.at("hash");
  instance.docker_version = object.at("docker");
  instance.reserved_ports = ports_from(object.at("ports"));
  for (Json const& one : object.at("attributes")) {
    domain::Attribute attribute{.name = one.at("name"), .value = std::nullopt};
    take(one, "value", attribute.value);
    instance.attributes.push_back(std::move(attribute));
  }
  instance.document = rows.text(8);
  return instance;
}

std::vector<domain::ContainerInstance> read_all(Rows& rows) {
  std::vector<domain::ContainerInstance> instances;
  while (rows.step()) instances.push_back(read_instance(rows));
  return instances;
}

}  // namespace

std::optional<domain::ContainerInstance> find_container_instance(Database& db,
                                                                 domain::ContainerInstanceKey const& key) {
  Rows rows = db.query("SELECT " INSTANCE_COLUMNS
                       " FROM container_instances"
                       " WHERE account = ? AND region = ? AND cluster = ? AND id = ?",
                       key.scope.account, key.scope.region, key.cluster, key.id);
  if (!rows.step()) return std::nullopt;
  return read_instance(rows);
}

std::vector<domain::ContainerInstance> list_container_instances(Database& db, domain::Scope const& scope,
                                                                domain::ClusterName const& cluster) {
  Rows rows = db.query("SELECT " INSTANCE_COLUMNS
                       " FROM container_instances WHERE account = ? AND region = ? AND cluster = ?"
                       " AND status != 'INACTIVE' ORDER BY id",
                       scope.account, scope.region, cluster);
  return read_all(rows);
}

std::vector<domain::ContainerInstance> list_live_container_instances(Database& db) {
  Rows rows = db.query("SELECT " INSTANCE_COLUMNS
                       " FROM container_instances WHERE status != 'INACTIVE'"
                       " ORDER BY account, region, cluster, id");
  return read_all(rows);
}

void save_container_instance(Database& db, domain::ContainerInstance const& instance) {
  domain::ContainerInstanceKey const& key = instance.key;
  db.run("INSERT OR REPLACE INTO container_instances (" INSTANCE_COLUMNS
         ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
         key.scope.account, key.scope.region, key.cluster, key.id, domain::word(instance.status),
         instance.version, instance.registered_at, print_record(instance), instance.document);
  db.touch(key);
}

void delete_container_instance(Database& db, domain::ContainerInstanceKey const& key) {
  db.run("DELETE FROM container_instances WHERE account = ? AND region = ? AND cluster = ? AND id = ?",
         key.scope.account, key.scope.region, key.cluster, key.id);
  db.touch(key);
}

}  // namespace neargate::state
