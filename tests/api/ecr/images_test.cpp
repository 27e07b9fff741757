#include "world.h"

using namespace neargate;
using namespace neargate::api::ecr;
using neargate::api::ecr::testing::digest;
using neargate::api::ecr::testing::image_manifest;
using neargate::api::ecr::testing::index_manifest;
using neargate::api::ecr::testing::World;
namespace testing = neargate::api::ecr::testing;
namespace wire = neargate::api::wire;

namespace {
using Ids = std::vector<ImageIdentifier>;

ImageIdentifier by_tag(std::string tag) { return {.image_tag = std::move(tag)}; }
ImageIdentifier by_digest(std::string text) { return {.image_digest = std::move(text)}; }

PutImageRequest putting(std::string manifest, wire::Optional<std::string> tag = {}) {
  return {.repository_name = "app", .image_manifest = std::move(manifest), .image_tag = std::move(tag)};
}

struct AppWorld : World {
  Repository app = create("app");
  std::string push(std::string const& layer, wire::Optional<std::string> const& tag = {}) {
    return World::push("app", layer, tag);
  }
  Ids ids() { return *(*this)(&list_images, {.repository_name = "app"}).image_ids; }
};

/// "Code reason" of the only failure.
template <class Response>
std::string failure(Response const& response) {
  if (response.failures->size() != 1) return "not one failure";
  auto const& only = response.failures->front();
  return std::string(to_text(*only.failure_code)) + ": " + *only.failure_reason;
}
}  // namespace

TEST_CASE("an image that is put is answered with its digest and its bytes") {
  AppWorld world;
  world.add_blob("app", "config");
  world.add_blob("app", "layer");
  Image const image = *world(&put_image, putting(image_manifest("layer"), "v1")).image;
  CHECK(image.registry_id == "123456789012");
  CHECK(image.repository_name == "app");
  CHECK(image.image_id ==
        ImageIdentifier{.image_digest = digest(image_manifest("layer")), .image_tag = "v1"});
  CHECK(image.image_manifest == image_manifest("layer"));
  CHECK(image.image_manifest_media_type == testing::docker_manifest);
}

TEST_CASE("PutImage refuses in AWS's words") {
  AppWorld world;
  std::string const first = world.push("one", "v1");
  world.add_blob("app", "two");
  std::string const where = "in the repository with name 'app' in registry with id '123456789012'";
  CHECK(world.refusal(&put_image, putting(image_manifest("one"), "v1")) ==
        "ImageAlreadyExistsException: Image with digest '" + first + "' and tag 'v1' already exists " +
            where);
  CHECK(world.refusal(&put_image, putting(image_manifest("one"))) ==
        "ImageAlreadyExistsException: Image with digest '" + first + "' and tag 'null' already exists " +
            where);
  CHECK(world.refusal(&put_image, putting(image_manifest("three"), "v3")) ==
        "LayersNotFoundException: Layers with digests '[" + digest("three") +
            "]' required for pushing image into repository with name 'app' in the registry with id "
            "'123456789012'"
            " do not exist");
  CHECK(world.refusal(&put_image, putting(index_manifest("absent"))) ==
        "ReferencedImagesNotFoundException: Images with digests '[" + digest("absent") +
            "]' required for pushing image into repository with name 'app' in the registry with id "
            "'123456789012'"
            " do not exist");
  for (char const* const invalid : {"{}", "{", "nonsense", R"({"schemaVersion":2})"})
    CHECK(world.refusal(&put_image, putting(invalid, "v1")) ==
          "InvalidParameterException: Invalid parameter at 'ImageManifest' failed to satisfy constraint: "
          "'Invalid "
          "JSON syntax'");
  PutImageRequest mismatch = putting(image_manifest("two"), "v2");
  mismatch.image_digest = digest("other");
  CHECK(world.refusal(&put_image, mismatch) == "ImageDigestDoesNotMatchException: The image with digest '" +
                                                   digest("other") +
                                                   "' in repository 'app' and registry ID '123456789012' "
                                                   "does not match the image digest that Amazon ECR "
                                                   "has calculated.");
  CHECK(world.refusal(&put_image, putting(image_manifest("two"), "bad tag"))
            .starts_with("InvalidParameterException: Invalid parameter at 'imageTag'"));
  PutImageRequest nowhere = putting(image_manifest("two"));
  nowhere.repository_name = "nowhere";
  CHECK(world.refusal(&put_image, nowhere).starts_with("RepositoryNotFoundException"));
  world(&put_image_tag_mutability,
        {.repository_name = "app", .image_tag_mutability = ImageTagMutability::Immutable});
  CHECK(world.refusal(&put_image, putting(image_manifest("two"), "v1")) ==
        "ImageTagAlreadyExistsException: The image tag 'v1' already exists in the 'app' repository and "
        "cannot be "
        "overwritten because the tag is immutable.");
  CHECK(world.refusal(&put_image, putting(image_manifest("one"), "v1")).starts_with("ImageAlreadyExists"));
}

