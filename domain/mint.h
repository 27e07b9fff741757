#pragma once
// New ids, in the shapes that AWS gives them (reference: ecs-control-plane.md "ARN forms").

#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace neargate::domain {

/// Draws ids from a seed: the same seed gives the same ids. Safe to share between threads.
class Mint {
 public:
  explicit Mint(std::uint64_t seed) : engine_(seed) {}
  /// Seeded from the operating system's entropy.
  static std::uint64_t entropy_seed();

  std::uint64_t number();                       ///< 64 random bits
  std::string hex(int digits);                  ///< lower-case hex
  std::string digits(int count);                ///< decimal digits, may start with 0
  std::string uuid();                           ///< version 4, 36 characters
  TaskId task_id();                             ///< 32 hex
  DeploymentId deployment_id();                 ///< ecs-svc/<19 digits>
  ServiceDeploymentId service_deployment_id();  ///< 21 of [A-Za-z0-9_-]
  ContainerInstanceId container_instance_id();  ///< 32 hex
  /// EC2 style: prefix + '-' + 17 hex (vpc, subnet, sg, eni …).
  std::string ec2_id(std::string const& prefix);
  /// IAM style: AROA, AIDA … + characters of [A-Z2-7], 21 in all.
  std::string iam_id(std::string const& prefix);
  /// AKIA… or ASIA…, 20 characters; as in AWS the account can be read from it again.
  std::string access_key_id(std::string const& prefix, AccountId const& account);
  std::string secret(int length);  ///< characters of base64
  /// 02:… locally administered unicast address.
  std::string mac_address();

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

/// The account behind an access key id (wire.md "Account id conventions"); nullopt when it names none.
std::optional<AccountId> account_of_access_key(std::string_view key);

}  // namespace neargate::domain
