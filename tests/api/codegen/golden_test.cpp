// The generator's output for a toy service, compared with committed text. After a wanted change:
//   NEARGATE_UPDATE_GOLDEN=1 build/dev/tests/api/test_codegen

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/codegen/emit.h"

namespace {

using namespace neargate::codegen;

std::filesystem::path const folder = CODEGEN_TESTS_DIR;

std::string text_of(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Model toy() {
  return Model("toy", Json::parse(text_of(folder / "toy.json")),
               Json::parse(text_of(folder / "patches.json")));
}

void check_golden(std::string const& name, std::string const& text) {
  auto const path = folder / "golden" / (name + ".txt");  // .txt: not ours to format
  if (std::getenv("NEARGATE_UPDATE_GOLDEN")) std::ofstream(path, std::ios::binary) << text;
  INFO(name);
  CHECK(text == text_of(path));
}

}  // namespace

TEST_CASE("the toy service generates the golden files") {
  Model const model = toy();
  check_golden("shapes.h", emit_shapes(model));
  check_golden("enums.cpp", emit_enums(model));
  check_golden("errors.h", emit_errors(model));
  check_golden("operations.h", emit_operations(model));
  check_golden("codec.h", emit_codec_header(model));
  check_golden("codec_0.cpp", emit_codec(model, 0, 1));
  check_golden("model.h", emit_model_header(model));
  check_golden("model.cpp", emit_model(model));
}

TEST_CASE("generating twice gives the same text") { CHECK(emit_model(toy()) == emit_model(toy())); }

TEST_CASE("a codec in parts holds every structure once") {
  Model const model = toy();
  std::string const parts = emit_codec(model, 0, 2) + emit_codec(model, 1, 2);
  for (auto const& name : model.ordered()) {
    std::string const signature = "void to_value(" + name + " const&";
    auto const first = parts.find(signature);
    CHECK(first != std::string::npos);
    CHECK(parts.find(signature, first + 1) == std::string::npos);
  }
}
