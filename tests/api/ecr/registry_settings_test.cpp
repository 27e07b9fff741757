// Account settings, scanning and signing configurations, creation templates.

#include "registry/creation.h"
#include "state/repository_policies.h"
#include "state/tags.h"
#include "tests/api/ecr/scene.h"

namespace neargate::api::ecr {

using testing::Scene;

TEST_CASE("account settings have AWS's defaults until they are put") {
  Scene scene;
  auto const get = [&](char const* name) {
    return scene.wire("GetAccountSetting", std::string(R"({"name": ")") + name + "\"}").text("/value");
  };
  CHECK(get("BASIC_SCAN_TYPE_VERSION") == "AWS_NATIVE");
  CHECK(get("REGISTRY_POLICY_SCOPE") == "V2");
  CHECK(get("BLOB_MOUNTING") == "DISABLED");
  scene.wire("PutAccountSetting", R"({"name": "BLOB_MOUNTING", "value": "ENABLED"})")
      .shows({{"/name", R"("BLOB_MOUNTING")"}, {"/value", R"("ENABLED")"}});
  CHECK(get("BLOB_MOUNTING") == "ENABLED");
  scene.wire.refuses(
      "PutAccountSetting", R"({"name": "BLOB_MOUNTING", "value": "ENABLED"})",
      {{R"({"name": "COLOR"})", "400 InvalidParameterException: Invalid parameter at 'name' …"},
       {R"({"value": "PERHAPS"})",
        "400 InvalidParameterException: Invalid parameter at 'value' failed to satisfy "
        "constraint: 'must be one of DISABLED, ENABLED'"},
       {R"({"value": null})",
        "400 InvalidParameterException: Invalid parameter at 'value' failed to satisfy "
        "constraint: 'must not be null'"}});
  scene.wire.refuses("GetAccountSetting", R"({"name": "COLOR"})",
                     {{"{}", "400 InvalidParameterException: Invalid parameter at 'name' …"}});
}

TEST_CASE("the scanning configuration decides how repositories are scanned") {
  Scene scene;
  scene.wire("GetRegistryScanningConfiguration", "{}")
      .shows({{"/registryId", R"("123456789012")"},
              {"/scanningConfiguration", R"({"scanType": "BASIC", "rules": []})"}});
  auto const batch = [&] {
    return scene.wire("BatchGetRepositoryScanningConfiguration", R"({"repositoryNames": ["app", "none"]})");
  };
  batch().shows(
      {{"/scanningConfigurations/0/repositoryArn", R"("arn:aws:ecr:eu-west-1:123456789012:repository/app")"},
       {"/scanningConfigurations/0/scanFrequency", R"("MANUAL")"},
       {"/scanningConfigurations/0/scanOnPush", "false"},
       {"/scanningConfigurations/0/appliedScanFilters", "[]"},
       {"/failures/0/failureCode", R"("REPOSITORY_NOT_FOUND")"},
       {"/failures/0/repositoryName", R"("none")"}});
  constexpr char const* rules =
      R"({"scanType": "BASIC", "rules": [{"scanFrequency": "SCAN_ON_PUSH",
          "repositoryFilters": [{"filter": "pp", "filterType": "WILDCARD"}]}]})";
  scene.wire("PutRegistryScanningConfiguration", rules)
      .shows({{"/registryScanningConfiguration/scanType", R"("BASIC")"},
              {"/registryScanningConfiguration/rules/0/scanFrequency", R"("SCAN_ON_PUSH")"}});
  batch().shows(
      {{"/scanningConfigurations/0/scanFrequency", R"("SCAN_ON_PUSH")"},
       {"/scanningConfigurations/0/scanOnPush", "true"},
       {"/scanningConfigurations/0/appliedScanFilters", R"([{"filter": "pp", "filterType": "WILDCARD"}])"}});
  scene.wire.refuses("PutRegistryScanningConfiguration", rules,
                     {{R"({"/rules/0/scanFrequency": "CONTINUOUS_SCAN"})",
                       "400 InvalidParameterException: Invalid parameter at 'rules' failed to satisfy "
                       "constraint: 'Invalid scan frequency for scanType BASIC: CONTINUOUS_SCAN'"},
                      {R"({"scanType": "DEEP"})", "400 InvalidParameterException: …"}});
  CHECK(scene
            .wire("PutRegistryScanningConfiguration", rules,
                  R"({"scanType": "ENHANCED", "/rules/0/scanFrequency": "CONTINUOUS_SCAN",
                       "/rules/0/repositoryFilters/0/filter": "a*"})")
            .told == "200");
  batch().shows({{"/scanningConfigurations/0/scanFrequency", R"("CONTINUOUS_SCAN")"}});
}

