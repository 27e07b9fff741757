#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/call.h"
#include "api/ecr/paging.h"
#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "api/ecr/rules/upstream_rules.h"
#include "gen/ecr/errors.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/pull_through.h"
#include "registry/registry.h"
#include "registry/upstream.h"
#include "state/pull_through_rules.h"

namespace neargate::api::ecr {

namespace {

constexpr int rules_max = 50;

wire::Optional<UpstreamRegistry> upstream_view(std::string const& word) {
  UpstreamRegistry registry{};
  if (!from_text(word, registry)) return std::nullopt;
  return registry;
}

state::PullThroughRule require_rule(Call& call, domain::Scope const& scope, std::string const& prefix) {
  auto rule = state::find_pull_through_rule(call.db, scope, prefix);
  // FIXME: the sentence is ours; AWS's is not known.
  if (!rule)
    refuse(
        PullThroughCacheRuleNotFoundException,
        fmt::format("The pull through cache rule with repository prefix '{}' does not exist in the registry"
                    " with id '{}'",
                    prefix, scope.account.text()));
  return *std::move(rule);
}

PullThroughCacheRule rule_view(state::PullThroughRule const& rule) {
  PullThroughCacheRule view;
  view.ecr_repository_prefix = rule.prefix;
  view.upstream_registry_url = rule.upstream_url;
  view.created_at = rule.created_at;
  view.registry_id = rule.scope.account.text();
  view.credential_arn = rule.credential_arn;
  view.custom_role_arn = rule.custom_role_arn;
  view.upstream_repository_prefix = rule.upstream_prefix;
  view.upstream_registry = upstream_view(rule.upstream_registry);
  view.updated_at = rule.updated_at;
  return view;
}

}  // namespace

CreatePullThroughCacheRuleResponse create_pull_through_cache_rule(
    Call& call, CreatePullThroughCacheRuleRequest const& request) {
  state::PullThroughRule rule;
  rule.scope = registry_scope(call, request.registry_id);
  rule.prefix = request.ecr_repository_prefix.value();
  rule.upstream_url = request.upstream_registry_url.value();
  rule.upstream_prefix = request.upstream_repository_prefix.value_or("ROOT");
  rule.credential_arn = request.credential_arn;
  rule.custom_role_arn = request.custom_role_arn;
  rule.created_at = rule.updated_at = call.clock.now();
  check_upstream(rule, request.upstream_registry);
  if (state::find_pull_through_rule(call.db, rule.scope, rule.prefix))
    refuse(
        PullThroughCacheRuleAlreadyExistsException,
        fmt::format("The pull through cache rule with repository prefix '{}' already exists in the registry"
                    " with id '{}'",
                    rule.prefix, rule.scope.account.text()));
  if (state::count_pull_through_rules(call.db, rule.scope) >= rules_max)
    refuse(
        LimitExceededException,
        fmt::format("The limit of {} pull through cache rules has been reached in the registry with id '{}'",
                    rules_max, rule.scope.account.text()));
  state::save_pull_through_rule(call.db, rule);
  return {.ecr_repository_prefix = rule.prefix,
          .upstream_registry_url = rule.upstream_url,
          .created_at = rule.created_at,
          .registry_id = rule.scope.account.text(),
          .upstream_registry = upstream_view(rule.upstream_registry),
          .credential_arn = rule.credential_arn,
          .custom_role_arn = rule.custom_role_arn,
          .upstream_repository_prefix = rule.upstream_prefix};
}

DescribePullThroughCacheRulesResponse describe_pull_through_cache_rules(
    Call& call, DescribePullThroughCacheRulesRequest const& request) {
  domain::Scope const scope = registry_scope(call, request.registry_id);
  DescribePullThroughCacheRulesResponse response;
  auto& views = response.pull_through_cache_rules.emplace();
  if (request.ecr_repository_prefixes) {
    refuse_paging_beside("ecrRepositoryPrefixes", request.max_results, request.next_token);
    for (std::string const& prefix : *request.ecr_repository_prefixes)
      views.push_back(rule_view(require_rule(call, scope, prefix)));
    return response;
  }
  std::string const list = "pull-through-rules/" + scope.account.text();
  auto const last = last_key(list, request.next_token);
  auto const size = static_cast<std::size_t>(page_size(request.max_results));
  auto rules = state::list_pull_through_rules(call.db, scope, last.value_or(""), static_cast<int>(size) + 1);
  bool const more = rules.size() > size;
  if (more) rules.pop_back();
  for (auto const& rule : rules) views.push_back(rule_view(rule));
  response.next_token = next_token(list, more, rules.empty() ? std::string() : rules.back().prefix);
  return response;
}

/// The upstream registry is asked once the transaction has ended: it may be slow.
ValidatePullThroughCacheRuleResponse validate_pull_through_cache_rule(
    Call& call, ValidatePullThroughCacheRuleRequest const& request) {
  auto const rule =
      require_rule(call, registry_scope(call, request.registry_id), request.ecr_repository_prefix.value());
  ValidatePullThroughCacheRuleResponse response{.ecr_repository_prefix = rule.prefix,
                                                .registry_id = rule.scope.account.text(),
                                                .upstream_registry_url = rule.upstream_url,
                                                .credential_arn = rule.credential_arn,
                                                .custom_role_arn = rule.custom_role_arn,
                                                .upstream_repository_prefix = rule.upstream_prefix};
  if (!call.registry) return response;
  call.afterwards.emplace_back([registry = call.registry, url = rule.upstream_url](wire::Value& output) {
    auto const failure = registry::Upstream(registry->pull_through().upstreams(), url, "").ping();
    output["isValid"] = !failure;
    if (failure) output["failure"] = failure->reason;
  });
  return response;
}

UpdatePullThroughCacheRuleResponse update_pull_through_cache_rule(
    Call& call, UpdatePullThroughCacheRuleRequest const& request) {
  auto rule =
      require_rule(call, registry_scope(call, request.registry_id), request.ecr_repository_prefix.value());
  if (request.credential_arn) rule.credential_arn = request.credential_arn;
  if (request.custom_role_arn) rule.custom_role_arn = request.custom_role_arn;
  check_upstream(rule, std::nullopt);
  rule.updated_at = call.clock.now();
  state::save_pull_through_rule(call.db, rule);
  return {.ecr_repository_prefix = rule.prefix,
          .registry_id = rule.scope.account.text(),
          .updated_at = rule.updated_at,
          .credential_arn = rule.credential_arn,
          .custom_role_arn = rule.custom_role_arn,
          .upstream_repository_prefix = rule.upstream_prefix};
}

DeletePullThroughCacheRuleResponse delete_pull_through_cache_rule(
    Call& call, DeletePullThroughCacheRuleRequest const& request) {
  auto const rule =
      require_rule(call, registry_scope(call, request.registry_id), request.ecr_repository_prefix.value());
  state::remove_pull_through_rule(call.db, rule.scope, rule.prefix);
  return {.ecr_repository_prefix = rule.prefix,
          .upstream_registry_url = rule.upstream_url,
          .created_at = rule.created_at,
          .registry_id = rule.scope.account.text(),
          .credential_arn = rule.credential_arn,
          .custom_role_arn = rule.custom_role_arn,
          .upstream_repository_prefix = rule.upstream_prefix};
}

}  // namespace neargate::api::ecr
