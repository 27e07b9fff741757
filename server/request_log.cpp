#include "server/request_log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace neargate::server {

void open_log(std::string const& level) {
  auto logger =
      std::make_shared<spdlog::logger>("neargate", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

void log_request(Answer const& answer, std::string_view method, std::chrono::microseconds took) {
  // 500 is our own failure; 501 and 503 tell of something that a person should know.
  auto const level = answer.status == 500  ? spdlog::level::err
                     : answer.status > 500 ? spdlog::level::warn
                                           : spdlog::level::info;
  if (!spdlog::should_log(level)) return;
  std::string const operation = answer.operation.empty() ? std::string(method) : answer.operation;
  spdlog::log(level, "request id={} service={} operation=\"{}\" status={} ms={:.1f}{}{}",
              answer.request_id.empty() ? "-" : answer.request_id,
              answer.service.empty() ? "-" : answer.service, operation, answer.status,
              static_cast<double>(took.count()) / 1000.0, answer.log_detail.empty() ? "" : " ",
              answer.log_detail);
}

void log_session_failure(char const* what) { spdlog::error("session ended by an exception: {}", what); }

}  // namespace neargate::server
