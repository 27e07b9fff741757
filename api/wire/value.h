#pragma once
// The one value both codecs speak: JSON text and Query forms become it, structs are read from it.
//
// Inside a Value: timestamps are seconds as double (ms precision), blobs base64 text, enums their wire text,
// object members carry the model's names whatever the protocol called them on the wire.

#include <nlohmann/json_fwd.hpp>

namespace neargate::api::wire {

using Value = nlohmann::json;

}  // namespace neargate::api::wire