TEST_CASE("a signing configuration is kept, and nothing is told to be signed") {
  Scene scene;
  std::string const pushed = scene.push("app", "layer", "v1");
  auto const status = [&] {
    return scene.wire("DescribeImageSigningStatus",
                      R"({"repositoryName": "app", "imageId": {"imageTag": "v1"}})");
  };
  scene.wire.refuses("GetSigningConfiguration", "{}",
                     {{"{}", "400 SigningConfigurationNotFoundException: …"}});
  scene.wire.refuses("DeleteSigningConfiguration", "{}",
                     {{"{}", "400 SigningConfigurationNotFoundException: …"}});
  CHECK(status().at("/signingStatuses") == "[]");
  constexpr char const* put = R"({"signingConfiguration": {"rules": [
      {"signingProfileArn": "arn:aws:signer:eu-west-1:123456789012:/signing-profiles/mine",
       "repositoryFilters": [{"filter": "ap*", "filterType": "WILDCARD_MATCH"}]}]}})";
  auto const answered = scene.wire("PutSigningConfiguration", put);
  CHECK(answered.told == "200");
  CHECK(scene.wire("GetSigningConfiguration", "{}").at("/signingConfiguration") ==
        answered.at("/signingConfiguration"));
  status().shows({{"/signingStatuses/0/status", R"("FAILED")"},
                  {"/signingStatuses/0/failureCode", R"("SigningNotServed")"}});
  CHECK(scene.wire("DeleteSigningConfiguration", "{}").told == "200");
  CHECK(status().at("/signingStatuses") == "[]");
}

