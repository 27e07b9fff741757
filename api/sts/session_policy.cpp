#include "api/sts/session_policy.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/sts/errors.h"

namespace neargate::api::sts {

namespace {

constexpr std::size_t size_max = 2048;

std::size_t document_size(wire::Optional<std::string> const& policy) {
  if (!policy) return 0;
  auto const document = nlohmann::json::parse(*policy, nullptr, false);
  if (!document.is_object() || !document.contains("Statement"))
    throw wire::Error(MalformedPolicyDocumentException, "Syntax errors in policy.");
  return policy->size();
}

std::size_t tags_size(std::vector<Tag> const& tags) {
  std::set<std::string> keys;
  std::size_t size = 0;
  for (Tag const& tag : tags) {
    if (!keys.insert(lower(tag.key.value_or(""))).second)
      throw wire::Error(InvalidParameterValue,
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    size += tag.key.value_or("").size() + tag.value.value_or("").size();
  }
  return size;
}

}  // namespace

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return text;
}

std::optional<int> packed_policy_size(wire::Optional<std::string> const& policy,
                                      wire::Optional<std::vector<Tag>> const& tags,
                                      wire::Optional<std::vector<PolicyDescriptorType>> const& policy_arns) {
  std::size_t size = tags_size(tags.value_or(std::vector<Tag>{})) + document_size(policy);
  for (auto const& named : policy_arns.value_or(std::vector<PolicyDescriptorType>{}))
    size += named.arn.value_or("").size();
  if (size > size_max)
    throw wire::Error(PackedPolicyTooLargeException, "Packed policy consumes " +
                                                         std::to_string(size * 100 / size_max) +
                                                         "% of allotted space, please use smaller policy.");
  if (size == 0) return std::nullopt;
  return static_cast<int>(std::max<std::size_t>(1, size * 100 / size_max));
}

}  // namespace neargate::api::sts
