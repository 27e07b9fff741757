#pragma once
// The generated files of one service, as text. Each is a pure function of the model.

#include <string>

#include "api/codegen/model.h"

namespace neargate::codegen {

std::string emit_shapes(Model const& model);      ///< shapes.h: enums and structs
std::string emit_enums(Model const& model);       ///< enums.cpp: their wire texts
std::string emit_errors(Model const& model);      ///< errors.h
std::string emit_operations(Model const& model);  ///< operations.h: declarations and names
std::string emit_codec_header(Model const& model);
/// codec_<part>.cpp, one of `parts`; structures are dealt out in turn.
std::string emit_codec(Model const& model, int part, int parts);
std::string emit_model_header(Model const& model);
std::string emit_model(Model const& model);  ///< model.cpp: the run-time shape tables
/// roundtrip.cpp, for tests: an operation's input or output by name, through its struct and back.
std::string emit_roundtrip(Model const& model);

/// "// Generated from api/models/X.json …" and, for headers, the guard.
std::string banner(Model const& model, bool header);
std::string opened(Model const& model);  ///< namespace neargate::api::X {
std::string closed(Model const& model);

}  // namespace neargate::codegen