TEST_CASE("creation templates are made, changed, listed in pages and deleted") {
  Scene scene;
  constexpr char const* create =
      R"({"prefix": "team", "description": "ours", "appliedFor": ["CREATE_ON_PUSH"],
      "imageTagMutability": "IMMUTABLE", "resourceTags": [{"Key": "k", "Value": "v"}]})";
  scene.wire("CreateRepositoryCreationTemplate", create)
      .shows({{"/registryId", R"("123456789012")"},
              {"/repositoryCreationTemplate/prefix", R"("team")"},
              {"/repositoryCreationTemplate/imageTagMutability", R"("IMMUTABLE")"},
              {"/repositoryCreationTemplate/encryptionConfiguration", R"({"encryptionType": "AES256"})"},
              {"/repositoryCreationTemplate/resourceTags", R"([{"Key": "k", "Value": "v"}])"},
              {"/repositoryCreationTemplate/appliedFor", R"(["CREATE_ON_PUSH"])"},
              {"/repositoryCreationTemplate/createdAt", "1700000000.123"}});
  scene.wire.refuses(
      "CreateRepositoryCreationTemplate", create,
      {{"{}", "400 TemplateAlreadyExistsException: …"},
       {R"({"prefix": "Bad Prefix"})", "400 InvalidParameterException: Invalid parameter at 'prefix' …"},
       {R"({"appliedFor": []})", "400 InvalidParameterException: Invalid parameter at 'appliedFor' …"},
       {R"({"appliedFor": ["NOW"]})", "400 InvalidParameterException: …"},
       {R"({"repositoryPolicy": "{}"})",
        "400 InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: "
        "'Invalid "
        "repository policy provided'"},
       {R"({"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"})",
        "400 InvalidParameterException: Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to "
        "satisfy constraint: 'ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is "
        "set "
        "as IMMUTABLE_WITH_EXCLUSION'"},
       {R"({"encryptionConfiguration": {"encryptionType": "AES256",
            "kmsKey": "arn:aws:kms:eu-west-1:123456789012:key/1"}})",
        "400 InvalidParameterException: Invalid encryption configuration: Encryption key should not be set "
        "for "
        "AES256 encryption."}});
  CHECK(scene.wire("CreateRepositoryCreationTemplate", create, R"({"prefix": "ROOT"})").told == "200");
  scene.clock.advance(std::chrono::seconds{5});
  scene.wire("UpdateRepositoryCreationTemplate", R"({"prefix": "team", "imageTagMutability": "MUTABLE"})")
      .shows({{"/repositoryCreationTemplate/imageTagMutability", R"("MUTABLE")"},
              {"/repositoryCreationTemplate/description", R"("ours")"},
              {"/repositoryCreationTemplate/createdAt", "1700000000.123"},
              {"/repositoryCreationTemplate/updatedAt", "1700000005.123"}});
  auto const first = scene.wire("DescribeRepositoryCreationTemplates", R"({"maxResults": 1})");
  first.shows(
      {{"/repositoryCreationTemplates/0/prefix", R"("ROOT")"}, {"/repositoryCreationTemplates/1", "absent"}});
  nlohmann::json const next{{"nextToken", first.text("/nextToken")}};
  scene.wire("DescribeRepositoryCreationTemplates", next.dump())
      .shows({{"/repositoryCreationTemplates/0/prefix", R"("team")"}, {"/nextToken", "absent"}});
  scene.wire("DescribeRepositoryCreationTemplates", R"({"prefixes": ["team"]})")
      .shows({{"/repositoryCreationTemplates/0/prefix", R"("team")"}});
  CHECK(scene.wire("DeleteRepositoryCreationTemplate", R"({"prefix": "team"})").told == "200");
  for (char const* const operation : {"DeleteRepositoryCreationTemplate", "UpdateRepositoryCreationTemplate"})
    scene.wire.refuses(operation, R"({"prefix": "team"})", {{"{}", "400 TemplateNotFoundException: …"}});
}

TEST_CASE("a repository that nobody creates gets the settings of the longest prefix that fits") {
  Scene scene;
  scene.wire("CreateRepositoryCreationTemplate",
             R"({"prefix": "team", "appliedFor": ["CREATE_ON_PUSH"], "imageTagMutability": "IMMUTABLE",
                 "resourceTags": [{"Key": "k", "Value": "v"}], "repositoryPolicy":
                 "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\"}}"})");
  scene.wire("CreateRepositoryCreationTemplate",
             R"({"prefix": "team/deep/", "appliedFor": ["CREATE_ON_PUSH", "REPLICATION"]})");
  auto const apply = [&](char const* name, registry::CreationReason reason) {
    return scene.store.transact([&](state::Database& db) {
      return registry::apply_template(db, scene.scope, domain::RepositoryName{name}, reason,
                                      scene.clock.now());
    });
  };
  using registry::CreationReason;
  auto const made = apply("team/app", CreationReason::CreateOnPush);
  CHECK(made->tag_mutability == state::TagMutability::Immutable);
  scene
      .wire("ListTagsForResource",
            R"({"resourceArn": "arn:aws:ecr:eu-west-1:123456789012:repository/team/app"})")
      .shows({{"/tags", R"([{"Key": "k", "Value": "v"}])"}});
  CHECK(scene.wire("GetRepositoryPolicy", R"({"repositoryName": "team/app"})").told == "200");
  CHECK(apply("team/deep/app", CreationReason::CreateOnPush)->tag_mutability ==
        state::TagMutability::Mutable);
  CHECK_FALSE(apply("teams/app", CreationReason::CreateOnPush));
  CHECK_FALSE(apply("team", CreationReason::CreateOnPush));
  CHECK(apply("teams/app", CreationReason::Replication));
  CHECK(apply("team/replica", CreationReason::Replication)->tag_mutability == state::TagMutability::Mutable);
}

}  // namespace neargate::api::ecr
