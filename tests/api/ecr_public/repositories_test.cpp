// ECR Public: the small slice that task definitions and pushes need.

#include "api/wire/base64.h"
#include "registry/image_names.h"
#include "registry/registry.h"
#include "state/images.h"
#include "state/public_catalogs.h"
#include "tests/api/table.h"

namespace neargate::api::ecr_public {

namespace {

struct Scene : api::testing::World {
  registry::Registry registry{store, clock, mint, ":memory:"};
  api::testing::Wire wire{*this, {"SpencerFrontendService", "ecr-public"}, &registry};

  void push(char const* repository, char const* tag) {
    store.transact([&](state::Database& db) {
      auto const found = state::find_repository(db, {scope.account, state::public_region},
                                                domain::RepositoryName{repository});
      state::Image image;
      image.digest = domain::Digest{"sha256:" + std::string(64, 'a')};
      image.media_type = "application/vnd.oci.image.manifest.v1+json";
      image.size = 7;
      image.pushed_at = clock.now();
      state::insert_image(db, found->id, image, "{}", {});
      state::set_tag(db, found->id, tag, image.digest);
    });
  }
};

}  // namespace

TEST_CASE("a public repository is created, described and deleted") {
  Scene scene;
  constexpr char const* create = R"({"repositoryName": "team/tool", "tags": [{"Key": "k", "Value": "v"}],
      "catalogData": {"description": "short", "architectures": ["ARM"]}})";
  scene.wire("CreateRepository", create)
      .shows({{"/repository/repositoryArn", R"("arn:aws:ecr-public::123456789012:repository/team/tool")"},
              {"/repository/repositoryUri", R"("127.0.0.1:4566/123456789012/public/team/tool")"},
              {"/repository/registryId", R"("123456789012")"},
              {"/repository/createdAt", "1700000000.123"},
              {"/catalogData/description", R"("short")"},
              {"/catalogData/architectures", R"(["ARM"])"}});
  scene.wire.refuses(
      "CreateRepository", create,
      {{"{}",
        "400 RepositoryAlreadyExistsException: The repository with name 'team/tool' already exists in the "
        "registry with id '123456789012'"},
       {R"({"repositoryName": "Bad Name"})",
        "400 InvalidParameterException: Invalid parameter at 'repositoryName' …"},
       {R"({"repositoryName": null})",
        "400 InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy constraint: "
        "'must not be null'"}});
  CHECK(scene.wire("CreateRepository", create, R"({"repositoryName": "other"})").told == "200");
  auto const first = scene.wire("DescribeRepositories", R"({"maxResults": 1})");
  first.shows({{"/repositories/0/repositoryName", R"("other")"}, {"/repositories/1", "absent"}});
  scene.wire("DescribeRepositories", R"({"nextToken": ")" + first.text("/nextToken") + "\"}")
      .shows({{"/repositories/0/repositoryName", R"("team/tool")"}, {"/nextToken", "absent"}});
  scene.wire.refuses(
      "DescribeRepositories", R"({"repositoryNames": ["other"]})",
      {{R"({"repositoryNames": ["none"]})",
        "400 RepositoryNotFoundException: The repository with name 'none' does not exist in the "
        "registry with id '123456789012'"}});
  scene.push("team/tool", "v1");
  scene.wire.refuses("DeleteRepository", R"({"repositoryName": "team/tool"})",
                     {{"{}", "400 RepositoryNotEmptyException: …"},
                      {R"({"repositoryName": "none"})", "400 RepositoryNotFoundException: …"}});
  CHECK(scene.wire("DeleteRepository", R"({"repositoryName": "team/tool", "force": true})").told == "200");
}

TEST_CASE("the images of a public repository are described") {
  Scene scene;
  scene.wire("CreateRepository", R"({"repositoryName": "tool"})");
  scene.push("tool", "v1");
  scene.wire("DescribeImages", R"({"repositoryName": "tool"})")
      .shows({{"/imageDetails/0/imageTags", R"(["v1"])"},
              {"/imageDetails/0/imageSizeInBytes", "7"},
              {"/imageDetails/1", "absent"}});
  scene.wire("DescribeImages", R"({"repositoryName": "tool", "imageIds": [{"imageTag": "v1"}]})")
      .shows({{"/imageDetails/0/imageTags", R"(["v1"])"}});
  scene.wire.refuses(
      "DescribeImages", R"({"repositoryName": "tool", "imageIds": [{"imageTag": "v1"}]})",
      {{R"({"/imageIds/0/imageTag": "v2"})",
        "400 ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'v2'} …"},
       {R"({"repositoryName": "none"})", "400 RepositoryNotFoundException: …"},
       {R"({"maxResults": 1})", "400 InvalidParameterException: …"}});
}

TEST_CASE("a task definition's public.ecr.aws names find local public repositories") {
  Scene scene;
  scene.wire("CreateRepository", R"({"repositoryName": "docker/library/nginx"})");
  scene.push("docker/library/nginx", "latest");
  registry::ImageNaming const naming{"127.0.0.1:4566", "127.0.0.1:4566", scene.scope};
  auto const find = [&](char const* image) {
    auto const local =
        scene.store.read([&](state::Database& db) { return registry::find_local_image(db, naming, image); });
    return local ? local->pull_reference : "none";
  };
  std::string const own = "127.0.0.1:4566/123456789012/public/docker/library/nginx:latest";
  CHECK(find("public.ecr.aws/docker/library/nginx") == own);
  CHECK(find("public.ecr.aws/a1b2c3d4/docker/library/nginx:latest") == own);
  CHECK(find("public.ecr.aws/docker/library/nginx:1.27") == "none");
  CHECK(find("public.ecr.aws/docker/library/busybox") == "none");
}

TEST_CASE("a token of ECR Public opens the registry") {
  Scene scene;
  auto const answer = scene.wire("GetAuthorizationToken", "{}");
  answer.shows({{"/authorizationData/expiresAt", "1700043200.123"}});
  auto const plain = api::wire::base64_decode(answer.text("/authorizationData/authorizationToken"));
  std::string const password = plain->substr(4);
  auto const verdict = scene.registry.passwords().verify(password, scene.clock.now());
  CHECK(std::get<registry::PasswordValid>(verdict).scope.account == scene.scope.account);
}

}  // namespace neargate::api::ecr_public
