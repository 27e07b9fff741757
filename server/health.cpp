#include "server/health.h"

#include <nlohmann/json.hpp>

#include "server/version.h"

namespace neargate::server {

void Health::set_runtime(std::string runtime) {
  std::lock_guard const lock(mutex_);
  runtime_ = std::move(runtime);
}

void Health::set_ready() {
  std::lock_guard const lock(mutex_);
  ready_ = true;
}

bool Health::set_obstacle(std::string obstacle) {
  std::lock_guard const lock(mutex_);
  bool const is_new = obstacle != obstacle_;
  obstacle_ = std::move(obstacle);
  return is_new;
}

void Health::set_watch(std::function<std::vector<std::string>()> degraded) {
  std::lock_guard const lock(mutex_);
  watch_ = std::move(degraded);
}

std::string Health::json() const { return json(nlohmann::ordered_json::object()); }

std::string Health::json(nlohmann::ordered_json const& more) const {
  std::lock_guard const lock(mutex_);
  std::vector<std::string> degraded = watch_ ? watch_() : std::vector<std::string>{};
  if (!obstacle_.empty()) degraded.push_back(obstacle_);
  nlohmann::ordered_json page{
      {"status", !ready_            ? "starting"
                 : degraded.empty() ? "ok"
                                    : "degraded"},
      {"version", version()},
      {"runtime", runtime_},
      {"instance", instance_},
      {"degraded", degraded},
  };
  page.update(more);
  // Docker's texts may hold any bytes: what is not UTF-8 is replaced rather than thrown over.
  return page.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace neargate::server
