#include "tests/api/ecs/table.h"
#include "tests/api/ecs/world.h"

namespace neargate::api::ecs {

using testing::Wire;
using testing::World;

namespace {

constexpr char const* user = R"("arn:aws:iam::123456789012:user/ann")";
constexpr char const* root = R"("arn:aws:iam::123456789012:root")";

std::string effective(Wire& wire, std::string const& name, std::string const& principal = root) {
  std::string const request =
      R"({"effectiveSettings": true, "name": ")" + name + R"(", "principalArn": )" + principal + "}";
  return wire("ListAccountSettings", request).text("/settings/0/value");
}

}  // namespace

TEST_CASE("account settings hold AWS's defaults until somebody sets them, ten on a page") {
  World world;
  Wire wire(world);
  CHECK(wire("ListAccountSettings", "{}").body == R"({"settings":[]})");
  auto const first = wire("ListAccountSettings", R"({"effectiveSettings": true})");
  first.shows({
      {"/settings/0", R"({"name": "awsvpcTrunking", "principalArn": "arn:aws:iam::123456789012:root",
                          "type": "user", "value": "disabled"})"},
      {"/settings/1/value", R"("disabled")"},
      {"/settings/2/value", R"("enabled")"},
      {"/settings/3", R"({"name": "defaultLogDriverMode", "principalArn": "arn:aws:iam::123456789012:root",
                          "type": "user", "value": "non-blocking"})"},
      {"/settings/4/name", R"("dualStackIPv6")"},
      {"/settings/4/value", R"("enabled")"},
      {"/settings/5/value", R"("disabled")"},
      {"/settings/6/value", R"("disabled")"},
      {"/settings/7/value", R"("7")"},
      {"/settings/8", R"({"name": "guardDutyActivate", "principalArn": "arn:aws:iam::123456789012:root",
                          "type": "aws_managed", "value": "off"})"},
      {"/settings/9/name", R"("serviceLongArnFormat")"},
      {"/settings/10", "absent"},
  });
  auto const rest = wire("ListAccountSettings", R"({"effectiveSettings": true, "nextToken": ")" +
                                                    first.text("/nextToken") + R"("})");
  rest.shows({{"/settings/0/name", R"("tagResourceAuthorization")"},
              {"/settings/0/value", R"("on")"},
              {"/settings/1/name", R"("taskLongArnFormat")"},
              {"/settings/2", "absent"},
              {"/nextToken", "absent"}});
}

TEST_CASE("account settings are refused in AWS's words") {
  World world;
  Wire wire(world);
  std::vector<testing::Row> const rows = {
      {R"({"name": "unknown"})",
       "400 InvalidParameterException: unknown should be one of "
       "[serviceLongArnFormat,taskLongArnFormat,containerInstanceLongArnFormat,awsvpcTrunking,…"},
      {R"({"name": null})", "400 InvalidParameterException: Invalid setting 'name'"},
      {R"({"value": null})", "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"value": "ENABLED"})", "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "awsvpcTrunking", "value": "on"})",
       "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "awsvpcTrunking", "value": "enhanced"})",
       "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "tagResourceAuthorization", "value": "enabled"})",
       "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "fargateTaskRetirementWaitPeriod", "value": "3"})",
       "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "defaultLogDriverMode", "value": "on"})",
       "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "dualStackIPv6", "value": "disabled"})",
       "400 InvalidParameterException: Invalid setting 'value'"},
      {R"({"name": "guardDutyActivate", "value": "on"})",
       "400 InvalidParameterException: Invalid setting 'name'"},
      {R"({"name": "serviceLongArnFormat", "value": "disabled"})",
       "400 InvalidParameterException: You can no longer disable Long Arn settings"},
      {R"({"name": "taskLongArnFormat", "value": "disabled"})",
       "400 InvalidParameterException: You can no longer disable Long Arn settings"},
      {R"({"name": "containerInstanceLongArnFormat", "value": "disabled"})",
       "400 InvalidParameterException: You can no longer disable Long Arn settings"},
  };
  constexpr char const* fine = R"({"name": "containerInsights", "value": "enabled"})";
  wire.refuses("PutAccountSettingDefault", fine, rows);
  wire.refuses("PutAccountSetting", fine, rows);
  wire.refuses("PutAccountSetting", fine,
               {{R"({"principalArn": "ann"})", "400 InvalidParameterException: Invalid principal ARN"},
                {R"({"principalArn": "arn:aws:iam::999999999999:root"})",
                 "400 InvalidParameterException: Invalid principal ARN"},
                {R"({"name": "fargateTaskRetirementWaitPeriod", "value": "0",
                     "principalArn": "arn:aws:iam::123456789012:user/ann"})",
                 "400 InvalidParameterException: You must use the root user to set the "
                 "fargateTaskRetirementWaitPeriod."}});
  wire.refuses("DeleteAccountSetting", "{}",
               {{R"({"name": "unknown"})", "400 InvalidParameterException: unknown should be one of […"},
                {R"({"name": "guardDutyActivate"})", "400 InvalidParameterException: Invalid setting 'name'"},
                {R"({"name": "awsvpcTrunking", "principalArn": "x"})",
                 "400 InvalidParameterException: Invalid principal ARN"}});
  wire.refuses(
      "ListAccountSettings", "{}",
      {{R"({"name": "unknown"})", "400 InvalidParameterException: unknown should be one of […"},
       {R"({"value": "enabled"})",
        "400 InvalidParameterException: A setting name must be specified when filtering by value."},
       {R"({"maxResults": 11})", "400 InvalidParameterException: Max results can not be greater than 10"},
       {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."}});
  CHECK(wire("ListAccountSettings", "{}").body == R"({"settings":[]})");
}

TEST_CASE("every value of an account setting can be put and is read back") {
  World world;
  Wire wire(world);
  for (auto const& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"containerInsights", "enhanced"},
           {"containerInsights", "enabled"},
           {"containerInsights", "disabled"},
           {"awsvpcTrunking", "enabled"},
           {"serviceLongArnFormat", "enabled"},
           {"fargateFIPSMode", "enabled"},
           {"fargateTaskRetirementWaitPeriod", "0"},
           {"fargateTaskRetirementWaitPeriod", "14"},
           {"tagResourceAuthorization", "off"},
           {"defaultLogDriverMode", "blocking"},
           {"fargateEventWindows", "enabled"},
           {"dualStackIPv6", "enabled"},
       }) {
    auto const put =
        wire("PutAccountSettingDefault", R"({"name": ")" + name + R"(", "value": ")" + value + R"("})");
    put.shows({{"/setting/name", ("\"" + name + "\"").c_str()},
               {"/setting/value", ("\"" + value + "\"").c_str()},
               {"/setting/principalArn", root},
               {"/setting/type", R"("user")"}});
    CHECK(effective(wire, name) == value);
  }
}

