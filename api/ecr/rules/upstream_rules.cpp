#include "api/ecr/rules/upstream_rules.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "api/ecr/refuse.h"
#include "domain/arn.h"
#include "gen/ecr/errors.h"
#include "registry/naming.h"

namespace neargate::api::ecr {

namespace {

struct Known {
  std::string_view host;
  UpstreamRegistry registry;
  bool wants_credentials;
};
constexpr Known known[] = {
    {"public.ecr.aws", UpstreamRegistry::EcrPublic, false},
    {"registry-1.docker.io", UpstreamRegistry::DockerHub, true},
    {"quay.io", UpstreamRegistry::Quay, false},
    {"registry.k8s.io", UpstreamRegistry::K8s, false},
    {"ghcr.io", UpstreamRegistry::GithubContainerRegistry, true},
    {"registry.gitlab.com", UpstreamRegistry::GitlabContainerRegistry, true},
    {"cgr.dev", UpstreamRegistry::Chainguard, true},
};

std::optional<Known> find_known(std::string const& url) {
  for (Known const& one : known)
    if (url == one.host) return one;
  if (url.ends_with(".azurecr.io") && url.find('/') == std::string::npos)
    return Known{url, UpstreamRegistry::AzureContainerRegistry, true};
  if (registry::scope_of_host(url) && url.ends_with(".amazonaws.com"))
    return Known{url, UpstreamRegistry::Ecr, false};
  return std::nullopt;
}

[[noreturn]] void refuse_upstream(std::string message) {
  refuse(UnsupportedUpstreamRegistryException, std::move(message));
}

/// The secret must lie where the rule does; its content is nobody's here.
void check_secret(state::PullThroughRule const& rule) {
  if (!rule.credential_arn) return;
  auto const arn = domain::Arn::parse(*rule.credential_arn);
  if (!arn || arn->account != rule.scope.account.text() || arn->region != rule.scope.region.text())
    refuse(SecretNotFoundException,
           "The ARN of the secret specified in the pull through cache rule was not found. Update the pull "
           "through"
           " cache rule with a valid secret ARN and try again.");
}

}  // namespace

void check_upstream(state::PullThroughRule& rule, wire::Optional<UpstreamRegistry> const& named) {
  auto const upstream = find_known(rule.upstream_url);
  if (!upstream || (named && *named != upstream->registry))
    refuse_upstream(fmt::format(
        "The upstream registry URL {} is invalid. Specify a valid upstream registry URL and try again",
        rule.upstream_url));
  if (upstream->wants_credentials && !rule.credential_arn)
    refuse_upstream(
        "The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN and try"
        " again");
  bool const is_ecr = upstream->registry == UpstreamRegistry::Ecr;
  if (!is_ecr && rule.custom_role_arn)
    refuse_parameter("customRoleArn",
                     "must be null unless the upstream registry is an Amazon ECR private registry");
  if (!is_ecr && rule.upstream_prefix != "ROOT")
    refuse_parameter("upstreamRepositoryPrefix",
                     "must be ROOT unless the upstream registry is an Amazon ECR private registry");
  if (rule.prefix == "ROOT" && rule.upstream_prefix != "ROOT")
    refuse_parameter("upstreamRepositoryPrefix", "must be ROOT when ecrRepositoryPrefix is ROOT");
  check_secret(rule);
  rule.upstream_registry = to_text(upstream->registry);
}

}  // namespace neargate::api::ecr