TEST_CASE("an image is described with the size that AWS counts") {
  AppWorld world;
  std::string const pushed = world.push("layer", "v1");
  auto const pushed_at = world.clock.now();
  world(&put_image, putting(image_manifest("layer"), "v2"));
  ImageDetail expected;
  expected.registry_id = "123456789012";
  expected.repository_name = "app";
  expected.image_digest = pushed;
  expected.image_tags = std::vector<std::string>{"v1", "v2"};
  expected.image_size_in_bytes = 11;
  expected.image_pushed_at = pushed_at;
  expected.image_manifest_media_type = testing::docker_manifest;
  expected.artifact_media_type = "application/vnd.docker.container.image.v1+json";
  expected.image_status = ImageStatus::Active;
  CHECK(world(&describe_images, {.repository_name = "app"}).image_details == std::vector{expected});
  CHECK(world(&describe_images, {.repository_name = "app", .image_ids = Ids{by_tag("v2")}}).image_details ==
        std::vector{expected});
}

TEST_CASE("DescribeImages fails as a whole for an unknown image") {
  AppWorld world;
  world.push("layer", "v1");
  std::string const where =
      " does not exist within the repository with name 'app' in the registry with id '123456789012'";
  auto const refusal = [&](ImageIdentifier const& id) {
    return world.refusal(&describe_images, {.repository_name = "app", .image_ids = Ids{by_tag("v1"), id}});
  };
  CHECK(refusal(by_tag("v9")) ==
        "ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'v9'}" + where);
  CHECK(refusal(by_digest(digest("x"))) == "ImageNotFoundException: The image with imageId {imageDigest:'" +
                                               digest("x") + "', imageTag:'null'}" + where);
  CHECK(refusal({}) ==
        "InvalidParameterException: Invalid request parameters: both tag and digest cannot be null");
}

TEST_CASE("images are listed and described in pages, tagged or not") {
  AppWorld world;
  std::string const one = world.push("one", "latest"), two = world.push("two", "latest");
  world(&put_image, putting(image_manifest("two"), "v2"));
  Ids const all{
      by_digest(one), {.image_digest = two, .image_tag = "latest"}, {.image_digest = two, .image_tag = "v2"}};
  CHECK(world.ids() == all);
  auto const listed = [&](TagStatus status) {
    return *world(&list_images, {.repository_name = "app", .filter = ListImagesFilter{.tag_status = status}})
                .image_ids;
  };
  CHECK(listed(TagStatus::Any) == all);
  CHECK(listed(TagStatus::Tagged) == Ids{all[1], all[2]});
  CHECK(listed(TagStatus::Untagged) == Ids{all[0]});

  Ids walked;
  wire::Optional<std::string> token;
  do {
    auto const page = world(&list_images, {.repository_name = "app", .next_token = token, .max_results = 1});
    CHECK(page.image_ids->size() == 1);
    walked.push_back(page.image_ids->at(0));
    token = page.next_token;
  } while (token);
  CHECK(walked == all);

  auto const first = world(&describe_images, {.repository_name = "app", .max_results = 1});
  CHECK(first.image_details->at(0).image_digest == one);
  CHECK_FALSE(first.image_details->at(0).image_tags);
  auto const second =
      world(&describe_images, {.repository_name = "app", .next_token = first.next_token, .max_results = 1});
  CHECK(second.image_details->at(0).image_digest == two);
  CHECK_FALSE(second.next_token);
  auto const untagged =
      world(&describe_images,
            {.repository_name = "app", .filter = DescribeImagesFilter{.tag_status = TagStatus::Untagged}});
  CHECK(untagged.image_details->size() == 1);
  CHECK(world.refusal(&list_images, {.repository_name = "app", .next_token = first.next_token})
            .starts_with("InvalidParameterException"));
}

TEST_CASE("BatchGetImage answers what there is and says what there is not") {
  AppWorld world;
  std::string const pushed = world.push("layer", "v1");
  auto const response =
      world(&batch_get_image,
            {.repository_name = "app", .image_ids = Ids{by_tag("v1"), by_digest(pushed), by_tag("v9")}});
  CHECK(response.images->size() == 2);
  CHECK(response.images->at(0).image_manifest == image_manifest("layer"));
  CHECK(response.images->at(0).image_id == ImageIdentifier{.image_digest = pushed, .image_tag = "v1"});
  CHECK(response.images->at(1).image_id == by_digest(pushed));
  CHECK(response.failures->at(0).image_id == by_tag("v9"));
  CHECK(failure(response) == "ImageNotFound: Requested image not found");

  BatchGetImageRequest request{.repository_name = "app", .image_ids = Ids{by_digest(pushed)}};
  request.accepted_media_types = std::vector<std::string>{"application/vnd.oci.image.manifest.v1+json"};
  auto const other_type = world(&batch_get_image, request);
  CHECK(other_type.images->empty());
  CHECK(other_type.failures->empty());
}

