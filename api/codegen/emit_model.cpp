// model.h and model.cpp: the shape tables that decode, validate and XML answers walk at run time.

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "api/codegen/emit.h"
#include "api/codegen/names.h"

namespace neargate::codegen {
namespace {

/// A string_view whose length the compiler need not count.
std::string view(std::string_view text) { return text.empty() ? "{}" : literal(text) + "sv"; }

std::string first_upper(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// The name in a request: EC2 writes queryName, or locationName with a capital, or the member's own name.
std::string query_name(Model const& model, std::string const& member, Json const& reference) {
  bool const ec2 = model.metadata("protocol") == "ec2";
  if (ec2 && reference.contains("queryName")) return reference.at("queryName");
  std::string const name = reference.value("locationName", member);
  return ec2 ? first_upper(name) : name;
}

char const* timestamp_format(std::string const& format) {
  if (format.empty()) return "Default";
  if (format == "iso8601") return "Iso8601";
  if (format == "unixTimestamp") return "UnixTimestamp";
  if (format == "rfc822") return "Rfc822";
  throw std::runtime_error("unknown timestamp format " + format);
}

char const* kind(std::string const& type) {
  if (type == "structure") return "Structure";
  if (type == "list") return "List";
  if (type == "map") return "Map";
  if (type == "string") return "String";
  if (type == "integer") return "Integer";
  if (type == "long") return "Long";
  if (type == "boolean") return "Boolean";
  if (type == "timestamp") return "Timestamp";
  if (type == "blob") return "Blob";
  return "Double";
}

class Tables {
 public:
  explicit Tables(Model const& model) : model_(model) {
    int index = 0;
    for (auto const& [name, shape] : model.shapes()) index_[name] = index++;
  }

  std::string text() {
    std::string parts, shapes;
    for (auto const& [name, shape] : model_.shapes())
      shapes += "    " + emit_shape(name, shape, parts) + ",\n";
    if (index_.empty()) return "";
    return fmt::format(
        "extern Shape const shapes[{}];\n\n{}\nconstinit Shape const shapes[{}] = {{\n{}}};\n\n",
        index_.size(), parts, index_.size(), shapes);
  }

  std::string pointer(std::string const& shape) const { return fmt::format("&shapes[{}]", index_.at(shape)); }

 private:
  std::string member(std::string const& name, Json const& reference, bool required) const {
    return fmt::format("{{{}, {}, {}, {}, {}, {}, {}, TimestampFormat::{}}}", view(name),
                       view(query_name(model_, name, reference)), view(reference.value("locationName", name)),
                       pointer(reference.at("shape")), required, reference.value("flattened", false),
                       reference.value("idempotencyToken", false),
                       timestamp_format(reference.value("timestampFormat", "")));
  }

  std::string emit_shape(std::string const& name, Json const& shape, std::string& parts) const {
    std::string members = "{}", key = "nullptr", element = "nullptr", values = "{}";
    if (shape.contains("members") && !shape.at("members").empty()) {
      auto const required = shape.value("required", std::vector<std::string>{});
      parts += fmt::format("constinit Member const members_of_{}[] = {{\n", name);
      for (auto const& [field, reference] : shape.at("members").items())
        parts +=
            "    " + member(field, reference, std::ranges::find(required, field) != required.end()) + ",\n";
      parts += "};\n";
      members = "members_of_" + name;
    }
    for (auto const& [part, usual, slot] :
         {std::tuple{"key", "key", &key}, {"value", "value", &element}, {"member", "member", &element}})
      if (shape.contains(part)) {
        parts += fmt::format("constinit Member const {}_of_{} = {};\n", part, name,
                             member(usual, shape.at(part), false));
        *slot = fmt::format("&{}_of_{}", part, name);
      }
    if (shape.contains("enum")) {
      parts += fmt::format("constinit std::string_view const values_of_{}[] = {{", name);
      for (auto const& value : shape.at("enum")) parts += view(value.get<std::string>()) + ", ";
      parts += "};\n";
      values = "values_of_" + name;
    }
    auto const bound = [&](char const* which) {
      if (shape.contains(which)) return std::to_string(shape.at(which).get<std::int64_t>());
      return fmt::format("std::numeric_limits<std::int64_t>::{}()", which);
    };
    return fmt::format("{{{}, Kind::{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, TimestampFormat::{}, {}}}",
                       view(name), kind(shape.at("type")), members, key, element, values, bound("min"),
                       bound("max"), view(shape.value("pattern", "")), shape.value("flattened", false),
                       shape.value("sensitive", false), timestamp_format(shape.value("timestampFormat", "")),
                       view(shape.value("enumWording", "")));
  }

  Model const& model_;
  std::map<std::string, int> index_;
};

char const* protocol(std::string const& name) {
  if (name == "json") return "Json11";
  if (name == "query") return "Query";
  if (name == "ec2") return "Ec2Query";
  throw std::runtime_error("no codec speaks " + name);
}

}  // namespace

std::string emit_model_header(Model const& model) {
  return banner(model, true) + "#include \"api/wire/shape.h\"\n\n" + opened(model) +
         "wire::ServiceModel const& model();\n\n" + closed(model);
}

std::string emit_model(Model const& model) {
  Tables tables(model);
  std::string text = banner(model, false);
  text += fmt::format("#include \"gen/{}/model.h\"\n\n", model.service()) + opened(model);
  text +=
      "using namespace wire;\nusing namespace std::string_view_literals;\n\nnamespace {\n\n" + tables.text();
  if (!model.operations().empty()) {
    text += "constinit OperationShape const operation_shapes[] = {\n";
    for (auto const& operation : model.operations())
      text += fmt::format("    {{{}, {}, {}, {}}},\n", view(operation.name), tables.pointer(operation.input),
                          operation.has_output ? tables.pointer(operation.output) : "nullptr",
                          view(operation.result_wrapper));
    text += "};\n\n";
  }
  text += "constinit std::string_view const names[] = {\n";
  for (auto const& name : model.names()) text += "    " + view(name) + ",\n";
  text += "};\n\n";
  text += fmt::format(
      "constinit ServiceModel const service_model{{{}, {}, Protocol::{}, {}, {}, {}, {}, names}};\n\n",
      view(model.signing_name()), view(model.metadata("serviceId")), protocol(model.metadata("protocol")),
      view(model.metadata("apiVersion")), view(model.metadata("targetPrefix")),
      view(model.metadata("xmlNamespace")), model.operations().empty() ? "{}" : "operation_shapes");
  text += "}  // namespace\n\nwire::ServiceModel const& model() { return service_model; }\n\n";
  return text + closed(model);
}

}  // namespace neargate::codegen
