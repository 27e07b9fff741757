#include "registry/lifecycle_policy.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "registry/lifecycle_schema.h"

namespace neargate::registry {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::ptrdiff_t wildcards_max = 4;

TagStatus tag_status_of(std::string const& word) {
  if (word == "tagged") return TagStatus::Tagged;
  return word == "untagged" ? TagStatus::Untagged : TagStatus::Any;
}

CountType count_type_of(std::string const& word) {
  if (word == "sinceImagePushed") return CountType::SinceImagePushed;
  if (word == "sinceImagePulled") return CountType::SinceImagePulled;
  if (word == "sinceImageTransitioned") return CountType::SinceImageTransitioned;
  return CountType::ImageCountMoreThan;
}

/// Of a document without faults of shape.
LifecycleRule read_rule(Json const& object) {
  Json const& selection = object.at("selection");
  LifecycleRule rule;
  rule.priority = object.at("rulePriority").get<int>();
  rule.tag_status = tag_status_of(selection.at("tagStatus").get<std::string>());
  if (selection.contains("tagPrefixList"))
    rule.prefixes = selection.at("tagPrefixList").get<std::vector<std::string>>();
  if (selection.contains("tagPatternList"))
    rule.patterns = selection.at("tagPatternList").get<std::vector<std::string>>();
  if (selection.value("storageClass", "standard") == "archive") rule.storage_class = StorageClass::Archive;
  rule.count_type = count_type_of(selection.at("countType").get<std::string>());
  rule.count = selection.at("countNumber").get<std::int64_t>();
  if (object.at("action").at("type") == "transition") rule.action = LifecycleAction::Archive;
  return rule;
}

std::optional<char const*> fault_of_tags(LifecycleRule const& rule) {
  if (rule.tag_status == TagStatus::Tagged) {
    if (rule.prefixes.empty() && rule.patterns.empty())
      return "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.";
    if (!rule.prefixes.empty() && !rule.patterns.empty())
      return "If policy has a tagged rule, it must specify only one of tagPrefixList or tagPatternList";
  } else if (!rule.prefixes.empty() || !rule.patterns.empty()) {
    bool const untagged = rule.tag_status == TagStatus::Untagged;
    if (!rule.prefixes.empty())
      return untagged ? "Cannot specify tagPrefixList with tagStatus untagged"
                      : "Cannot specify tagPrefixList with tagStatus any";
    return untagged ? "Cannot specify tagPatternList with tagStatus untagged"
                    : "Cannot specify tagPatternList with tagStatus any";
  }
  for (std::string const& pattern : rule.patterns)
    if (std::ranges::count(pattern, '*') > wildcards_max)
      return "Invalid tag pattern provided. Total number of * must not exceed 4";
  return std::nullopt;
}

/// Rules of one storage class: at most one for untagged images and one for all, which comes last.
std::optional<char const*> fault_among(std::vector<LifecycleRule> const& rules, StorageClass storage) {
  int untagged = 0, any = 0;
  bool any_is_last = true;
  for (LifecycleRule const& rule : rules) {
    if (rule.storage_class != storage) continue;
    untagged += rule.tag_status == TagStatus::Untagged;
    any += rule.tag_status == TagStatus::Any;
    any_is_last = any == 0 || rule.tag_status == TagStatus::Any;
  }
  if (untagged > 1) return "Only one rule can select Untagged images";
  if (any > 1) return "Only one rule can specify tagStatus=ANY";
  // The wording since there are storage classes (observed).
  if (!any_is_last) return "Rule for tagStatus=ANY must have the lowest priority per storage class";
  return std::nullopt;
}

/// What a document of the right shape can still have wrong. Rules are sorted by priority.
std::optional<char const*> fault_of(std::vector<LifecycleRule> const& rules) {
  for (LifecycleRule const& rule : rules)
    if (auto const fault = fault_of_tags(rule)) return fault;
  std::set<int> priorities;
  for (LifecycleRule const& rule : rules)
    if (!priorities.insert(rule.priority).second) return "Duplicate priority in multiple rules";
  for (StorageClass const storage : {StorageClass::Standard, StorageClass::Archive})
    if (auto const fault = fault_among(rules, storage)) return fault;
  for (LifecycleRule const& rule : rules)
    if (rule.storage_class == StorageClass::Archive && rule.action == LifecycleAction::Archive)
      return "Cannot transition images that are already in the target storage class";
  return std::nullopt;
}

LifecyclePolicyInvalid invalid(std::string const& why) {
  return {"Lifecycle policy validation failure: " + why};
}

}  // namespace

std::variant<LifecyclePolicy, LifecyclePolicyInvalid> parse_lifecycle_policy(std::string_view text) {
  Json const document = Json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object())
    return invalid("Could not map policyString into LifecyclePolicy.");
  std::string faults;
  for (std::string const& fault : lifecycle_schema_faults(document)) faults += fault + '\n';
  if (!faults.empty()) return invalid(faults);

  LifecyclePolicy policy;
  for (Json const& rule : document.at("rules")) policy.rules.push_back(read_rule(rule));
  std::ranges::stable_sort(policy.rules, {}, &LifecycleRule::priority);
  if (auto const fault = fault_of(policy.rules)) return invalid(*fault);
  policy.text = document.dump();
  return policy;
}

}  // namespace neargate::registry