TEST_CASE("deleting a tag leaves the image until its last tag") {
  AppWorld world;
  std::string const pushed = world.push("layer", "v1");
  world(&put_image, putting(image_manifest("layer"), "v2"));
  auto const drop = [&](ImageIdentifier const& id) {
    return *world(&batch_delete_image, {.repository_name = "app", .image_ids = Ids{id}}).image_ids;
  };
  CHECK(drop(by_tag("v1")) == Ids{{.image_digest = pushed, .image_tag = "v1"}});
  CHECK(world.ids() == Ids{{.image_digest = pushed, .image_tag = "v2"}});
  CHECK(drop({.image_digest = pushed, .image_tag = "v2"}) ==
        Ids{{.image_digest = pushed, .image_tag = "v2"}});
  CHECK(world.ids().empty());
}

TEST_CASE("deleting by digest takes the image with all its tags") {
  AppWorld world;
  std::string const pushed = world.push("layer", "v1"), untagged = world.push("other");
  world(&put_image, putting(image_manifest("layer"), "v2"));
  auto const deleted = world(&batch_delete_image, {.repository_name = "app",
                                                   .image_ids = Ids{by_digest(pushed), by_digest(untagged)}});
  CHECK(deleted.image_ids == Ids{{.image_digest = pushed, .image_tag = "v1"},
                                 {.image_digest = pushed, .image_tag = "v2"},
                                 by_digest(untagged)});
  CHECK(deleted.failures->empty());
  CHECK(world.ids().empty());
}

TEST_CASE("BatchDeleteImage says why an image stays") {
  AppWorld world;
  std::string const pushed = world.push("layer", "v1"), other = world.push("other", "v2");
  auto const refused = [&](ImageIdentifier const& id) {
    auto const response = world(&batch_delete_image, {.repository_name = "app", .image_ids = Ids{id}});
    CHECK(response.image_ids->empty());
    return failure(response);
  };
  CHECK(refused({}) == "MissingDigestAndTag: Invalid request parameters: both tag and digest cannot be null");
  CHECK(refused(by_digest("nonsense")) ==
        "InvalidImageDigest: Invalid request parameters: image digest should satisfy the regex "
        "'[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
  CHECK(refused(by_tag("v9")) == "ImageNotFound: Requested image not found");
  CHECK(refused(by_digest(digest("x"))) == "ImageNotFound: Requested image not found");
  CHECK(refused({.image_digest = other, .image_tag = "v1"}).starts_with("ImageTagDoesNotMatchDigest"));

  std::string const index = index_manifest(image_manifest("layer"));
  world(&put_image, putting(index, "index"));
  std::string const kept =
      "ImageReferencedByManifestList: Requested image referenced by manifest list: [" + digest(index) + "]";
  CHECK(refused(by_digest(pushed)) == kept);
  CHECK(refused(by_tag("v1")) == kept);
  CHECK(world.ids().size() == 3);
}

TEST_CASE("an index and its image go in one request, in any order") {
  AppWorld world;
  std::string const pushed = world.push("layer");
  std::string const index = index_manifest(image_manifest("layer"));
  world(&put_image, putting(index, "index"));
  auto const deleted = world(
      &batch_delete_image, {.repository_name = "app", .image_ids = Ids{by_digest(pushed), by_tag("index")}});
  CHECK(deleted.failures->empty());
  CHECK(world.ids().empty());
}

TEST_CASE("layers are told to be there once they are, with the type of their manifest") {
  AppWorld world;
  world.push("layer", "v1");
  auto const response =
      world(&batch_check_layer_availability,
            {.repository_name = "app",
             .layer_digests = std::vector<std::string>{digest("layer"), digest("unknown"), "nonsense"}});
  Layer known;
  known.layer_digest = digest("layer");
  known.layer_availability = LayerAvailability::Available;
  known.layer_size = 5;
  known.media_type = "application/vnd.docker.image.rootfs.diff.tar.gzip";
  Layer unknown;
  unknown.layer_digest = digest("unknown");
  unknown.layer_availability = LayerAvailability::Unavailable;
  CHECK(response.layers == std::vector{known, unknown});
  CHECK(response.failures->at(0).failure_code == LayerFailureCode::InvalidLayerDigest);
}
