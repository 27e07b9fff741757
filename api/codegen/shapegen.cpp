// shapegen SERVICE MODEL.json PATCHES.json CODEC_PARTS OUT_DIR
//   Writes the C++ of one service into OUT_DIR. A file whose text stays the same is not touched, so that a
//   change of one shape does not rebuild every operation.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "api/codegen/emit.h"

namespace {

using neargate::codegen::Json;

std::string contents(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Json read_json(std::filesystem::path const& path) {
  if (!std::filesystem::exists(path)) throw std::runtime_error(path.string() + " does not exist");
  return Json::parse(contents(path));
}

void write_changed(std::filesystem::path const& path, std::string const& text) {
  if (std::filesystem::exists(path) && contents(path) == text) return;
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

void generate(std::string const& service, std::filesystem::path const& model_path,
              std::filesystem::path const& patches, int parts, std::filesystem::path const& out) {
  neargate::codegen::Model const model(service, read_json(model_path), read_json(patches));
  std::filesystem::create_directories(out);
  write_changed(out / "shapes.h", emit_shapes(model));
  write_changed(out / "enums.cpp", emit_enums(model));
  write_changed(out / "errors.h", emit_errors(model));
  write_changed(out / "operations.h", emit_operations(model));
  write_changed(out / "codec.h", emit_codec_header(model));
  for (int part = 0; part < parts; ++part)
    write_changed(out / ("codec_" + std::to_string(part) + ".cpp"), emit_codec(model, part, parts));
  write_changed(out / "roundtrip.cpp", emit_roundtrip(model));
  write_changed(out / "model.h", emit_model_header(model));
  write_changed(out / "model.cpp", emit_model(model));
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 6) {
    std::fputs("usage: shapegen SERVICE MODEL.json PATCHES.json CODEC_PARTS OUT_DIR\n", stderr);
    return 2;
  }
  generate(arguments[1], arguments[2], arguments[3], std::stoi(arguments[4]), arguments[5]);
  return 0;
} catch (std::exception const& error) {
  std::fprintf(stderr, "shapegen: %s\n", error.what());
  return 1;
}
