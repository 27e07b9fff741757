#include "registry/base64url.h"
#include "registry/passwords.h"
#include "world.h"

using namespace neargate;
using namespace neargate::api::ecr;
using neargate::api::ecr::testing::World;

namespace {
using Names = std::vector<std::string>;

Names names_of(DescribeRepositoriesResponse const& response) {
  Names names;
  for (auto const& repository : *response.repositories) names.push_back(*repository.repository_name);
  return names;
}
}  // namespace

TEST_CASE("a new repository has AWS's defaults and a URI that works here") {
  World world;
  Repository const made = world.create("team/app");
  Repository expected;
  expected.repository_arn = "arn:aws:ecr:eu-west-1:123456789012:repository/team/app";
  expected.registry_id = "123456789012";
  expected.repository_name = "team/app";
  expected.repository_uri = "127.0.0.1:4566/123456789012/eu-west-1/team/app";
  expected.created_at = world.clock.now();
  expected.image_tag_mutability = ImageTagMutability::Mutable;
  expected.image_scanning_configuration = ImageScanningConfiguration{.scan_on_push = false};
  expected.encryption_configuration = EncryptionConfiguration{.encryption_type = EncryptionType::Aes256};
  CHECK(made == expected);
  CHECK(world(&describe_repositories, {.repository_names = Names{"team/app"}}).repositories ==
        std::vector{expected});
}

TEST_CASE("what a repository was created with is told again") {
  World world;
  std::vector<ImageTagMutabilityExclusionFilter> const filters{
      {.filter_type = ImageTagMutabilityExclusionFilterType::Wildcard, .filter = "dev-*"}};
  auto const made =
      *world(&create_repository,
             {.repository_name = "app",
              .image_tag_mutability = ImageTagMutability::ImmutableWithExclusion,
              .image_tag_mutability_exclusion_filters = filters,
              .image_scanning_configuration = ImageScanningConfiguration{.scan_on_push = true},
              .encryption_configuration =
                  EncryptionConfiguration{.encryption_type = EncryptionType::Kms, .kms_key = "1234"}})
           .repository;
  CHECK(made.image_tag_mutability == ImageTagMutability::ImmutableWithExclusion);
  CHECK(made.image_tag_mutability_exclusion_filters == filters);
  CHECK(made.image_scanning_configuration->scan_on_push == true);
  CHECK(made.encryption_configuration->kms_key == "arn:aws:kms:eu-west-1:123456789012:key/1234");
  CHECK(world(&describe_repositories, {}).repositories == std::vector{made});
}

TEST_CASE("KMS without a key is AWS's own key, the same each time") {
  World world;
  auto const key = [&](char const* name, EncryptionType type) {
    return *world(&create_repository,
                  {.repository_name = name,
                   .encryption_configuration = EncryptionConfiguration{.encryption_type = type}})
                .repository->encryption_configuration->kms_key;
  };
  std::string const first = key("first", EncryptionType::Kms);
  CHECK(first.starts_with("arn:aws:kms:eu-west-1:123456789012:key/"));
  CHECK(first.size() == std::string("arn:aws:kms:eu-west-1:123456789012:key/").size() + 36);
  CHECK(key("second", EncryptionType::KmsDsse) == first);
}

TEST_CASE("CreateRepository refuses in AWS's words") {
  World world;
  world.create("app");
  CHECK(
      world.refusal(&create_repository, {.repository_name = "app"}) ==
      "RepositoryAlreadyExistsException: The repository with name 'app' already exists in the registry with "
      "id '123456789012'");
  EncryptionConfiguration const both{.encryption_type = EncryptionType::Aes256, .kms_key = "k"};
  CHECK(world.refusal(&create_repository, {.repository_name = "b1", .encryption_configuration = both}) ==
        "InvalidParameterException: Invalid encryption configuration: Encryption key should not be set for "
        "AES256 encryption.");
  std::vector<ImageTagMutabilityExclusionFilter> const filters{
      {.filter_type = ImageTagMutabilityExclusionFilterType::Wildcard, .filter = "*"}};
  CHECK(world.refusal(&create_repository,
                      {.repository_name = "b2", .image_tag_mutability_exclusion_filters = filters}) ==
        "InvalidParameterException: Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to "
        "satisfy "
        "constraint: 'ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set to "
        "MUTABLE'");
  CHECK(world.refusal(
            &create_repository,
            {.repository_name = "b3", .image_tag_mutability = ImageTagMutability::MutableWithExclusion}) ==
        "InvalidParameterException: Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to "
        "satisfy "
        "constraint: 'ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as "
        "MUTABLE_WITH_EXCLUSION'");
  CHECK(names_of(world(&describe_repositories, {})) == Names{"app"});
}

