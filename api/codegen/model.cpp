#include "api/codegen/model.h"

#include <algorithm>
#include <stdexcept>

#include "api/codegen/names.h"

namespace neargate::codegen {

Model::Model(std::string service, Json compact, Json const& patches) : service_(std::move(service)) {
  metadata_ = compact.at("metadata");
  names_ = compact.at("names").get<std::vector<std::string>>();
  for (auto const& [name, shape] : compact.at("shapes").items())
    (shape.value("exception", false) ? errors_ : shapes_)[name] = shape;
  if (patches.contains(service_)) apply(patches.at(service_));
  read_operations(compact);
  check();
  std::set<std::string> done;
  std::vector<std::string> path;
  for (auto const& [name, shape] : shapes_)
    if (is_structure(name)) order(name, done, path);
}

void Model::apply(Json const& patch) {
  static Json const none = Json::object();
  auto const section = [&](char const* name) {
    return (patch.contains(name) ? patch.at(name) : none).items();
  };
  for (auto const& [name, shape] : section("shapes"))
    if (!shapes_.emplace(name, shape).second)
      throw std::runtime_error("patch adds a shape that exists: " + name);
  for (auto const& [name, shape] : section("errors"))
    if (!errors_.emplace(name, shape).second)
      throw std::runtime_error("patch adds an error that exists: " + name);
  for (auto const& [name, members] : section("members"))
    for (auto const& [member, reference] : members.items()) {
      Json& known = shapes_.at(name).at("members");
      if (known.contains(member))
        throw std::runtime_error("patch adds a member that exists: " + name + "." + member);
      known[member] = reference;
    }
  for (auto const& [name, values] : section("enumValues"))
    for (auto const& value : values) shapes_.at(name).at("enum").push_back(value);
  // Enums that AWS looks at late: the operation reads the text itself.
  if (patch.contains("freeText"))
    for (auto const& name : patch.at("freeText"))
      if (shapes_.at(name.get<std::string>()).erase("enum") == 0)
        throw std::runtime_error("patch frees what is no enum: " + name.get<std::string>());
  // Refusals of these do not repeat the value, like those of what the model calls sensitive.
  if (patch.contains("untold"))
    for (auto const& name : patch.at("untold")) shapes_.at(name.get<std::string>())["sensitive"] = true;
  for (auto const& [name, wording] : section("enumWording")) shapes_.at(name)["enumWording"] = wording;
  for (auto const& [name, members] : section("notRequired"))
    for (auto const& member : members) {
      Json& required = shapes_.at(name).at("required");
      auto const found = std::find(required.begin(), required.end(), member);
      if (found == required.end()) throw std::runtime_error("patch frees a member that is free: " + name);
      required.erase(found);
    }
  for (auto const& [name, order] : section("order")) {
    Json& members = shapes_.at(name).at("members");
    Json sorted = Json::object();
    for (auto const& member : order)
      sorted[member.get<std::string>()] = members.at(member.get<std::string>());
    for (auto const& [member, reference] : members.items())
      if (!sorted.contains(member)) sorted[member] = reference;
    members = sorted;
  }
}

void Model::read_operations(Json const& compact) {
  for (auto const& [name, operation] : compact.at("operations").items()) {
    Operation read{name, operation.value("input", ""), operation.value("output", ""),
                   operation.value("resultWrapper", ""), operation.contains("output")};
    auto const empty = [&](std::string& shape, std::string const& wanted) {
      if (!shape.empty()) return;
      shape = wanted;
      shapes_.emplace(wanted, Json{{"type", "structure"}, {"members", Json::object()}});
    };
    empty(read.input, name + "Request");
    empty(read.output, name + "Response");
    operations_.push_back(std::move(read));
  }
}

void Model::check() const {
  for (auto const& [name, shape] : shapes_)
    for (auto const& [member, target] : references(shape)) {
      if (!shapes_.contains(target))
        throw std::runtime_error(name + "." + member + " refers to " + target + ", which is not a shape");
    }
  for (auto const& operation : operations_)
    for (auto const& shape : {operation.input, operation.output})
      if (!is_structure(shape))
        throw std::runtime_error(operation.name + ": " + shape + " is not a structure");
}

std::string Model::metadata(char const* name) const { return metadata_.value(name, ""); }

Json const& Model::shape(std::string const& name) const { return shapes_.at(name); }
bool Model::is_structure(std::string const& name) const { return shape(name).at("type") == "structure"; }
bool Model::is_enum(std::string const& name) const { return shape(name).contains("enum"); }
bool Model::boxed(std::string const& holder, std::string const& member) const {
  return boxed_.contains({holder, member});
}

std::vector<std::pair<std::string, std::string>> references(Json const& shape) {
  std::vector<std::pair<std::string, std::string>> found;
  Json const members = shape.value("members", Json::object());  // outlives the loop's view of it
  for (auto const& [name, member] : members.items()) found.emplace_back(name, member.at("shape"));
  for (char const* part : {"member", "key", "value"})
    if (shape.contains(part)) found.emplace_back("", shape.at(part).at("shape"));
  return found;
}

void Model::order(std::string const& structure, std::set<std::string>& done, std::vector<std::string>& path) {
  if (done.contains(structure)) return;
  path.push_back(structure);
  for (auto const& [member, target] : references(shape(structure))) {
    bool const open = std::ranges::find(path, target) != path.end();
    // Through a list or map an incomplete type is enough; held by value it must be boxed.
    if (!open)
      order(target, done, path);
    else if (is_structure(target) && is_structure(structure))
      boxed_.emplace(structure, member);
  }
  path.pop_back();
  done.insert(structure);
  if (is_structure(structure)) ordered_.push_back(structure);
}

std::string Model::cpp_type(std::string const& name) const {
  Json const& described = shape(name);
  std::string const type = described.at("type");
  if (type == "structure") return name;
  if (type == "list") return "std::vector<" + cpp_type(described.at("member").at("shape")) + ">";
  if (type == "map") return "std::map<std::string, " + cpp_type(described.at("value").at("shape")) + ">";
  if (type == "string") return is_enum(name) ? name : "std::string";
  if (type == "integer") return "int";
  if (type == "long") return "std::int64_t";
  if (type == "double" || type == "float") return "double";
  if (type == "boolean") return "bool";
  if (type == "timestamp") return "domain::Time";
  if (type == "blob") return "std::string";
  throw std::runtime_error(name + " is of unknown type " + type);
}

}  // namespace neargate::codegen
