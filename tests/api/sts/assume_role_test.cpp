#include <doctest/doctest.h>

#include <regex>

#include "api/caller.h"
#include "api/sts/trust.h"
#include "gen/iam/operations.h"
#include "gen/iam/shapes.h"
#include "gen/sts/operations.h"
#include "gen/sts/shapes.h"
#include "tests/api/world.h"

using namespace neargate::api;
using namespace neargate::api::sts;
using neargate::api::testing::World;

namespace {

constexpr char const* role_arn = "arn:aws:iam::123456789012:role/team/deploy";

std::string trust_of(char const* principal, char const* condition = "{}") {
  return std::string(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)") + principal +
         R"(,"Action":"sts:AssumeRole","Condition":)" + condition + "}]}";
}

void make_role(World& world, std::string const& trust) {
  world(&iam::create_role, {.path = "/team/", .role_name = "deploy", .assume_role_policy_document = trust});
}

AssumeRoleRequest request() { return {.role_arn = role_arn, .role_session_name = "ci"}; }

constexpr char const* denied =
    "AccessDenied: User: arn:aws:iam::123456789012:root is not authorized to perform: sts:AssumeRole on "
    "resource: arn:aws:iam::123456789012:role/team/deploy";

}  // namespace

TEST_CASE("AssumeRole gives credentials of AWS's shape, which stand for the session") {
  World world;
  make_role(world, trust_of(R"({"AWS":"123456789012"})"));
  auto const assumed = world(&assume_role, request());
  auto const& credentials = *assumed.credentials;
  CHECK(std::regex_match(credentials.access_key_id.value(), std::regex("ASIA[A-Z2-7]{16}")));
  CHECK(credentials.secret_access_key->size() == 40);
  CHECK(credentials.session_token->size() > 100);
  CHECK(credentials.expiration.value() - world.clock.now() <= std::chrono::hours{1});
  CHECK(credentials.expiration.value() - world.clock.now() > std::chrono::minutes{59});
  CHECK(assumed.assumed_role_user->arn == "arn:aws:sts::123456789012:assumed-role/deploy/ci");
  CHECK(std::regex_match(assumed.assumed_role_user->assumed_role_id.value(),
                         std::regex("AROA[A-Z2-7]{17}:ci")));
  CHECK_FALSE(assumed.packed_policy_size);

  neargate::domain::Scope const other{neargate::domain::AccountId{"000000000001"}, world.scope.region};
  auto const caller = [&] {
    return world.in_call([&](Call& call) {
      return find_caller(call.db, wire::Protocol::Query, credentials.access_key_id.value(), other,
                         call.clock.now());
    });
  };
  CHECK(caller().arn == assumed.assumed_role_user->arn);
  CHECK(caller().id == assumed.assumed_role_user->assumed_role_id);
  CHECK(caller().scope.account == world.scope.account);  // of the role, whatever the default is
  world.clock.advance(std::chrono::hours{1});
  CHECK_THROWS_AS(caller(), wire::Error);
}

TEST_CASE("AssumeRole is refused as STS refuses it") {
  World world;
  AssumeRoleRequest wrong = request();
  wrong.role_arn = "arn:aws:s3:::not-a-role-at-all";
  CHECK(world.refusal(&assume_role, wrong) == "ValidationError: arn:aws:s3:::not-a-role-at-all is invalid");
  make_role(world, trust_of(R"({"Service":"ecs-tasks.amazonaws.com"})"));
  CHECK(world.refusal(&assume_role, request()) == denied);

  World trusting;
  make_role(trusting, trust_of(R"("*")"));
  AssumeRoleRequest longer = request();
  longer.duration_seconds = 7200;
  CHECK(trusting.refusal(&assume_role, longer) ==
        "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  AssumeRoleRequest policy = request();
  policy.policy = "{";
  CHECK(trusting.refusal(&assume_role, policy) == "MalformedPolicyDocument: Syntax errors in policy.");
  policy.policy = R"({"Statement":")" + std::string(2048, 'x') + R"("})";
  CHECK(trusting.refusal(&assume_role, policy) ==
        "PackedPolicyTooLarge: Packed policy consumes 100% of allotted space, please use smaller policy.");
  policy.policy = R"({"Statement":[]})";
  CHECK(trusting(&assume_role, policy).packed_policy_size == 1);
  AssumeRoleRequest tags = request();
  tags.tags = {{Tag{.key = "a", .value = "1"}, Tag{.key = "A", .value = "1"}}};
  CHECK(trusting.refusal(&assume_role, tags) ==
        "InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  tags.tags = {{Tag{.key = "a", .value = "1"}}};
  tags.transitive_tag_keys = {{"b"}};
  CHECK(trusting.refusal(&assume_role, tags) ==
        "InvalidParameterValue: The specified transitive tag key must be included in the requested tags.");
  AssumeRoleRequest mfa = request();
  mfa.serial_number = "arn:aws:iam::123456789012:mfa/u";
  mfa.token_code = "123456";
  CHECK(trusting.refusal(&assume_role, mfa).starts_with("AccessDenied: MultiFactorAuthentication failed"));
}

TEST_CASE("a role that nobody made is taken as it is named, unless strict") {
  World world;
  CHECK(world(&assume_role, request()).assumed_role_user->arn ==
        "arn:aws:sts::123456789012:assumed-role/deploy/ci");
  world.settings.strict = true;
  CHECK(world.refusal(&assume_role, request()) == denied);
}

TEST_CASE("a trust policy names who may assume a role, and under what conditions") {
  TrustQuestion const question{.caller_arn = "arn:aws:sts::123456789012:assumed-role/ci/s",
                               .role_arn = "arn:aws:iam::123456789012:role/ci",
                               .account = "123456789012",
                               .keys = {{"sts:externalid", "42"}, {"aws:principalarn", "arn:x"}}};
  struct Row {
    std::string policy;
    bool expected;
  };
  for (auto const& row : {
           Row{trust_of(R"("*")"), true},
           Row{trust_of(R"({"AWS":"*"})"), true},
           Row{trust_of(R"({"AWS":["000000000001","arn:aws:iam::123456789012:root"]})"), true},
           Row{trust_of(R"({"AWS":"arn:aws:iam::123456789012:role/ci"})"), true},
           Row{trust_of(R"({"AWS":"arn:aws:iam::123456789012:role/other"})"), false},
           Row{trust_of(R"({"Service":"ecs-tasks.amazonaws.com"})"), false},
           Row{trust_of(R"("*")", R"({"StringEquals":{"sts:ExternalId":"42"}})"), true},
           Row{trust_of(R"("*")", R"({"StringEquals":{"sts:ExternalId":["41","43"]}})"), false},
           Row{trust_of(R"("*")", R"({"StringLike":{"sts:ExternalId":"4*"}})"), true},
           Row{trust_of(R"("*")", R"({"StringNotEquals":{"sts:ExternalId":"42"}})"), false},
           Row{trust_of(R"("*")", R"({"Bool":{"aws:MultiFactorAuthPresent":"true"}})"), false},
           Row{trust_of(R"("*")", R"({"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}})"), true},
           Row{trust_of(R"("*")", R"({"Null":{"sts:ExternalId":"true"}})"), false},
           Row{R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:TagSession"}})", false},
           Row{R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:*"},)"
               R"({"Effect":"Deny","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]})",
               false},
       }) {
    CAPTURE(row.policy);
    CHECK(trusts(row.policy, question) == row.expected);
  }
}

