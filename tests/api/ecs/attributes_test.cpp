#include "tests/api/ecs/fleet_scene.h"

namespace neargate::api::ecs {

using testing::as_json;
using testing::FleetScene;
using testing::Wire;

namespace {

std::string attribute(std::string const& target,
                      std::string const& rest = R"("name": "stack", "value": "prod")") {
  return R"({"cluster": "c", "attributes": [{"targetId": ")" + target + R"(", )" + rest + "}]}";
}

constexpr char const* custom = R"({"cluster": "c", "targetType": "container-instance"})";

}  // namespace

TEST_CASE("attributes are put, listed and deleted") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire), id = arn.substr(arn.rfind('/') + 1);
  std::string const stored = R"({"name": "stack", "targetId": ")" + arn + R"(", "value": "prod"})";
  wire("PutAttributes", attribute(arn))
      .shows({{"/attributes/0", stored.c_str()}, {"/attributes/1", "absent"}});
  wire("ListAttributes", custom, R"({"attributeName": "stack"})")
      .shows({{"/attributes", ('[' + stored + ']').c_str()}});
  wire("ListAttributes", custom, R"({"attributeName": "stack", "attributeValue": "test"})")
      .shows({{"/attributes", "[]"}});
  // The agent's own are listed too, in order of their names.
  wire("ListAttributes", custom)
      .shows({{"/attributes/1/name", R"("ecs.ami-id")"}, {"/attributes/6", stored.c_str()}});

  CHECK(
      wire("PutAttributes", attribute(id, R"("targetType": "container-instance", "name": "stack")")).status ==
      200);
  wire("ListAttributes", custom, R"({"attributeName": "stack"})").shows({{"/attributes/0/value", "absent"}});
  wire("DeleteAttributes", attribute(arn, R"("name": "stack", "value": "other")"))
      .shows({{"/attributes", "[]"}});
  wire("DeleteAttributes", attribute(arn, R"("name": "stack")"))
      .shows({{"/attributes/0/name", R"("stack")"}});
  wire("DeleteAttributes", attribute(arn, R"("name": "stack")")).shows({{"/attributes", "[]"}});
  wire("ListAttributes", custom, R"({"attributeName": "stack"})").shows({{"/attributes", "[]"}});
}

TEST_CASE("attributes are refused") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  std::string const long_text = as_json(std::string(129, 'x'));
  std::vector<testing::Row> const both = {
      {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
      {R"({"attributes": []})", "400 InvalidParameterException: attributes can not be empty"},
      {R"({"/attributes/0/targetId": "0123"})",
       "400 InvalidParameterException: targetType must be container-instance"},
      {R"({"/attributes/0/targetType": "task"})",
       "400 InvalidParameterException: targetType must be container-instance"},
      {R"({"/attributes/0/targetId": "0123", "/attributes/0/targetType": "container-instance"})",
       "400 TargetNotFoundException: Could not find 0123"},
      {R"({"/attributes/0/targetId": "arn:aws:ecs:eu-west-1:123456789012:container-instance/other/0123"})",
       "400 TargetNotFoundException: Could not find "
       "arn:aws:ecs:eu-west-1:123456789012:container-instance/other/0123"},
  };
  wire.refuses("PutAttributes", attribute(arn), both);
  wire.refuses("DeleteAttributes", attribute(arn), both);
  std::string const long_name = R"({"/attributes/0/name": )" + long_text + "}";
  std::string const long_value = R"({"/attributes/0/value": )" + long_text + "}";
  wire.refuses("PutAttributes", attribute(arn),
               {
                   {R"({"/attributes/0/name": ""})",
                    "400 InvalidParameterException: Attribute name can not be blank."},
                   {R"({"/attributes/0/name": "a b"})",
                    "400 InvalidParameterException: Attribute name can contain only…"},
                   {R"({"/attributes/0/value": "a;b"})",
                    "400 InvalidParameterException: Attribute value can contain only…"},
                   {R"({"/attributes/0/value": " a"})",
                    "400 InvalidParameterException: Attribute value can not begin or end with a space."},
                   {R"({"/attributes/0/value": "a:b @c\\d/e"})", "200"},
                   {long_name.c_str(),
                    "400 InvalidParameterException: Attribute name can not be longer than 128 characters."},
                   {long_value.c_str(),
                    "400 InvalidParameterException: Attribute value can not be longer than 128 characters."},
               });
  wire.refuses(
      "ListAttributes", custom,
      {
          {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
          {R"({"targetType": null})", "400 InvalidParameterException: targetType must be container-instance"},
          {R"({"targetType": "task"})",
           "400 InvalidParameterException: targetType must be container-instance"},
          {R"({"maxResults": 101})",
           "400 InvalidParameterException: Max results can not be greater than 100"},
          {R"({"nextToken": "x"})", "400 InvalidParameterException: Invalid token."},
      });
}

TEST_CASE("an instance carries ten attributes of one's own") {
  FleetScene scene;
  Wire wire(scene);
  std::string const arn = FleetScene::join(wire);
  for (int i = 0; i < 10; ++i)
    CHECK(wire("PutAttributes", attribute(arn, R"("name": "a)" + std::to_string(i) + '"')).status == 200);
  CHECK(wire("PutAttributes", attribute(arn))
            .told.starts_with("400 AttributeLimitExceededException: You can apply up to 10 custom attributes "
                              "for each resource."));
  CHECK(wire("PutAttributes", attribute(arn, R"("name": "a0", "value": "other")")).status == 200);
}

TEST_CASE("attributes come in pages") {
  FleetScene scene;
  Wire wire(scene);
  FleetScene::join(wire);
  int count = 0;
  std::string token;
  do {
    auto const page = wire("ListAttributes", custom, R"({"maxResults": 2, "nextToken": ")" + token + R"("})");
    while (page.at("/attributes/" + std::to_string(count % 2) + "/name") != "absent" && ++count % 2 != 0) {
    }
    token = page.text("/nextToken");
  } while (!token.empty());
  CHECK(count == 6);
}

}  // namespace neargate::api::ecs
