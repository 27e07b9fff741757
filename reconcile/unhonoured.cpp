#include "reconcile/unhonoured.h"

#include <nlohmann/json.hpp>

namespace neargate::reconcile {

namespace {

using Json = nlohmann::json;

/// RegisterTaskDefinition fills in [] and {}; false and "disabled" ask for what happens anyway.
bool is_used(Json const& object, std::string_view member) {
  auto const found = object.find(member);
  if (found == object.end() || found->is_null()) return false;
  if (found->is_boolean()) return found->get<bool>();
  if (*found == "disabled") return false;
  return !((found->is_array() || found->is_object() || found->is_string()) && found->empty());
}

template <class Members>
void collect(Json const& object, Members const& members, std::string const& prefix,
             std::vector<std::string>& out) {
  if (!object.is_object()) return;
  for (std::string_view const member : members)
    if (is_used(object, member)) out.push_back(prefix + std::string(member));
}

Json const& list(Json const& object, char const* member) {
  static Json const none = Json::array();
  if (!object.is_object()) return none;
  auto const found = object.find(member);
  return found != object.end() && found->is_array() ? *found : none;
}

}  // namespace

std::vector<std::string> list_unhonoured(std::string const& document) {
  std::vector<std::string> out;
  Json const definition = Json::parse(document, nullptr, false);
  collect(definition, unhonoured_task_members, "", out);
  for (Json const& container : list(definition, "containerDefinitions")) {
    std::string const prefix = "containerDefinitions[" + container.value("name", "") + "].";
    collect(container, unhonoured_container_members, prefix, out);
    for (Json const& mapping : list(container, "portMappings"))
      collect(mapping, unhonoured_port_members, prefix + "portMappings.", out);
  }
  return out;
}

}  // namespace neargate::reconcile