TEST_CASE("repositories are described by name, in the order asked, all or none") {
  World world;
  for (char const* const name : {"aa", "bb", "cc"}) world.create(name);
  CHECK(names_of(world(&describe_repositories, {.repository_names = Names{"cc", "aa"}})) ==
        Names{"cc", "aa"});
  CHECK(world.refusal(&describe_repositories, {.repository_names = Names{"aa", "zz"}}) ==
        "RepositoryNotFoundException: The repository with name 'zz' does not exist in the registry with id "
        "'123456789012'");
  CHECK(world.refusal(&describe_repositories, {.repository_names = Names{"aa"}, .max_results = 5})
            .starts_with("InvalidParameterException"));
}

TEST_CASE("repositories come in pages whose tokens belong to one list") {
  World world;
  for (char const* const name : {"cc", "aa", "bb"}) world.create(name);
  auto const first = world(&describe_repositories, {.max_results = 2});
  CHECK(names_of(first) == Names{"aa", "bb"});
  auto const second = world(&describe_repositories, {.next_token = first.next_token, .max_results = 2});
  CHECK(names_of(second) == Names{"cc"});
  CHECK_FALSE(second.next_token);
  std::string touched = *first.next_token;
  touched[5] = touched[5] == 'A' ? 'B' : 'A';
  for (std::string const& token : {touched, std::string("nonsense"), std::string()})
    CHECK(world.refusal(&describe_repositories, {.next_token = token})
              .starts_with("InvalidParameterException: Invalid parameter at 'nextToken'"));
  world.scope.region = domain::Region{"us-east-1"};
  CHECK_FALSE(world.refusal(&describe_repositories, {.next_token = first.next_token}).empty());
}

TEST_CASE("regions and accounts are kept apart, and registryId looks into another account") {
  World world;
  world.create("app");
  world.scope.region = domain::Region{"us-west-1"};
  CHECK(names_of(world(&describe_repositories, {})).empty());
  world.create("app");
  world.scope = {domain::AccountId{"210987654321"}, domain::Region{"eu-west-1"}};
  CHECK(names_of(world(&describe_repositories, {})).empty());
  CHECK(names_of(world(&describe_repositories, {.registry_id = "123456789012"})) == Names{"app"});
  CHECK(world.refusal(&delete_repository, {.registry_id = "999999999999", .repository_name = "app"}) ==
        "RepositoryNotFoundException: The repository with name 'app' does not exist in the registry with id "
        "'999999999999'");
}

TEST_CASE("a repository with images is deleted only by force") {
  World world;
  world.create("app");
  world.push("app", "layer", "v1");
  CHECK(world.refusal(&delete_repository, {.repository_name = "app"}) ==
        "RepositoryNotEmptyException: The repository with name 'app' in registry with id '123456789012' "
        "cannot be "
        "deleted because it still contains images");
  auto const deleted = *world(&delete_repository, {.repository_name = "app", .force = true}).repository;
  CHECK(deleted.repository_name == "app");
  CHECK(deleted.image_tag_mutability == ImageTagMutability::Mutable);
  CHECK_FALSE(deleted.encryption_configuration);
  CHECK_FALSE(deleted.image_scanning_configuration);
  CHECK(names_of(world(&describe_repositories, {})).empty());
  world.create("app");
  CHECK(world(&list_images, {.repository_name = "app"}).image_ids->empty());
}