TEST_CASE("GetSessionToken gives root one hour, and nothing to a session") {
  World world;
  auto const credentials = *world(&get_session_token, {.duration_seconds = 43200}).credentials;
  CHECK(credentials.expiration.value() - world.clock.now() <= std::chrono::hours{1});
  CHECK(world.refusal(&get_session_token, {.serial_number = "GAHT12345678", .token_code = "123456"})
            .starts_with("AccessDenied: MultiFactorAuthentication failed"));
  world.in_call([&](Call& call) {
    call.access_key_id = credentials.access_key_id.value();
    CHECK_THROWS_WITH(get_session_token(call, {}), "Cannot call GetSessionToken with session credentials");
    AssumeRoleRequest longer = request();
    longer.duration_seconds = 7200;
    CHECK_THROWS_WITH(assume_role(call, longer),
                      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by "
                      "role chaining");
    return 0;
  });
}

TEST_CASE("GetFederationToken opens a session under a name, within the account and the policy's size") {
  World world;
  auto const answer = world(&get_federation_token, {.name = "Bob", .policy = R"({"Statement": []})"});
  CHECK(answer.federated_user->arn == "arn:aws:sts::123456789012:federated-user/Bob");
  CHECK(answer.federated_user->federated_user_id == "123456789012:Bob");
  CHECK(answer.packed_policy_size == 1);
  CHECK(answer.credentials->access_key_id->starts_with("ASIA"));
  CHECK(answer.credentials->expiration.value() - world.clock.now() <= std::chrono::hours{1});  // it is root's
  CHECK(world(&get_federation_token, {.name = "Eve"}).packed_policy_size == 0);
  CHECK(world.refusal(&get_federation_token, {.name = "Bob", .policy = "{"}) ==
        "MalformedPolicyDocument: Syntax errors in policy.");
  CHECK(world.refusal(&get_federation_token,
                      {.name = "Bob", .tags = {{Tag{.key = "a", .value = "1"}, Tag{.key = "A"}}}}) ==
        "InvalidParameterValue: Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  world.in_call([&](Call& call) {
    call.access_key_id = answer.credentials->access_key_id.value();
    CHECK_THROWS_WITH(get_federation_token(call, {.name = "Bob"}),
                      "Cannot call GetFederationToken with session credentials");
    return 0;
  });
}

TEST_CASE("GetAccessKeyInfo reads the account from the key") {
  World world;
  CHECK(world(&get_access_key_info, {.access_key_id = "AKIAIOSFODNN7EXAMPLE"}).account == "581039954779");
  CHECK(world.refusal(&get_access_key_info, {.access_key_id = "not_an_access_key"}) ==
        "ValidationError: Invalid access key: not_an_access_key");
}

TEST_CASE("the key of a user calls as the user, an inactive one not at all") {
  World world;
  world(&iam::create_user, {.user_name = "u"});
  auto const key = *world(&iam::create_access_key, {.user_name = "u"}).access_key;
  auto const caller = [&](wire::Protocol protocol) {
    return world.in_call([&](Call& call) {
      return find_caller(call.db, protocol, key.access_key_id.value(), world.scope, call.clock.now());
    });
  };
  CHECK(caller(wire::Protocol::Query).arn == "arn:aws:iam::123456789012:user/u");
  world(&iam::update_access_key,
        {.user_name = "u", .access_key_id = key.access_key_id, .status = iam::statusType::Inactive});
  struct Row {
    wire::Protocol protocol;
    char const* code;
  };
  for (auto const& row : {Row{wire::Protocol::Query, "InvalidClientTokenId"},
                          Row{wire::Protocol::Json11, "UnrecognizedClientException"},
                          Row{wire::Protocol::Ec2Query, "AuthFailure"}}) {
    try {
      caller(row.protocol);
      FAIL("an inactive key was taken");
    } catch (wire::Error const& error) {
      CHECK(error.shape().code == row.code);
    }
  }
}
