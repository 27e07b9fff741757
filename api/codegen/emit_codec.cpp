// codec.h and codec_N.cpp: structs from Values and back.

#include <fmt/format.h>

#include "api/codegen/emit.h"
#include "api/codegen/names.h"

namespace neargate::codegen {
namespace {

bool is_blob(Model const& model, Json const& reference) {
  return model.shape(reference.at("shape")).at("type") == "blob";
}

std::string emit_one(Model const& model, std::string const& name) {
  std::string reads, writes;
  for (auto const& [member, reference] : model.shape(name).at("members").items()) {
    char const* const suffix = is_blob(model, reference) ? "_blob" : "";
    std::string const field = snake_case(member);
    reads += fmt::format("  wire::read{}(value, {}, out.{});\n", suffix, literal(member), field);
    writes += fmt::format("  wire::write{}(value, {}, in.{});\n", suffix, literal(member), field);
  }
  bool const empty = reads.empty();
  return fmt::format(
      "void from_value(wire::Value const&{}, {}&{}) {{\n{}}}\n"
      "void to_value({} const&{}, wire::Value& value) {{\n  wire::make_object(value);\n{}}}\n\n",
      empty ? "" : " value", name, empty ? "" : " out", reads, name, empty ? "" : " in", writes);
}

}  // namespace

std::string emit_codec_header(Model const& model) {
  std::string text = banner(model, true);
  text += fmt::format("#include \"api/wire/codec.h\"\n#include \"gen/{}/shapes.h\"\n\n", model.service());
  text += opened(model);
  for (auto const& name : model.ordered())
    text += fmt::format(
        "void from_value(wire::Value const& value, {0}& out);\nvoid to_value({0} const& in, wire::Value& "
        "value);\n",
        name);
  text += "using wire::to_value;\n";
  return text + "\n" + closed(model);
}

std::string emit_codec(Model const& model, int part, int parts) {
  std::string text = banner(model, false);
  text += fmt::format("#include \"gen/{}/codec.h\"\n\n", model.service());
  text += opened(model);
  int turn = 0;
  for (auto const& name : model.ordered())
    if (turn++ % parts == part) text += emit_one(model, name);
  return text + closed(model);
}

std::string emit_roundtrip(Model const& model) {
  std::string text = banner(model, false);
  text += fmt::format("#include <nlohmann/json.hpp>\n#include <stdexcept>\n\n#include \"gen/{}/codec.h\"\n\n",
                      model.service());
  text += opened(model);
  text += "wire::Value through_struct(std::string_view operation, bool input, wire::Value const& value) {\n";
  for (auto const& operation : model.operations())
    text += fmt::format(
        "  if (operation == {}) return input ? to_value(wire::value_as<{}>(value)) : "
        "to_value(wire::value_as<{}>(value));\n",
        literal(operation.name), operation.input, operation.output);
  text +=
      "  throw std::invalid_argument(std::string(operation) + (input ? \"'s input\" : \"'s output\") + "
      "to_string(value));\n}\n\n";
  return text + closed(model);
}

}  // namespace neargate::codegen
