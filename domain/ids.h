#pragma once
// Strong ids: a cluster name is not a service name, and the compiler knows.

#include <compare>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace neargate::domain {

/// A name or identifier of one kind. Comparable, hashable, printable; converts to text only when asked.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  explicit Id(std::string_view text) : text_(text) {}
  explicit Id(char const* text) : text_(text) {}

  std::string const& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  auto operator<=>(Id const&) const = default;
  bool operator==(Id const&) const = default;
  friend std::ostream& operator<<(std::ostream& out, Id const& id) { return out << id.text_; }

 private:
  std::string text_;
};

using AccountId = Id<struct AccountIdTag>;  ///< 12 digits
using Region = Id<struct RegionTag>;        ///< eu-west-1
using ClusterName = Id<struct ClusterNameTag>;
using ServiceName = Id<struct ServiceNameTag>;
using Family = Id<struct FamilyTag>;
using TaskId = Id<struct TaskIdTag>;  ///< 32 hex digits
/// ecs-svc/<19 digits>: of a deployment, its service revision (the same digits) and a task set.
using DeploymentId = Id<struct DeploymentIdTag>;
using ServiceDeploymentId = Id<struct ServiceDeploymentIdTag>;  ///< 21 of [A-Za-z0-9_-]
using ContainerInstanceId = Id<struct ContainerInstanceIdTag>;  ///< 32 hex digits
using RepositoryName = Id<struct RepositoryNameTag>;
using Digest = Id<struct DigestTag>;  ///< sha256:<64 hex> (or sha512)
using VpcId = Id<struct VpcIdTag>;
using SubnetId = Id<struct SubnetIdTag>;
using SecurityGroupId = Id<struct SecurityGroupIdTag>;
using NetworkInterfaceId = Id<struct NetworkInterfaceIdTag>;

/// The account and region that a request acts in; every row carries both.
struct Scope {
  AccountId account;
  Region region;
  auto operator<=>(Scope const&) const = default;
};

/// Names one revision of a task definition exactly.
struct TaskDefinitionKey {
  Family family;
  int revision = 0;
  auto operator<=>(TaskDefinitionKey const&) const = default;
};

}  // namespace neargate::domain

template <class Tag>
struct std::hash<neargate::domain::Id<Tag>> {
  std::size_t operator()(neargate::domain::Id<Tag> const& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
