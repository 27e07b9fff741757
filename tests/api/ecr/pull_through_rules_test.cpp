#include "tests/api/ecr/wire.h"

namespace neargate::api::ecr::testing {

namespace {

constexpr char const* hub =
    R"({"ecrRepositoryPrefix": "docker-hub", "upstreamRegistryUrl": "registry-1.docker.io",
  "credentialArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf"})";
constexpr char const* quay = R"({"ecrRepositoryPrefix": "quay", "upstreamRegistryUrl": "quay.io"})";

}  // namespace

TEST_CASE("a pull-through cache rule is made, described, updated and deleted") {
  World world;
  auto wire = wire_of(world);
  wire("CreatePullThroughCacheRule", hub)
      .shows({{"/ecrRepositoryPrefix", R"("docker-hub")"},
              {"/upstreamRegistryUrl", R"("registry-1.docker.io")"},
              {"/upstreamRegistry", R"("docker-hub")"},
              {"/upstreamRepositoryPrefix", R"("ROOT")"},
              {"/registryId", R"("123456789012")"},
              {"/createdAt", "1700000000.123"},
              {"/customRoleArn", "absent"}});
  wire("CreatePullThroughCacheRule", quay)
      .shows({{"/upstreamRegistry", R"("quay")"}, {"/credentialArn", "absent"}});
  auto const page = wire("DescribePullThroughCacheRules", R"({"maxResults": 1})");
  page.shows({{"/pullThroughCacheRules/0/ecrRepositoryPrefix", R"("docker-hub")"},
              {"/pullThroughCacheRules/1", "absent"}});
  wire("DescribePullThroughCacheRules", R"({"nextToken": ")" + page.text("/nextToken") + "\"}")
      .shows({{"/pullThroughCacheRules/0/ecrRepositoryPrefix", R"("quay")"}, {"/nextToken", "absent"}});
  world.clock.advance(std::chrono::seconds{5});
  std::string const other =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/other-AbCdEf";
  wire("UpdatePullThroughCacheRule",
       R"({"ecrRepositoryPrefix": "docker-hub", "credentialArn": ")" + other + "\"}")
      .shows({{"/updatedAt", "1700000005.123"}, {"/upstreamRepositoryPrefix", R"("ROOT")"}});
  auto const told = wire("DescribePullThroughCacheRules", R"({"ecrRepositoryPrefixes": ["docker-hub"]})");
  told.shows({{"/pullThroughCacheRules/0/createdAt", "1700000000.123"},
              {"/pullThroughCacheRules/0/updatedAt", "1700000005.123"}});
  CHECK(told.text("/pullThroughCacheRules/0/credentialArn") == other);
  wire("DeletePullThroughCacheRule", R"({"ecrRepositoryPrefix": "docker-hub"})")
      .shows({{"/upstreamRegistryUrl", R"("registry-1.docker.io")"}});
  for (char const* const operation : {"DeletePullThroughCacheRule", "UpdatePullThroughCacheRule"})
    wire.refuses(operation, R"({"ecrRepositoryPrefix": "docker-hub"})",
                 {{"{}", "400 PullThroughCacheRuleNotFoundException: …"}});
  wire.refuses(
      "DescribePullThroughCacheRules", R"({"ecrRepositoryPrefixes": ["quay", "docker-hub"]})",
      {{"{}", "400 PullThroughCacheRuleNotFoundException: …"},
       {R"({"maxResults": 3})", "400 InvalidParameterException: …"},
       {R"({"ecrRepositoryPrefixes": null, "nextToken": "x"})", "400 InvalidParameterException: …"}});
}

TEST_CASE("an upstream that ECR would refuse is refused in its words") {
  World world;
  auto wire = wire_of(world);
  wire.refuses(
      "CreatePullThroughCacheRule", hub,
      {{R"({"upstreamRegistryUrl": "harbor.example.com"})",
        "400 UnsupportedUpstreamRegistryException: The upstream registry URL harbor.example.com is invalid. "
        "Specify a "
        "valid upstream registry URL and try again"},
       {R"({"upstreamRegistry": "quay"})", "400 UnsupportedUpstreamRegistryException: …"},
       {R"({"credentialArn": null})",
        "400 UnsupportedUpstreamRegistryException: The specified upstream registry requires authentication. "
        "Specify a "
        "valid Secrets Manager ARN…"},
       {R"({"credentialArn":
"arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf"})",
        "400 SecretNotFoundException: …"},
       {R"({"credentialArn":
"arn:aws:secretsmanager:eu-west-1:123456789012:secret:another-name-it-must-not-have"})",
        "400 InvalidParameterException: …"},
       {R"({"customRoleArn": "arn:aws:iam::123456789012:role/r"})", "400 InvalidParameterException: …"},
       {R"({"upstreamRepositoryPrefix": "team"})", "400 InvalidParameterException: …"},
       {R"({"ecrRepositoryPrefix": "x"})", "400 InvalidParameterException: …"},
       {R"({"ecrRepositoryPrefix": "Upper"})", "400 InvalidParameterException: …"},
       {R"({"upstreamRegistryUrl": null})", "400 InvalidParameterException: …"},
       {"{}", "200"},
       {"{}", "400 PullThroughCacheRuleAlreadyExistsException: …"}});
}

TEST_CASE("another ECR registry may be upstream with a role and a prefix") {
  World world;
  auto wire = wire_of(world);
  std::string const ecr = R"({"ecrRepositoryPrefix": "mirror", "upstreamRepositoryPrefix": "team",
    "upstreamRegistryUrl": "111111111111.dkr.ecr.us-east-1.amazonaws.com",
    "customRoleArn": "arn:aws:iam::123456789012:role/puller"})";
  wire.refuses("CreatePullThroughCacheRule", ecr,
               {{R"({"ecrRepositoryPrefix": "ROOT"})", "400 InvalidParameterException: …"}});
  wire("CreatePullThroughCacheRule", ecr)
      .shows({{"/upstreamRegistry", R"("ecr")"}, {"/upstreamRepositoryPrefix", R"("team")"}});
}

}  // namespace neargate::api::ecr::testing
