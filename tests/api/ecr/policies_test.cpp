// Policies of repositories and registries (ecr.md "Policies").

#include "tests/api/ecr/scene.h"

namespace neargate::api::ecr {

using testing::quoted;
using testing::Scene;

namespace {

constexpr char const* sent = R"({"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow",)"
                             R"("Principal":{"AWS":"111122223333"},)"
                             R"("Action":["ecr:BatchGetImage"]},{"Effect":"Deny","Principal":"*",)"
                             R"("Action":["ecr:PutImage","ecr:InitiateLayerUpload"],)"
                             R"("Condition":{"StringEquals":{"aws:SourceIp":["1.2.3.4"]}}}]})";

constexpr char const* kept = R"({
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Sid" : "pull",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::111122223333:root"
    },
    "Action" : "ecr:BatchGetImage"
  }, {
    "Effect" : "Deny",
    "Principal" : "*",
    "Action" : [ "ecr:PutImage", "ecr:InitiateLayerUpload" ],
    "Condition" : {
      "StringEquals" : {
        "aws:SourceIp" : "1.2.3.4"
      }
    }
  } ]
})";

std::string policy(char const* statement) {
  return std::string(R"({"Version":"2012-10-17","Statement":[)") + statement + "]}";
}

std::string setting(std::string const& text) {
  return R"({"repositoryName": "app", "policyText": )" + quoted(text) + "}";
}

}  // namespace

TEST_CASE("a repository policy is kept as IAM prints it, and read, replaced and deleted") {
  Scene scene;
  auto const set = scene.wire("SetRepositoryPolicy", setting(sent));
  set.shows({{"/registryId", R"("123456789012")"}, {"/repositoryName", R"("app")"}});
  CHECK(set.text("/policyText") == kept);
  CHECK(scene.wire("GetRepositoryPolicy", R"({"repositoryName": "app"})").text("/policyText") == kept);
  CHECK(scene.wire("SetRepositoryPolicy", setting(kept)).text("/policyText") == kept);
  CHECK(scene.wire("DeleteRepositoryPolicy", R"({"repositoryName": "app"})").text("/policyText") == kept);
  scene.wire.refuses(
      "GetRepositoryPolicy", R"({"repositoryName": "app"})",
      {{"{}",
        "400 RepositoryPolicyNotFoundException: Repository policy does not exist for the repository with "
        "name 'app' in the registry with id '123456789012'"},
       {R"({"repositoryName": "none"})",
        "400 RepositoryNotFoundException: The repository with name 'none' does not exist in the registry "
        "with "
        "id '123456789012'"},
       {R"({"registryId": "999999999999"})",
        "400 RepositoryNotFoundException: The repository with name 'app' does not exist in the registry with "
        "id "
        "'999999999999'"}});
  scene.wire.refuses("DeleteRepositoryPolicy", R"({"repositoryName": "app"})",
                     {{"{}", "400 RepositoryPolicyNotFoundException: …"}});
}

TEST_CASE("what is no repository policy is refused in AWS's words") {
  Scene scene;
  std::vector<std::string> const bad{
      "",
      "nonsense",
      "[]",
      "{}",
      R"({"Statement":[]})",
      R"({"Version":"2020-01-01","Statement":{}})",
      policy(R"({"Effect":"Maybe","Principal":"*","Action":"ecr:*"})"),
      policy(R"({"Effect":"Allow","Action":"ecr:*"})"),
      policy(R"({"Effect":"Allow","Principal":"*"})"),
      policy(R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject"})"),
      policy(R"({"Effect":"Allow","Principal":"*","Action":"ecr:*","Color":"red"})"),
      policy(R"({"Effect":"Allow","Principal":{"Nobody":"x"},"Action":"ecr:*"})"),
      policy(R"({"Sid":"a","Effect":"Allow","Principal":"*","Action":"ecr:*"},
                {"Sid":"a","Effect":"Allow","Principal":"*","Action":"ecr:*"})")};
  for (std::string const& text : bad)
    CHECK_MESSAGE(scene.wire("SetRepositoryPolicy", setting(text)).told ==
                      "400 InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy "
                      "constraint: 'Invalid repository policy provided'",
                  text);
  CHECK(
      scene.wire("SetRepositoryPolicy", R"({"repositoryName": "app"})").told ==
      "400 InvalidParameterException: Invalid parameter at 'policyText' failed to satisfy constraint: 'must "
      "not be null'");
}

TEST_CASE("who would lock the caller out says so with force") {
  Scene scene;
  std::string const lock = policy(R"({"Effect":"Deny","Principal":"*","Action":"ecr:Set*"})");
  CHECK(scene.wire("SetRepositoryPolicy", setting(lock)).told.starts_with("400 InvalidParameterException: "));
  CHECK(scene.wire("SetRepositoryPolicy", setting(lock), R"({"force": true})").told == "200");
  std::string const conditional = policy(R"({"Effect":"Deny","Principal":"*","Action":"ecr:*",)"
                                         R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}})");
  CHECK(scene.wire("SetRepositoryPolicy", setting(conditional)).told == "200");
}

TEST_CASE("a registry policy is kept for one account and region") {
  Scene scene;
  std::string const text = policy(
      R"({"Sid":"r","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},)"
      R"("Action":["ecr:ReplicateImage"],"Resource":["arn:aws:ecr:eu-west-1:123456789012:repository/*"]})");
  std::string const request = R"({"policyText": )" + quoted(text) + "}";
  scene.wire.refuses("GetRegistryPolicy", "{}",
                     {{"{}",
                       "400 RegistryPolicyNotFoundException: Registry policy does not exist in the registry "
                       "with id '123456789012'"}});
  auto const put = scene.wire("PutRegistryPolicy", request);
  put.shows({{"/registryId", R"("123456789012")"}});
  CHECK(put.text("/policyText").find("\"Action\" : \"ecr:ReplicateImage\",") != std::string::npos);
  CHECK(scene.wire("GetRegistryPolicy", "{}").body == put.body);
  CHECK(scene.wire("DeleteRegistryPolicy", "{}").body == put.body);
  scene.wire.refuses("DeleteRegistryPolicy", "{}", {{"{}", "400 RegistryPolicyNotFoundException: …"}});
  scene.wire.refuses("PutRegistryPolicy", request,
                     {{R"({"policyText": "{}"})",
                       "400 InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy "
                       "constraint: 'Invalid registry policy provided'"}});
}

TEST_CASE("a registry policy of the first scope knows three actions") {
  Scene scene;
  std::string const text = policy(R"({"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"})");
  std::string const request = R"({"policyText": )" + quoted(text) + "}";
  CHECK(scene.wire("PutRegistryPolicy", request).told == "200");
  CHECK(scene.wire("PutAccountSetting", R"({"name": "REGISTRY_POLICY_SCOPE", "value": "V1"})").told == "200");
  CHECK(scene.wire("PutRegistryPolicy", request).told.starts_with("400 InvalidParameterException: "));
}

}  // namespace neargate::api::ecr
