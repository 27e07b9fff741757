// shapes.h, enums.cpp, errors.h and operations.h: what the writer of an operation sees.

#include <fmt/format.h>

#include "api/codegen/emit.h"
#include "api/codegen/names.h"

namespace neargate::codegen {
namespace {

std::string emit_enum(std::string const& name, Json const& shape) {
  std::string text = "enum class " + name + " {\n";
  for (auto const& enumerator : enumerators(shape.at("enum").get<std::vector<std::string>>()))
    text += "  " + enumerator + ",\n";
  text += "};\n";
  text += fmt::format("std::string_view to_text({} value);\n", name);
  text += fmt::format("bool from_text(std::string_view text, {}& out);\n\n", name);
  return text;
}

std::string emit_struct(Model const& model, std::string const& name) {
  std::string text = "struct " + name + " {\n";
  for (auto const& [member, reference] : model.shape(name).at("members").items()) {
    std::string const wrapper = model.boxed(name, member) ? "wire::Boxed" : "wire::Optional";
    text += fmt::format("  {}<{}> {};\n", wrapper, model.cpp_type(reference.at("shape")), snake_case(member));
  }
  return text + fmt::format("  bool operator==({} const&) const = default;\n}};\n\n", name);
}

}  // namespace

std::string banner(Model const& model, bool header) {
  return fmt::format("{}// Generated from api/models/{}.json by api/codegen; edit those.\n\n",
                     header ? "#pragma once\n" : "", model.service());
}
std::string opened(Model const& model) {
  return fmt::format("namespace neargate::api::{} {{\n\n", model.service());
}
std::string closed(Model const& model) {
  return fmt::format("}}  // namespace neargate::api::{}\n", model.service());
}

std::string emit_shapes(Model const& model) {
  std::string text = banner(model, true);
  text +=
      "#include <cstdint>\n#include <map>\n#include <string>\n#include <string_view>\n"
      "#include <vector>\n\n#include \"api/wire/boxed.h\"\n#include \"api/wire/optional.h\"\n#include "
      "\"domain/clock.h\"\n\n";
  text += opened(model);
  for (auto const& name : model.ordered()) text += fmt::format("struct {};\n", name);
  text += "\n";
  for (auto const& [name, shape] : model.shapes())
    if (model.is_enum(name)) text += emit_enum(name, shape);
  for (auto const& name : model.ordered()) text += emit_struct(model, name);
  return text + closed(model);
}

std::string emit_enums(Model const& model) {
  std::string text = banner(model, false);
  text += fmt::format("#include \"gen/{}/shapes.h\"\n\n#include \"api/wire/codec.h\"\n\n", model.service());
  text += opened(model);
  for (auto const& [name, shape] : model.shapes()) {
    if (!model.is_enum(name)) continue;
    text += fmt::format("static constexpr std::string_view texts_of_{}[] = {{", name);
    for (auto const& value : shape.at("enum")) text += literal(value.get<std::string>()) + ", ";
    text += "};\n";
    text += fmt::format(
        "std::string_view to_text({0} value) {{ return texts_of_{0}[static_cast<int>(value)]; }}\n"
        "bool from_text(std::string_view text, {0}& out) {{\n"
        "  int const found = wire::position(texts_of_{0}, text);\n"
        "  if (found >= 0) out = static_cast<{0}>(found);\n"
        "  return found >= 0;\n}}\n\n",
        name);
  }
  return text + closed(model);
}

std::string emit_errors(Model const& model) {
  std::string text = banner(model, true);
  text += "#include \"api/wire/error.h\"\n\n" + opened(model);
  for (auto const& [name, shape] : model.errors()) {
    Json const error = shape.value("error", Json::object());
    bool const receiver = shape.value("fault", false) || error.value("httpStatusCode", 400) >= 500;
    text +=
        fmt::format("inline constexpr wire::ErrorShape {}{{{}, {}, wire::Fault::{}}};\n", name,
                    literal(error.value("code", name)), error.value("httpStatusCode", receiver ? 500 : 400),
                    receiver ? "Receiver" : "Sender");
  }
  return text + "\n" + closed(model);
}

std::string emit_operations(Model const& model) {
  std::string text = banner(model, true);
  text += "#include \"api/operation.h\"\n\n" + opened(model);
  for (auto const& operation : model.operations()) {
    text += fmt::format("struct {};\nstruct {};\n", operation.input, operation.output);
    text += fmt::format("{} {}(Call& call, {} const& input);\n\n", operation.output,
                        snake_case(operation.name), operation.input);
  }
  text += closed(model) + "\nnamespace neargate::api {\n\n";
  for (auto const& operation : model.operations())
    text += fmt::format("template <>\ninline constexpr std::string_view operation_name<&{}::{}> = {};\n",
                        model.service(), snake_case(operation.name), literal(operation.name));
  return text + "\n}  // namespace neargate::api\n";
}

}  // namespace neargate::codegen
