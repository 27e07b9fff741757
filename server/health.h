#pragma once
// What GET /_neargate/health says, from the first moment on.

#include <functional>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace neargate::server {

class Health final {
 public:
  explicit Health(std::string instance) : instance_(std::move(instance)) {}

  void set_runtime(std::string runtime);  ///< docker or simulated, once it is known
  void set_ready();
  /// What the set-up is waiting for; empty when nothing. False: it was known already.
  bool set_obstacle(std::string obstacle);
  /// Asked at each call for what does not work as it should.
  void set_watch(std::function<std::vector<std::string>()> degraded);

  /// With more members behind its own, if there are any.
  std::string json(nlohmann::ordered_json const& more) const;
  std::string json() const;

 private:
  std::string const instance_;
  mutable std::mutex mutex_;
  std::string runtime_ = "unknown";
  bool ready_ = false;
  std::string obstacle_;
  std::function<std::vector<std::string>()> watch_;
};

}  // namespace neargate::server
