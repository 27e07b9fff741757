#include "registry/lifecycle_policy.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace neargate::registry {

namespace {

using Json = nlohmann::ordered_json;

Json good_rule() {
  return Json::parse(R"({"rulePriority": 1, "description": "old ones",
    "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days",
    "countNumber": 14}, "action": {"type": "expire"}})");
}

/// A policy of one rule with this laid over its selection ("" = member away with null).
std::string with_selection(char const* changes) {
  Json rule = good_rule();
  rule["selection"].merge_patch(Json::parse(changes));
  return Json{{"rules", {rule}}}.dump();
}

std::string fault(std::string const& text) {
  auto const parsed = parse_lifecycle_policy(text);
  auto const* const invalid = std::get_if<LifecyclePolicyInvalid>(&parsed);
  if (!invalid) return {};
  std::string const prefix = "Lifecycle policy validation failure: ";
  CHECK(invalid->text.starts_with(prefix));
  return invalid->text.substr(prefix.size());
}

std::string policy_of(std::initializer_list<Json> rules) {
  Json list = Json::array();
  int priority = 0;
  for (Json rule : rules) {
    if (!rule.contains("rulePriority") || rule["rulePriority"] == 1) rule["rulePriority"] = ++priority;
    list.push_back(std::move(rule));
  }
  return Json{{"rules", list}}.dump();
}

Json rule_for(char const* tag_status, char const* more = "{}") {
  Json rule = good_rule();
  rule["selection"]["tagStatus"] = tag_status;
  rule["selection"].merge_patch(Json::parse(more));
  return rule;
}

}  // namespace

TEST_CASE("a policy is read by priority and kept minified, members in the order given") {
  auto const parsed = parse_lifecycle_policy(R"({ "rules" : [
    {"rulePriority": 20, "selection": {"tagStatus": "any",
     "countType": "imageCountMoreThan", "countNumber": 3}, "action": {"type": "expire"}},
    {"rulePriority": 10, "selection": {"tagStatus": "tagged", "tagPatternList": ["v*"],
     "storageClass": "standard", "countType": "sinceImagePulled", "countUnit": "days", "countNumber": 90},
     "action": {"type": "transition", "targetStorageClass": "archive"}}
  ] })");
  auto const& policy = std::get<LifecyclePolicy>(parsed);
  REQUIRE(policy.rules.size() == 2);
  CHECK(policy.rules[0] == LifecycleRule{.priority = 10,
                                         .tag_status = TagStatus::Tagged,
                                         .patterns = {"v*"},
                                         .count_type = CountType::SinceImagePulled,
                                         .count = 90,
                                         .action = LifecycleAction::Archive});
  CHECK(policy.rules[1] == LifecycleRule{.priority = 20, .count = 3});
  CHECK(
      policy.text.starts_with(R"({"rules":[{"rulePriority":20,"selection":{"tagStatus":"any","countType":)"));
}

TEST_CASE("a text that is no policy at all cannot be mapped into one") {
  for (char const* const text : {"", "nonsense", "[]", "1", R"("rules")", R"({"rules": [)"})
    CHECK(fault(text) == "Could not map policyString into LifecyclePolicy.");
}

