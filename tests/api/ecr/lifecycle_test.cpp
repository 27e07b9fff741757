#include <nlohmann/json.hpp>

#include "registry/caretaker.h"
#include "tests/api/ecr/wire.h"

namespace neargate::api::ecr::testing {

namespace {

std::string const keep_one = R"({
  "rules": [{"rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan",
             "countNumber": 1}, "action": {"type": "expire"}}]
})";
std::string const minified =
    R"({"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",)"
    R"("countNumber":1},"action":{"type":"expire"}}]})";

struct LifecycleWorld : World {
  registry::Caretaker caretaker{store, clock};
  LifecycleWorld() { create("app"); }
};

std::vector<std::string> tags_left(World& world) {
  std::vector<std::string> tags;
  auto const listed = world(&list_images, {.repository_name = "app"});
  for (auto const& id : *listed.image_ids) tags.push_back(id.image_tag.value_or("-"));
  return tags;
}

std::string asking(std::string const& text) {
  return R"({"repositoryName": "app", "lifecyclePolicyText": )" + nlohmann::json(text).dump() + "}";
}

}  // namespace

TEST_CASE("a lifecycle policy is kept minified, told and taken away") {
  LifecycleWorld world;
  auto wire = wire_of(world);
  auto const put = wire("PutLifecyclePolicy", asking(keep_one));
  put.shows({{"/registryId", R"("123456789012")"}, {"/repositoryName", R"("app")"}});
  CHECK(put.text("/lifecyclePolicyText") == minified);
  auto const got = wire("GetLifecyclePolicy", R"({"repositoryName": "app"})");
  got.shows({{"/registryId", R"("123456789012")"}, {"/lastEvaluatedAt", "0.0"}});
  CHECK(got.text("/lifecyclePolicyText") == minified);
  world.caretaker.work();
  wire("GetLifecyclePolicy", R"({"repositoryName": "app"})").shows({{"/lastEvaluatedAt", "1700000000.123"}});
  CHECK(wire("DeleteLifecyclePolicy", R"({"repositoryName": "app"})").text("/lifecyclePolicyText") ==
        minified);
  for (char const* const operation : {"GetLifecyclePolicy", "DeleteLifecyclePolicy"})
    wire.refuses(
        operation, R"({"repositoryName": "app"})",
        {{"{}",
          "400 LifecyclePolicyNotFoundException: Lifecycle policy does not exist for the repository with "
          "name 'app' in the registry with id '123456789012'"},
         {R"({"repositoryName": "other"})",
          "400 RepositoryNotFoundException: The repository with name 'other' does not exist in the registry "
          "with id '123456789012'"}});
}

TEST_CASE("a policy that ECR would refuse is refused in its words") {
  LifecycleWorld world;
  auto wire = wire_of(world);
  std::string const blanks(100, ' ');
  for (char const* const operation : {"PutLifecyclePolicy", "StartLifecyclePolicyPreview"})
    wire.refuses(
        operation, asking(keep_one),
        {{R"({"lifecyclePolicyText": "{\"rules\":[]}"})",
          "400 InvalidParameterException: Invalid parameter at 'lifecyclePolicyText' failed to satisfy "
          "constraint: "
          "'Member must have length greater than or equal to 100'"},
         {("{\"lifecyclePolicyText\": \"" + blanks + "{}\"}").c_str(),
          "400 InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy "
          "constraint: "
          "'Lifecycle policy validation failure: object has missing required properties ([\"rules\"])\n'"},
         {("{\"lifecyclePolicyText\": \"" + blanks + "\"}").c_str(),
          "400 InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy "
          "constraint: "
          "'Lifecycle policy validation failure: Could not map policyString into LifecyclePolicy.'"},
         {R"({"repositoryName": "other"})", "400 RepositoryNotFoundException: …"},
         {R"({"registryId": "999999999999"})", "400 RepositoryNotFoundException: …"}});
}

TEST_CASE("a policy expires images when it is put, and again when an hour has gone by") {
  LifecycleWorld world;
  for (char const* const tag : {"v1", "v2", "v3"}) world.push("app", tag, tag);
  world(&put_lifecycle_policy, {.repository_name = "app", .lifecycle_policy_text = keep_one});
  CHECK(tags_left(world).size() == 3);
  world.caretaker.work();
  CHECK(tags_left(world) == std::vector<std::string>{"v3"});
  world.push("app", "v4", "v4");
  world.caretaker.work();
  CHECK(tags_left(world) == std::vector<std::string>{"v3", "v4"});
  world.clock.advance(std::chrono::hours{1});
  world.caretaker.work();
  CHECK(tags_left(world) == std::vector<std::string>{"v4"});
}

