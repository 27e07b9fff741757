// Family, container names, roles: what every definition must have.

#include <algorithm>
#include <cctype>
#include <set>

#include "api/ecs/rules/cluster_rules.h"
#include "api/ecs/rules/registration.h"
#include "domain/arn.h"

namespace neargate::api::ecs {

namespace {

constexpr std::size_t containers_max = 10;  // quota, ecs-control-plane.md "Quotas worth enforcing"

/// An IAM role by name or by ARN.
bool is_role(std::string const& role) {
  if (!role.starts_with("arn:"))
    return role.size() <= 64 && std::ranges::all_of(role, [](char c) {
             return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                    std::string_view("+=,.@_-").find(c) != std::string_view::npos;
           });
  auto const arn = domain::Arn::parse(role);
  return arn && arn->service == "iam" && arn->resource.starts_with("role/") && arn->resource.size() > 5;
}

constexpr std::size_t image_length_max = 255;

/// The characters of a reference; by digest, the limit is on what stands before the "@".
std::optional<Refusal> image_refused(std::string const& image) {
  if (image.empty()) return client("Container.image should not be null or empty.");
  bool const known = std::ranges::all_of(image, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-_:./#@").find(c) != std::string_view::npos;
  });
  if (!known) return client("Container.image contains invalid characters.");
  if (image.substr(0, image.find('@')).size() > image_length_max)
    return client("Container.image should be 255 characters or less");
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> family_refused(Registration const& request) {
  std::string const family = request.family.value_or("");
  if (family.empty()) return client("Family can not be blank.");
  if (is_name(family)) return std::nullopt;
  if (is_name(family.substr(0, 255))) return client("Family is too long. Maximum length is 255 characters.");
  return client("Family contains invalid characters.");
}

std::optional<Refusal> container_list_refused(Registration const& request) {
  auto const& containers = containers_of(request);
  if (containers.empty()) return client("Container list cannot be empty.");
  if (containers.size() > containers_max) return client("Too many containers.");
  return std::nullopt;
}

std::optional<Refusal> container_names_refused(Registration const& request) {
  std::set<std::string> names;
  for (auto const& container : containers_of(request)) {
    std::string const name = container.name.value_or("");
    if (name.empty()) return client("Container.name should not be null or empty.");
    if (auto refusal = image_refused(container.image.value_or(""))) return refusal;
    if (!is_name(name)) return client("Container.name contains invalid characters.");
    if (!names.insert(name).second) return client("Container names must be unique within a task definition");
  }
  return std::nullopt;
}

std::optional<Refusal> essential_refused(Registration const& request) {
  auto const is_essential = [](ContainerDefinition const& container) {
    return container.essential.value_or(true);
  };
  if (std::ranges::none_of(containers_of(request), is_essential))
    return client("Task definition doesn't have any essential container.");
  return std::nullopt;
}

std::optional<Refusal> roles_refused(Registration const& request) {
  for (auto const& role : {request.task_role_arn, request.execution_role_arn})
    if (role && !role->empty() && !is_role(*role)) return client("Role is not valid");
  return std::nullopt;
}

std::optional<Refusal> unsupported_fields_refused(Registration const& request) {
  if (!items(request.inference_accelerators).empty())
    return client("Unsupported field 'inferenceAccelerators'");
  return std::nullopt;
}

}  // namespace neargate::api::ecs
