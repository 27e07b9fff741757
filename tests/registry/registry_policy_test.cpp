#include "registry/registry_policy.h"

#include <doctest/doctest.h>

#include <string>

namespace neargate::registry {

namespace {

RegistryQuestion const question{.registry = {domain::AccountId{"222222222222"}, domain::Region{"eu-west-1"}},
                                .repository = domain::RepositoryName{"prod/app"},
                                .account = domain::AccountId{"111111111111"},
                                .action = "ecr:ReplicateImage"};

std::string statement(std::string const& members) {
  return R"({"Version":"2012-10-17","Statement":[{"Sid":"s",)" + members + "}]}";
}

}  // namespace

TEST_CASE("a registry's policy lets another account in by principal, action and resource") {
  std::string const root = R"("Principal":{"AWS":"arn:aws:iam::111111111111:root"},)";
  std::string const allow = R"("Effect":"Allow",)" + root;
  struct Row {
    std::string members;
    bool allowed;
  };
  for (Row const& row : {
           Row{allow + R"("Action":["ecr:CreateRepository","ecr:ReplicateImage"])", true},
           Row{allow + R"("Action":"ecr:*","Resource":["arn:aws:ecr:eu-west-1:222222222222:repository/*"])",
               true},
           Row{allow +
                   R"("Action":"ecr:*","Resource":"arn:aws:ecr:eu-west-1:222222222222:repository/test/*")",
               false},
           Row{allow + R"("Action":"ecr:CreateRepository")", false},
           Row{R"("Effect":"Allow","Principal":{"AWS":["111111111111"]},"Action":"ECR:replicateimage")",
               true},
           Row{R"("Effect":"Allow","Principal":"*","Action":"ecr:ReplicateImage")", true},
           Row{R"("Effect":"Allow","Principal":{"AWS":"333333333333"},"Action":"ecr:*")", false},
           Row{R"("Effect":"Deny",)" + root + R"("Action":"ecr:*")", false},
           Row{allow + R"("Action":"ecr:*","Condition":{"StringEquals":{"aws:x":"y"}})", false},
           Row{allow + R"("Action":7)", false},
       })
    CHECK_MESSAGE(policy_allows(statement(row.members), question) == row.allowed, row.members);
}

TEST_CASE("what is denied stays denied, and no policy allows nothing") {
  CHECK_FALSE(policy_allows(
      R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"},)"
      R"({"Effect":"Deny","Principal":"*","Action":"ecr:ReplicateImage","Condition":{"Bool":{"a":"b"}}}]})",
      question));
  for (char const* const text : {"", "[]", "{}", R"({"Statement":1})", R"({"Statement":[1]})"})
    CHECK_FALSE(policy_allows(text, question));
}

}  // namespace neargate::registry
