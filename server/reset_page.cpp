#include "server/reset_page.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "api/faults.h"
#include "docker/simulated_engine.h"
#include "registry/registry.h"
#include "server/event_feed.h"
#include "state/reset.h"
#include "state/store.h"
#include "state/tasks.h"

namespace neargate::server {

namespace {

using Page = nlohmann::ordered_json;

constexpr auto patience = std::chrono::seconds{60};

bool is_region(std::string const& text) {
  return std::ranges::all_of(text,
                             [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '-'; });
}

state::ResetScope scope_of(std::string const& body) {
  state::ResetScope scope;
  bool const is_blank = std::ranges::all_of(body, [](unsigned char c) { return std::isspace(c) != 0; });
  if (is_blank) return scope;
  auto const object = read_object(body);
  refuse_unknown(object, {"account", "region"});
  std::string const account = text_member(object, "account"), region = text_member(object, "region");
  bool const digits = std::ranges::all_of(account, [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!account.empty() && (account.size() != 12 || !digits)) throw BadRequest{"\"account\" is 12 digits"};
  if (!is_region(region)) throw BadRequest{"\"region\" is a name such as eu-west-1"};
  // A member that is there and empty would reset everything: nobody means that.
  for (char const* const name : {"account", "region"})
    if (object.contains(name) && text_member(object, name).empty())
      throw BadRequest{std::string("\"") + name + "\" is empty; leave it out to reset every one"};
  if (!account.empty()) scope.account = domain::AccountId{account};
  if (!region.empty()) scope.region = domain::Region{region};
  return scope;
}

std::set<std::string> containers_of(state::Database& db, state::ResetScope const& scope) {
  std::set<std::string> names;
  for (auto const& task : state::list_live_tasks(db)) {
    if (!scope.contains(task.key.scope)) continue;
    for (auto const& container : task.containers) names.insert(container.docker_name);
    if (!task.pause_docker_name.empty()) names.insert(task.pause_docker_name);
  }
  return names;
}

void forget_orders(ResetReach const& reach, state::ResetScope const& scope) {
  bool const all = !scope.account && !scope.region;
  std::string const account = scope.account ? scope.account->text() : "";
  std::string const region = scope.region ? scope.region->text() : "";
  if (reach.faults) all ? void(reach.faults->clear()) : reach.faults->clear(account, region);
  if (reach.simulation)
    all ? reach.simulation->clear_scripts() : reach.simulation->clear_scripts(account, region);
}

}  // namespace

Answer serve_reset(ResetReach const& reach, OwnRequest const& request) {
  state::ResetScope const scope = scope_of(request.body);
  std::set<std::string> names;
  int const rows = reach.store.transact([&](state::Database& db) {
    names = containers_of(db, scope);
    return state::reset_rows(db, scope);
  });
  forget_orders(reach, scope);
  std::size_t const left = reach.wait_until_gone ? reach.wait_until_gone(names, patience) : 0;
  if (reach.registry) reach.registry->sweep();
  Page page{{"account", scope.account ? Page(scope.account->text()) : Page()},
            {"region", scope.region ? Page(scope.region->text()) : Page()},
            {"rows", rows},
            {"containersLeft", left}};
  spdlog::info("reset account={} region={} rows={} containers_left={}",
               scope.account ? scope.account->text() : "*", scope.region ? scope.region->text() : "*", rows,
               left);
  if (reach.feed) reach.feed->tell("reset", page);
  return json_answer(200, page);
}

}  // namespace neargate::server
