#include "api/wire/xml.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "gen/ec2/model.h"
#include "gen/iam/model.h"
#include "gen/sts/model.h"
#include "gen/toy/model.h"

using namespace neargate::api;
using wire::Value;

TEST_CASE("STS answers its members in the captured order") {
  CHECK(wire::encode_xml(sts::model(), *sts::model().find("GetCallerIdentity"),
                         Value{{"Account", "1"}, {"Arn", "a&b"}, {"UserId", "u"}}, "rid") ==
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
        "  <GetCallerIdentityResult>\n"
        "    <Arn>a&amp;b</Arn>\n"
        "    <UserId>u</UserId>\n"
        "    <Account>1</Account>\n"
        "  </GetCallerIdentityResult>\n"
        "  <ResponseMetadata>\n"
        "    <RequestId>rid</RequestId>\n"
        "  </ResponseMetadata>\n"
        "</GetCallerIdentityResponse>\n");
}

TEST_CASE("an operation without output answers metadata alone") {
  CHECK(wire::encode_xml(iam::model(), *iam::model().find("DeleteRole"), Value::object(), "rid") ==
        "<DeleteRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
        "  <ResponseMetadata>\n"
        "    <RequestId>rid</RequestId>\n"
        "  </ResponseMetadata>\n"
        "</DeleteRoleResponse>\n");
}

TEST_CASE("IAM lists have member elements, whole seconds and no absent members") {
  Value const output{{"IsTruncated", false},
                     {"Roles", {{{"RoleName", "a"}, {"CreateDate", 1789563752.334}}}}};
  std::string const xml = wire::encode_xml(iam::model(), *iam::model().find("ListRoles"), output, "rid");
  CHECK(xml.find("<Roles>\n      <member>\n        <RoleName>a</RoleName>\n"
                 "        <CreateDate>2026-09-16T13:02:32Z</CreateDate>\n      </member>\n    </Roles>") !=
        std::string::npos);
  CHECK(xml.find("<IsTruncated>false</IsTruncated>") != std::string::npos);
  CHECK(xml.find("Marker") == std::string::npos);
}

TEST_CASE("EC2 answers begin with the request id and close empty lists themselves") {
  Value const output{
      {"Vpcs",
       {{{"VpcId", "vpc-1"}, {"IsDefault", true}, {"Tags", Value::array()}, {"CidrBlock", "10.0.0.0/8"}}}}};
  CHECK(wire::encode_xml(ec2::model(), *ec2::model().find("DescribeVpcs"), output, "rid") ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\n"
        "  <requestId>rid</requestId>\n"
        "  <vpcSet>\n"
        "    <item>\n"
        "      <vpcId>vpc-1</vpcId>\n"
        "      <cidrBlock>10.0.0.0/8</cidrBlock>\n"
        "      <tagSet/>\n"
        "      <isDefault>true</isDefault>\n"
        "    </item>\n"
        "  </vpcSet>\n"
        "</DescribeVpcsResponse>\n");
}

TEST_CASE("EC2 times have milliseconds") {
  Value const output{{"NetworkInterfaces", {{{"Attachment", {{"AttachTime", 1789563758.0}}}}}}};
  CHECK(wire::encode_xml(ec2::model(), *ec2::model().find("DescribeNetworkInterfaces"), output, "rid")
            .find("<attachTime>2026-09-16T13:02:38.000Z</attachTime>") != std::string::npos);
}

TEST_CASE("maps and flattened lists") {
  Value const output{
      {"namesByMaterial", {{"WOOD", "bear"}}}, {"flatNames", {"a", "b"}}, {"toys", Value::array()}};
  CHECK(wire::encode_xml(toy::model(), *toy::model().find("DescribeToys"), output, "rid") ==
        "<DescribeToysResponse xmlns=\"https://toy.example/doc/\">\n"
        "  <DescribeToysResult>\n"
        "    <toys/>\n"
        "    <namesByMaterial>\n"
        "      <entry>\n"
        "        <key>WOOD</key>\n"
        "        <value>bear</value>\n"
        "      </entry>\n"
        "    </namesByMaterial>\n"
        "    <flatNames>a</flatNames>\n"
        "    <flatNames>b</flatNames>\n"
        "  </DescribeToysResult>\n"
        "  <ResponseMetadata>\n"
        "    <RequestId>rid</RequestId>\n"
        "  </ResponseMetadata>\n"
        "</DescribeToysResponse>\n");
}

TEST_CASE("errors have the form of their protocol") {
  wire::Error const error({"NoSuchEntity", 404}, "The role <x> cannot be found.");
  CHECK(wire::encode_xml_error(&iam::model(), error, "rid") ==
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\n"
        "  <Error>\n"
        "    <Type>Sender</Type>\n"
        "    <Code>NoSuchEntity</Code>\n"
        "    <Message>The role &lt;x&gt; cannot be found.</Message>\n"
        "  </Error>\n"
        "  <RequestId>rid</RequestId>\n"
        "</ErrorResponse>\n");
  CHECK(wire::encode_xml_error(&ec2::model(), error, "rid") ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Response>\n"
        "  <Errors>\n"
        "    <Error>\n"
        "      <Code>NoSuchEntity</Code>\n"
        "      <Message>The role &lt;x&gt; cannot be found.</Message>\n"
        "    </Error>\n"
        "  </Errors>\n"
        "  <RequestID>rid</RequestID>\n"
        "</Response>\n");
}

TEST_CASE("what XML cannot carry is replaced") {
  CHECK(wire::xml_escape("a\x01z") == "a\xEF\xBF\xBDz");
  CHECK(wire::xml_escape("\xff") == "\xEF\xBF\xBD");
  CHECK(wire::xml_escape("\"<&>\r\n\tü😀") == "&quot;&lt;&amp;&gt;&#13;\n\tü😀");
}
