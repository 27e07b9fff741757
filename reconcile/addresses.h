#pragma once
// The private addresses of tasks: which are held, and the next free one of a subnet.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "domain/task.h"

namespace neargate::reconcile {

/// IPv4 addresses, of every account: all VPCs of an instance share one bridge.
using Addresses = std::unordered_set<std::uint32_t>;

Addresses addresses_of(std::vector<domain::Task> const& tasks);

/// Gives addresses out in the course of one plan.
class AddressBook final {
 public:
  /// `refused`: those that the daemon would not give out a moment ago.
  AddressBook(Addresses const& held, std::set<std::string> const& refused);

  /// The lowest free address of a subnet (AWS keeps the first four and the last); nullopt when it is full.
  std::optional<std::string> take(std::string const& cidr);

 private:
  Addresses const& held_;
  Addresses given_;
  std::map<std::string, std::uint64_t> next_;  ///< by CIDR: none below it is free
};

}  // namespace neargate::reconcile