TEST_CASE("a principal's own setting wins over the account's, and deleting it brings the account's back") {
  World world;
  Wire wire(world);
  wire("PutAccountSettingDefault", R"({"name": "containerInsights", "value": "enabled"})");
  CHECK(effective(wire, "containerInsights", user) == "enabled");
  wire("PutAccountSetting", R"({"name": "containerInsights", "value": "enhanced",
                                "principalArn": "arn:aws:iam::123456789012:user/ann"})")
      .shows({{"/setting/principalArn", user}, {"/setting/value", R"("enhanced")"}});
  CHECK(effective(wire, "containerInsights", user) == "enhanced");
  CHECK(effective(wire, "containerInsights") == "enabled");

  // Only what was set is listed without effectiveSettings.
  std::string const of_user = R"({"principalArn": )" + std::string(user);
  wire("ListAccountSettings", of_user + "}")
      .shows({{"/settings/0/value", R"("enhanced")"}, {"/settings/1", "absent"}});
  auto const filtered = [&](char const* value) {
    return wire("ListAccountSettings",
                of_user + R"(, "effectiveSettings": true, "name": "containerInsights", "value": ")" + value +
                    R"("})")
        .at("/settings/0/value");
  };
  CHECK(filtered("enhanced") == R"("enhanced")");
  CHECK(filtered("enabled") == "absent");

  wire("DeleteAccountSetting", of_user + R"(, "name": "containerInsights"})")
      .shows({{"/setting/name", R"("containerInsights")"},
              {"/setting/value", R"("enhanced")"},
              {"/setting/principalArn", user}});
  CHECK(effective(wire, "containerInsights", user) == "enabled");
  // Without a principal it is the caller, which is root here.
  wire("DeleteAccountSetting", R"({"name": "containerInsights"})")
      .shows({{"/setting/value", R"("enabled")"}, {"/setting/principalArn", root}});
  CHECK(effective(wire, "containerInsights", user) == "disabled");
}

TEST_CASE("containerInsights becomes the default of new clusters only") {
  World world;
  Wire wire(world);
  auto const insights = [&](char const* request) {
    return wire("CreateCluster", request).text("/cluster/settings/0/value");
  };
  CHECK(insights(R"({"clusterName": "before"})") == "disabled");
  wire("PutAccountSetting", R"({"name": "containerInsights", "value": "enhanced"})");
  CHECK(insights(R"({"clusterName": "after"})") == "enhanced");
  CHECK(insights(R"({"clusterName": "before"})") == "disabled");
  CHECK(insights(R"({"clusterName": "own",
                     "settings": [{"name": "containerInsights", "value": "disabled"}]})") == "disabled");
}

TEST_CASE("account settings are per region") {
  World world;
  Wire wire(world);
  wire("PutAccountSettingDefault", R"({"name": "awsvpcTrunking", "value": "enabled"})");
  world.scope.region = domain::Region{"us-east-1"};
  Wire elsewhere(world);
  CHECK(effective(elsewhere, "awsvpcTrunking") == "disabled");
}

}  // namespace neargate::api::ecs