TEST_CASE("tags of a repository merge, and are listed by key") {
  World world;
  auto const arn = *world(&create_repository,
                          {.repository_name = "app", .tags = std::vector<Tag>{{.key = "b", .value = "1"}}})
                        .repository->repository_arn;
  world(&tag_resource, {.resource_arn = arn,
                        .tags = std::vector<Tag>{{.key = "a", .value = "2"}, {.key = "b", .value = "3"}}});
  CHECK(world(&list_tags_for_resource, {.resource_arn = arn}).tags ==
        std::vector<Tag>{{.key = "a", .value = "2"}, {.key = "b", .value = "3"}});
  world(&untag_resource, {.resource_arn = arn, .tag_keys = Names{"a", "absent"}});
  CHECK(world(&list_tags_for_resource, {.resource_arn = arn}).tags->size() == 1);
  world(&delete_repository, {.repository_name = "app"});
  world.create("app");
  CHECK(world(&list_tags_for_resource, {.resource_arn = arn}).tags->empty());
}

TEST_CASE("tags and ARNs that cannot be are refused") {
  World world;
  auto const arn = *world.create("app").repository_arn;
  for (char const* const bad :
       {"", "nonsense", "arn:aws:ecr:us-east-1:123456789012:repository/app",
        "arn:aws:ecs:eu-west-1:123456789012:repository/app", "arn:aws:ecr:eu-west-1:123456789012:app"})
    CHECK(world.refusal(&list_tags_for_resource, {.resource_arn = bad}) ==
          "InvalidParameterException: Invalid parameter at 'resourceArn' failed to satisfy constraint: "
          "'Invalid "
          "ARN'");
  CHECK(world.refusal(&list_tags_for_resource, {.resource_arn = arn + "x"})
            .starts_with("RepositoryNotFoundException"));
  std::vector<Tag> many;
  for (int i = 0; i < 51; ++i) many.push_back({.key = std::to_string(i), .value = ""});
  CHECK(
      world.refusal(&tag_resource, {.resource_arn = arn, .tags = many}).starts_with("TooManyTagsException"));
  CHECK(world(&list_tags_for_resource, {.resource_arn = arn}).tags->empty());
  CHECK(
      world.refusal(&tag_resource, {.resource_arn = arn, .tags = std::vector<Tag>{{.key = "", .value = ""}}})
          .starts_with("InvalidTagParameterException"));
  CHECK(world
            .refusal(&tag_resource, {.resource_arn = arn,
                                     .tags = std::vector<Tag>{{.key = "k", .value = std::string(257, 'v')}}})
            .starts_with("InvalidTagParameterException"));
}

TEST_CASE("mutability and scanning are changed and told") {
  World world;
  world.create("app");
  auto const changed =
      world(&put_image_tag_mutability,
            {.repository_name = "app", .image_tag_mutability = ImageTagMutability::Immutable});
  CHECK(changed.image_tag_mutability == ImageTagMutability::Immutable);
  CHECK_FALSE(changed.image_tag_mutability_exclusion_filters);
  world(&put_image_scanning_configuration,
        {.repository_name = "app",
         .image_scanning_configuration = ImageScanningConfiguration{.scan_on_push = true}});
  auto const repository = world(&describe_repositories, {}).repositories->at(0);
  CHECK(repository.image_tag_mutability == ImageTagMutability::Immutable);
  CHECK(repository.image_scanning_configuration->scan_on_push == true);
}

TEST_CASE("an authorization token is docker's user and password for twelve hours") {
  World world;
  auto const granted = world(&get_authorization_token, {}).authorization_data->at(0);
  CHECK(granted.proxy_endpoint == "http://127.0.0.1:4566");
  CHECK(granted.expires_at == world.clock.now() + std::chrono::hours{12});
  std::string const credentials = registry::decode_base64(*granted.authorization_token).value();
  CHECK(credentials.starts_with("AWS:"));
  registry::Passwords const passwords(
      world.store.transact([](state::Database& db) { return registry::password_secret(db); }));
  auto const verdict = passwords.verify(credentials.substr(4), world.clock.now());
  CHECK(std::get<registry::PasswordValid>(verdict).scope == world.scope);
}

TEST_CASE("a token is given for each registry that is asked") {
  World world;
  auto const granted =
      *world(&get_authorization_token, {.registry_ids = Names{"111111111111", "222222222222"}})
           .authorization_data;
  CHECK(granted.size() == 2);
  CHECK(granted[0].authorization_token != granted[1].authorization_token);
}
