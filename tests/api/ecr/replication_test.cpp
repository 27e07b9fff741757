#include "registry/caretaker.h"
#include "tests/api/ecr/wire.h"

namespace neargate::api::ecr::testing {

namespace {

constexpr char const* to_us = R"({"replicationConfiguration": {"rules": [
  {"destinations": [{"region": "us-west-2", "registryId": "123456789012"}],
   "repositoryFilters": [{"filter": "prod", "filterType": "PREFIX_MATCH"}]}]}})";

struct ReplicationWorld : World {
  registry::Caretaker caretaker{store, clock};
  domain::Scope const home = scope;
  domain::Scope const away{scope.account, domain::Region{"us-west-2"}};

  /// What the other region lists, tags only.
  std::vector<std::string> there(std::string const& name) {
    scope = away;
    std::vector<std::string> tags;
    auto const listed = (*this)(&list_images, {.repository_name = name});
    for (auto const& id : *listed.image_ids) tags.push_back(id.image_tag.value_or("-"));
    scope = home;
    return tags;
  }
  std::string status(std::string const& name, std::string const& tag) {
    auto const answer =
        wire_of(*this)("DescribeImageReplicationStatus",
                       R"({"repositoryName": ")" + name + R"(", "imageId": {"imageTag": ")" + tag + R"("}})");
    return answer.text("/replicationStatuses/0/status");
  }
};

}  // namespace

TEST_CASE("the replication configuration is kept and told by DescribeRegistry") {
  ReplicationWorld world;
  auto wire = wire_of(world);
  wire("DescribeRegistry", "{}")
      .shows({{"/registryId", R"("123456789012")"}, {"/replicationConfiguration", R"({"rules": []})"}});
  auto const put = wire("PutReplicationConfiguration", to_us);
  put.shows({{"/replicationConfiguration/rules/0/destinations/0/region", R"("us-west-2")"},
             {"/replicationConfiguration/rules/0/repositoryFilters/0/filter", R"("prod")"}});
  CHECK(wire("DescribeRegistry", "{}").at("/replicationConfiguration") ==
        put.at("/replicationConfiguration"));
  wire("PutReplicationConfiguration", R"({"replicationConfiguration": {"rules": []}})");
  wire("DescribeRegistry", "{}").shows({{"/replicationConfiguration", R"({"rules": []})"}});
}

TEST_CASE("a replication configuration that ECR would refuse is refused") {
  ReplicationWorld world;
  std::string many = "[";
  for (int i = 0; i < 26; ++i)
    many += std::string(i ? "," : "") + R"({"region": "us-west-2", "registryId": "1111111111)" +
            std::to_string(10 + i) + "\"}";
  many += "]";
  wire_of(world).refuses(
      "PutReplicationConfiguration", to_us,
      {{R"({"/replicationConfiguration/rules/0/destinations/0/region": "eu-west-1"})",
        "400 InvalidParameterException: Invalid parameter at 'replicationConfiguration' failed to satisfy "
        "constraint: "
        "'Replication destination cannot be the same as the source registry'"},
       {(R"({"/replicationConfiguration/rules/0/destinations": )" + many + "}").c_str(),
        "400 InvalidParameterException: Invalid parameter at 'replicationConfiguration' failed to satisfy "
        "constraint: …"},
       {R"({"replicationConfiguration": null})", "400 InvalidParameterException: …"},
       {R"({"/replicationConfiguration/rules/0/destinations": null})", "400 InvalidParameterException: …"},
       {R"({"/replicationConfiguration/rules/0/repositoryFilters/0/filterType": "SUFFIX"})",
        "400 InvalidParameterException: …"},
       {R"({"/replicationConfiguration/rules/0/destinations/0/registryId": "12"})",
        "400 InvalidParameterException: …"}});
}

TEST_CASE("what is pushed goes to the other region, whose repository is made for it") {
  ReplicationWorld world;
  for (char const* const name : {"prod/app", "test/app"}) world.create(name);
  world.push("prod/app", "old", "before");
  wire_of(world)("PutReplicationConfiguration", to_us);
  world.push("prod/app", "new", "v1");
  world.push("test/app", "new", "v1");
  CHECK(world.status("prod/app", "v1") == "IN_PROGRESS");
  world.caretaker.work();
  CHECK(world.status("prod/app", "v1") == "COMPLETE");
  CHECK(world.there("prod/app") == std::vector<std::string>{"v1"});
  // What was there before the configuration stays at home, and so does what no filter fits.
  CHECK(world.status("prod/app", "before").empty());
  CHECK(world.status("test/app", "v1").empty());
  world.scope = world.away;
  CHECK_FALSE(world.refusal(&list_images, {.repository_name = "test/app"}).empty());
  auto const copy = world(&batch_get_image, {.repository_name = "prod/app",
                                             .image_ids = std::vector<ImageIdentifier>{{.image_tag = "v1"}}});
  CHECK(copy.images->at(0).image_manifest == image_manifest("new"));
}

TEST_CASE("a tag that moves is moved there too, unless it is immutable there") {
  ReplicationWorld world;
  world.create("prod/app");
  wire_of(world)("PutReplicationConfiguration", to_us);
  world.push("prod/app", "one", "v1");
  world.caretaker.work();
  auto const second = world.push("prod/app", "two", "v1");
  world.caretaker.work();
  CHECK(world.there("prod/app") == std::vector<std::string>{"-", "v1"});
  world.scope = world.away;
  world(&put_image_tag_mutability,
        {.repository_name = "prod/app", .image_tag_mutability = ImageTagMutability::Immutable});
  world.scope = world.home;
  world.push("prod/app", "three", "v1");
  world.caretaker.work();
  CHECK(world.status("prod/app", "v1") == "COMPLETE");
  CHECK(world.there("prod/app") == std::vector<std::string>{"-", "v1", "-"});
}

TEST_CASE("an index takes its images along, and goes one hop only") {
  ReplicationWorld world;
  world.create("prod/app");
  world.push("prod/app", "part");
  wire_of(world)("PutReplicationConfiguration", to_us);
  world.scope = world.away;
  wire_of(world)("PutReplicationConfiguration", to_us,
                 R"({"/replicationConfiguration/rules/0/destinations/0/region": "ap-south-1"})");
  world.scope = world.home;
  world(&put_image, {.repository_name = "prod/app",
                     .image_manifest = index_manifest(image_manifest("part")),
                     .image_manifest_media_type = oci_index,
                     .image_tag = "multi"});
  world.caretaker.work();
  CHECK(world.there("prod/app") == std::vector<std::string>{"-", "multi"});
  world.scope.region = domain::Region{"ap-south-1"};
  CHECK_FALSE(world.refusal(&list_images, {.repository_name = "prod/app"}).empty());
}

TEST_CASE("the status of an image that is not there cannot be told") {
  ReplicationWorld world;
  world.create("prod/app");
  wire_of(world).refuses(
      "DescribeImageReplicationStatus", R"({"repositoryName": "prod/app", "imageId": {"imageTag": "v1"}})",
      {{"{}",
        "400 ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'v1'} does not "
        "exist "
        "within the repository with name 'prod/app' in the registry with id '123456789012'"},
       {R"({"repositoryName": "other"})", "400 RepositoryNotFoundException: …"},
       {R"({"imageId": {}})", "400 InvalidParameterException: …"},
       {R"({"imageId": null})", "400 InvalidParameterException: …"}});
}

}  // namespace neargate::api::ecr::testing