TEST_CASE("what has not the right shape is refused in the words of the schema") {
  struct Row {
    std::string text, fault;
  };
  Json without_action = good_rule();
  without_action.erase("action");
  Json poor = good_rule();
  poor["selection"] = Json::object();
  Json unknown = good_rule();
  unknown["x"] = 1;
  Json word_priority = good_rule();
  word_priority["rulePriority"] = "1";
  Json zero = good_rule();
  zero["rulePriority"] = 0;
  Json null_target = good_rule();
  null_target["action"]["targetStorageClass"] = nullptr;
  Json no_target = good_rule();
  no_target["action"]["type"] = "transition";
  Json many = Json::array();
  for (int i = 1; i <= 51; ++i) {
    many.push_back(good_rule());
    many.back()["rulePriority"] = i;
  }
  std::vector<Row> const rows{
      {"{}", R"(object has missing required properties (["rules"]))"},
      {R"({"rules": {}})",
       R"(instance type (object) does not match any allowed primitive type (allowed: ["array"]))"},
      {R"({"rules": []})", "array is too short: must have at least 1 elements but instance has 0 elements"},
      {Json{{"rules", many}}.dump(),
       "array is too long: must have at most 50 elements but instance has 51 elements"},
      {policy_of({without_action}), R"(object has missing required properties (["action"]))"},
      {policy_of({poor}),
       R"(object has missing required properties (["countNumber","countType","tagStatus"]))"},
      {policy_of({unknown}),
       R"(object instance has properties which are not allowed by the schema: (["x"]))"},
      {policy_of({word_priority}),
       R"(instance type (string) does not match any allowed primitive type (allowed: ["integer"]))"},
      {policy_of({zero}), "numeric instance is lower than the required minimum (minimum: 1, found: 0)"},
      {with_selection(R"({"countNumber": 0})"),
       "numeric instance is lower than the required minimum (minimum: 1, found: 0)"},
      {with_selection(R"({"tagStatus": "x"})"),
       R"(instance value ("x") not found in enum (possible values: ["any","tagged","untagged"]))"},
      {with_selection(R"({"countUnit": "weeks"})"),
       R"(instance value ("weeks") not found in enum (possible values: ["days"]))"},
      {with_selection(R"({"countUnit": null})"),
       "instance failed to match exactly one schema (matched 0 out of 4)"},
      {with_selection(R"({"countType": "imageCountMoreThan"})"),
       "instance failed to match exactly one schema (matched 0 out of 4)"},
      {with_selection(R"({"countType": "sinceImageTransitioned"})"),
       "instance failed to match exactly one schema (matched 0 out of 4)"},
      {with_selection(R"({"storageClass": "archive"})"),
       "instance failed to match exactly one schema (matched 0 out of 4)"},
      {policy_of({null_target}), "instance failed to match exactly one schema (matched 0 out of 2)"},
      {policy_of({no_target}), "instance failed to match exactly one schema (matched 0 out of 2)"},
  };
  for (Row const& row : rows) CHECK_MESSAGE(fault(row.text) == row.fault + "\n", row.text);
  CHECK(fault(with_selection(R"({"tagStatus": "x", "countNumber": 0})")) ==
        "instance value (\"x\") not found in enum (possible values: [\"any\",\"tagged\",\"untagged\"])\n"
        "numeric instance is lower than the required minimum (minimum: 1, found: 0)\n");
}

TEST_CASE("rules that cannot stand beside each other are refused") {
  struct Row {
    std::string text, fault;
  };
  char const* const archived =
      R"({"storageClass": "archive", "countType": "sinceImageTransitioned", "countUnit": "days"})";
  Json twice = rule_for("any");
  twice["rulePriority"] = 7;
  Json again = rule_for("untagged");
  again["rulePriority"] = 7;
  std::vector<Row> const rows{
      {policy_of({rule_for("tagged")}),
       "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED."},
      {policy_of({rule_for("tagged", R"({"tagPrefixList": []})")}),
       "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED."},
      {policy_of({rule_for("tagged", R"({"tagPrefixList": ["a"], "tagPatternList": ["b"]})")}),
       "If policy has a tagged rule, it must specify only one of tagPrefixList or tagPatternList"},
      {policy_of({rule_for("untagged", R"({"tagPrefixList": ["a"]})")}),
       "Cannot specify tagPrefixList with tagStatus untagged"},
      {policy_of({rule_for("any", R"({"tagPatternList": ["a"]})")}),
       "Cannot specify tagPatternList with tagStatus any"},
      {policy_of({rule_for("tagged", R"({"tagPatternList": ["a*b*c*d*e*"]})")}),
       "Invalid tag pattern provided. Total number of * must not exceed 4"},
      {policy_of({rule_for("untagged"), rule_for("untagged")}), "Only one rule can select Untagged images"},
      {policy_of({rule_for("any"), rule_for("any")}), "Only one rule can specify tagStatus=ANY"},
      {policy_of({rule_for("any"), rule_for("untagged")}),
       "Rule for tagStatus=ANY must have the lowest priority per storage class"},
      {policy_of({twice, again}), "Duplicate priority in multiple rules"},
      {policy_of({rule_for("tagged", R"({"tagPatternList": ["*a*b*c*"]})"), rule_for("untagged"),
                  rule_for("any"), rule_for("untagged", archived), rule_for("any", archived)}),
       ""},
  };
  for (Row const& row : rows) CHECK_MESSAGE(fault(row.text) == row.fault, row.text);
}

TEST_CASE("a text nested thousands deep is refused like any other nonsense") {
  std::string const deep(30000, '[');
  CHECK_FALSE(fault(deep).empty());
  CHECK_FALSE(fault(R"({"rules":)" + deep + std::string(30000, ']') + "}").empty());
}

}  // namespace neargate::registry
