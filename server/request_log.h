#pragma once
// One line for each request.

#include <chrono>
#include <string>
#include <string_view>

#include "server/http_message.h"

namespace neargate::server {

/// Sends all logs to stderr: time, level, then key=value.
void open_log(std::string const& level);

void log_request(Answer const& answer, std::string_view method, std::chrono::microseconds took);
void log_session_failure(char const* what);

}  // namespace neargate::server