TEST_CASE("a run on demand evaluates the policies of its scope only, and tells what they did") {
  LifecycleWorld world;
  for (char const* const tag : {"v1", "v2"}) world.push("app", tag, tag);
  world(&put_lifecycle_policy, {.repository_name = "app", .lifecycle_policy_text = keep_one});
  CHECK(world.caretaker.run_policies({.account = domain::AccountId{"999999999999"}, .region = {}}).empty());
  auto const outcomes = world.caretaker.run_policies({.account = {}, .region = world.scope.region});
  REQUIRE(outcomes.size() == 1);
  CHECK(outcomes[0].repository.name.text() == "app");
  CHECK(outcomes[0].verdicts.size() == 1);
  CHECK(tags_left(world) == std::vector<std::string>{"v2"});
  CHECK(world.caretaker.run_policies({}).at(0).verdicts.empty());
}

TEST_CASE("a preview says what would go, and lets it stay") {
  LifecycleWorld world;
  auto const first = world.push("app", "one", "v1");
  auto const second = world.push("app", "two");
  world.push("app", "three", "v3");
  auto wire = wire_of(world);
  std::string const app = R"({"repositoryName": "app"})";
  wire.refuses(
      "GetLifecyclePolicyPreview", app,
      {{"{}",
        "400 LifecyclePolicyPreviewNotFoundException: Lifecycle policy preview does not exist for the "
        "repository with name 'app' in the registry with id '123456789012'"}});
  wire.refuses("StartLifecyclePolicyPreview", app,
               {{"{}", "400 LifecyclePolicyNotFoundException: …"},
                {R"({"repositoryName": "other"})", "400 RepositoryNotFoundException: …"}});
  wire("StartLifecyclePolicyPreview", asking(keep_one)).shows({{"/status", R"("IN_PROGRESS")"}});
  wire.refuses("StartLifecyclePolicyPreview", asking(keep_one),
               {{"{}", "400 LifecyclePolicyPreviewInProgressException: …"}});
  wire("GetLifecyclePolicyPreview", app)
      .shows({{"/status", R"("IN_PROGRESS")"}, {"/previewResults", "absent"}, {"/summary", "absent"}});
  world.caretaker.work();
  auto const complete = wire("GetLifecyclePolicyPreview", app);
  complete.shows({{"/status", R"("COMPLETE")"},
                  {"/summary/expiringImageTotalCount", "2"},
                  {"/previewResults/0/action/type", R"("EXPIRE")"},
                  {"/previewResults/0/appliedRulePriority", "1"},
                  {"/previewResults/0/imageTags", R"(["v1"])"},
                  {"/previewResults/0/storageClass", R"("STANDARD")"},
                  {"/previewResults/1/imageTags", "[]"},
                  {"/nextToken", "absent"}});
  CHECK(complete.text("/previewResults/0/imageDigest") == first);
  CHECK(complete.text("/previewResults/1/imageDigest") == second);
  CHECK(tags_left(world).size() == 3);

  auto const page = wire("GetLifecyclePolicyPreview", app, R"({"maxResults": 1})");
  page.shows({{"/previewResults/1", "absent"}});
  auto const next = wire("GetLifecyclePolicyPreview", app,
                         R"({"maxResults": 1, "nextToken": ")" + page.text("/nextToken") + "\"}");
  CHECK(next.text("/previewResults/0/imageDigest") == second);
  next.shows({{"/nextToken", "absent"}});
  wire("GetLifecyclePolicyPreview", app, R"({"filter": {"tagStatus": "UNTAGGED"}})")
      .shows({{"/previewResults/1", "absent"}, {"/previewResults/0/imageTags", "[]"}});
  wire("GetLifecyclePolicyPreview", app, R"({"imageIds": [{"imageTag": "v1"}, {"imageTag": "v3"}]})")
      .shows({{"/previewResults/0/imageTags", R"(["v1"])"}, {"/previewResults/1", "absent"}});
  wire.refuses("GetLifecyclePolicyPreview", app,
               {{R"({"nextToken": "nonsense"})", "400 InvalidParameterException: …"},
                {R"({"maxResults": 101})", "400 InvalidParameterException: …"},
                {R"({"imageIds": []})", "400 InvalidParameterException: …"}});
}

}  // namespace neargate::api::ecr::testing
