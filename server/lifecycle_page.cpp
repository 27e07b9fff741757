#include "server/lifecycle_page.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "registry/registry.h"
#include "server/event_feed.h"

namespace neargate::server {

namespace {

using Page = nlohmann::ordered_json;

Page outcome_page(registry::LifecycleOutcome const& outcome) {
  Page images = Page::array();
  for (auto const& verdict : outcome.verdicts)
    images.push_back(
        {{"imageDigest", verdict.digest.text()},
         {"action", verdict.action == registry::LifecycleAction::Expire ? "EXPIRE" : "TRANSITION"},
         {"rulePriority", verdict.priority}});
  auto const& repository = outcome.repository;
  return {{"account", repository.scope.account.text()},
          {"region", repository.scope.region.text()},
          {"repositoryName", repository.name.text()},
          {"images", std::move(images)}};
}

}  // namespace

Answer serve_lifecycle_run(registry::Registry& registry, OwnRequest const& request) {
  state::ResetScope scope;
  std::string name;
  bool const is_blank =
      std::ranges::all_of(request.body, [](unsigned char c) { return std::isspace(c) != 0; });
  if (!is_blank) {
    auto const object = read_object(request.body);
    refuse_unknown(object, {"account", "region", "repository"});
    if (auto account = text_member(object, "account"); !account.empty())
      scope.account = domain::AccountId{std::move(account)};
    if (auto region = text_member(object, "region"); !region.empty())
      scope.region = domain::Region{std::move(region)};
    name = text_member(object, "repository");
  }
  Page repositories = Page::array();
  for (auto const& outcome : registry.caretaker().run_policies(scope, name))
    repositories.push_back(outcome_page(outcome));
  return json_answer(200, Page{{"repositories", std::move(repositories)}});
}

void tell_lifecycle(EventFeed& feed, registry::LifecycleOutcome const& outcome) {
  feed.tell("lifecycle", outcome_page(outcome));
}

}  // namespace neargate::server
