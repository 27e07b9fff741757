#pragma once
// A container instance as the subject of cluster query expressions.

#include <functional>
#include <string>
#include <vector>

#include "domain/container_instance.h"
#include "query/expression.h"

namespace neargate::placement {

class Facts final : public query::Subject {
 public:
  /// `groups`: of the live tasks on it. Both must outlive the facts.
  Facts(domain::ContainerInstance const& instance, int running_tasks, std::vector<std::string> groups)
      : instance_(instance), running_tasks_(running_tasks), groups_(std::move(groups)) {}

  std::optional<std::vector<std::string>> values(std::string_view name) const override;

 private:
  domain::ContainerInstance const& instance_;
  int running_tasks_;
  std::vector<std::string> groups_;
};

}  // namespace neargate::placement
