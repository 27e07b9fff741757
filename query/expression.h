#pragma once
// The cluster query language: which container instances an expression holds for (ecs-tasks.md "Placement").
// Used by memberOf constraints and ListContainerInstances' filter. Parses and evaluates; knows no instances.
//
//   attribute:ecs.instance-type =~ t3.* and not (task:group == service:db)

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neargate::query {

/// What expressions speak about.
class Subject {
 public:
  virtual ~Subject() = default;
  /// The values of "attribute:NAME", agentConnected (true, false), agentVersion, ec2InstanceId, registeredAt
  /// (milliseconds since the epoch), runningTasksCount or task:group (one for each group). nullopt: it has
  /// no such attribute. An attribute without value has the value "".
  virtual std::optional<std::vector<std::string>> values(std::string_view name) const = 0;
};

struct Node;  // query/node.h

class Expression final {
 public:
  bool holds_for(Subject const& subject) const;

 private:
  friend struct Parsed parse(std::string_view text);
  explicit Expression(std::shared_ptr<Node const> root) : root_(std::move(root)) {}
  std::shared_ptr<Node const> root_;
};

struct Parsed {
  std::optional<Expression> expression;
  std::string mistake;  ///< when there is no expression: what was expected where
};

inline constexpr std::size_t expression_length_max = 2000;

/// Never throws, whatever the text.
Parsed parse(std::string_view text);

}  // namespace neargate::query
