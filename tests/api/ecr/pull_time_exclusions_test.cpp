#include "tests/api/ecr/wire.h"

namespace neargate::api::ecr::testing {

TEST_CASE("exclusions are registered, listed in pages and taken away") {
  World world;
  auto wire = wire_of(world);
  std::string const role = R"({"principalArn": "arn:aws:iam::123456789012:role/scanner"})";
  wire("RegisterPullTimeUpdateExclusion", role)
      .shows({{"/principalArn", R"("arn:aws:iam::123456789012:role/scanner")"},
              {"/createdAt", "1700000000.123"}});
  wire("RegisterPullTimeUpdateExclusion", R"({"principalArn": "arn:aws:iam::123456789012:user/ci"})");
  auto const page = wire("ListPullTimeUpdateExclusions", R"({"maxResults": 1})");
  page.shows({{"/pullTimeUpdateExclusions", R"(["arn:aws:iam::123456789012:role/scanner"])"}});
  wire("ListPullTimeUpdateExclusions", R"({"nextToken": ")" + page.text("/nextToken") + "\"}")
      .shows({{"/pullTimeUpdateExclusions", R"(["arn:aws:iam::123456789012:user/ci"])"},
              {"/nextToken", "absent"}});
  wire("DeregisterPullTimeUpdateExclusion", role)
      .shows({{"/principalArn", R"("arn:aws:iam::123456789012:role/scanner")"}});
  wire("ListPullTimeUpdateExclusions", "{}")
      .shows({{"/pullTimeUpdateExclusions", R"(["arn:aws:iam::123456789012:user/ci"])"}});
}

TEST_CASE("exclusions that cannot be are refused") {
  World world;
  auto wire = wire_of(world);
  std::string const user = R"({"principalArn": "arn:aws:iam::123456789012:user/a"})";
  wire.refuses("DeregisterPullTimeUpdateExclusion", user, {{"{}", "400 ExclusionNotFoundException: …"}});
  wire.refuses(
      "RegisterPullTimeUpdateExclusion", user,
      {{R"({"principalArn": null})", "400 InvalidParameterException: …"},
       {R"({"principalArn": "arn:aws:iam::123456789012:root"})", "400 InvalidParameterException: …"},
       {"{}", "200"},
       {"{}", "400 ExclusionAlreadyExistsException: …"},
       {R"({"principalArn": "arn:aws:iam::123456789012:user/b"})", "200"},
       {R"({"principalArn": "arn:aws:iam::123456789012:user/c"})", "200"},
       {R"({"principalArn": "arn:aws:iam::123456789012:user/d"})", "200"},
       {R"({"principalArn": "arn:aws:iam::123456789012:user/e"})", "200"},
       {R"({"principalArn": "arn:aws:iam::123456789012:user/f"})", "400 LimitExceededException: …"}});
  wire.refuses("ListPullTimeUpdateExclusions", "{}",
               {{R"({"nextToken": "x"})", "400 InvalidParameterException: …"}});
}

}  // namespace neargate::api::ecr::testing
