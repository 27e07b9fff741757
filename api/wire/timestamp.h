#pragma once
// Instants as text: ISO 8601 in requests and XML answers.

#include <optional>
#include <string>
#include <string_view>

namespace neargate::api::wire {

/// Seconds since 1970 of 2026-09-16T13:02:38(.334)(Z|+hh:mm), or of a plain number; nullopt otherwise.
std::optional<double> parse_timestamp(std::string_view text);

enum class Precision { Seconds, Milliseconds };
std::string print_iso8601(double seconds, Precision precision);

}  // namespace neargate::api::wire
