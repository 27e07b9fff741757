#include "server/own_pages.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/faults.h"
#include "api/service.h"
#include "docker/simulated_engine.h"
#include "registry/naming.h"
#include "server/event_feed.h"
#include "server/fault_page.h"
#include "server/health.h"
#include "server/lifecycle_page.h"
#include "server/page_names.h"
#include "server/simulation_page.h"
#include "state/registry_passwords.h"
#include "state/reset.h"
#include "state/store.h"

namespace neargate::server {

namespace {

/// A request with a body: it is collected within a limit, then answered.
class OwnExchange final : public Exchange {
 public:
  OwnExchange(OwnPages& pages, OwnRequest request) : pages_(pages), request_(std::move(request)) {}
  bool write(std::span<std::byte const> piece) noexcept override {
    too_large_ = piece.size() > OwnPages::body_bytes_max - request_.body.size();
    if (!too_large_) request_.body.append(reinterpret_cast<char const*>(piece.data()), piece.size());
    return !too_large_;
  }
  Answer finish() noexcept override {
    if (!too_large_) return pages_.serve(request_);
    Answer answer = refusal(413, "a body of more than 1 MiB is not taken here");
    answer.service = "neargate";
    return answer;
  }

 private:
  OwnPages& pages_;
  OwnRequest request_;
  bool too_large_ = false;
};

bool is_among(std::string_view method, std::string_view methods) {
  while (!methods.empty()) {
    auto const comma = methods.find(',');
    if (methods.substr(0, comma) == method) return true;
    methods.remove_prefix(comma == methods.npos ? methods.size() : comma + 2);
  }
  return false;
}

/// Under the names and the word that other emulators' health pages use: scripts wait for them.
nlohmann::ordered_json running_services() {
  nlohmann::ordered_json names = nlohmann::ordered_json::object();
  for (api::Service const& service : api::all_services())
    if (!service.operations.empty()) names[std::string(service.model->name)] = "running";
  return names;
}

std::string page_path(RequestHead const& head) {
  std::string_view const target = head.target;
  return std::string(own_page_path(target.substr(0, target.find_first_of("?#"))));
}

}  // namespace

OwnPages::Page const OwnPages::pages[] = {
    {"/_neargate/health", "GET, HEAD", false, false, &OwnPages::health},
    {"/_neargate/events", "GET", false, true, &OwnPages::events},
    {"/_neargate/faults", "GET, HEAD, POST, DELETE", true, true, &OwnPages::faults},
    {"/_neargate/lifecycle/run", "POST", false, true, &OwnPages::lifecycle},
    {"/_neargate/passwords", "DELETE", true, true, &OwnPages::passwords},
    {"/_neargate/reset", "POST", false, true, &OwnPages::reset},
    {"/_neargate/sim", "GET, HEAD, POST, DELETE", true, true, &OwnPages::simulation},
};

OwnPages::Page const* OwnPages::find_page(std::string const& path) {
  auto const found = std::ranges::find_if(pages, [&path](Page const& page) {
    return path == page.path || (page.has_items && path.starts_with(std::string(page.path) + '/'));
  });
  return found == std::end(pages) ? nullptr : &*found;
}

void OwnPages::connect(OwnBackends const& backends) {
  backends_ = backends;
  connected_.store(true, std::memory_order_release);
}

bool OwnPages::needs_runtime(RequestHead const& head) {
  Page const* const page = find_page(page_path(head));
  return page != nullptr && page->needs_runtime;
}

Reply OwnPages::open(RequestHead const& head) noexcept {
  OwnRequest request;
  request.method = head.method;
  request.path = page_path(head);
  if (auto const question = head.target.find('?'); question != std::string::npos)
    request.query = head.target.substr(question + 1);
  request.last_event_id = std::string(head.header("Last-Event-ID"));
  Page const* const page = find_page(request.path);
  bool const takes_body = head.method == "POST" && page != nullptr && is_among("POST", page->methods);
  if (takes_body) return std::make_unique<OwnExchange>(*this, std::move(request));
  return serve(request);
}

Answer OwnPages::serve(OwnRequest const& request) noexcept {
  Page const* const page = find_page(request.path);
  Answer answer;
  try {
    if (page == nullptr) {
      std::string paths;
      for (Page const& one : pages) paths += (paths.empty() ? "" : ", ") + std::string(one.path);
      answer = refusal(404, "no such page; there are " + paths);
    } else if (!is_among(request.method, page->methods)) {
      answer = refusal(405, fmt::format("only {} are served here", page->methods));
      answer.headers.emplace_back("Allow", page->methods);
    } else if (page->needs_runtime && !connected_.load(std::memory_order_acquire)) {
      answer = refusal(503, "neargate is starting; GET /_neargate/health says what it is waiting for");
      answer.headers.emplace_back("Retry-After", "1");
    } else {
      answer = (this->*page->serve)(request);
    }
  } catch (BadRequest const& bad) {
    answer = refusal(400, bad.message);
  } catch (std::exception const& error) {
    spdlog::error("{} {} failed inside: {}", request.method, request.path, error.what());
    answer = refusal(500, "neargate failed inside; its log says why");
  }
  answer.service = "neargate";
  answer.operation = request.method + " " + request.path;
  answer.request_id = mint_.uuid();
  return answer;
}

/// Beside how it is: what there is.
Answer OwnPages::health(OwnRequest const&) {
  nlohmann::ordered_json more = nlohmann::ordered_json::object();
  if (!connected_.load(std::memory_order_acquire)) return json_answer(200, health_.json(more));
  if (backends_.store) {
    auto const holds = backends_.store->read([](state::Database& db) { return state::count_holdings(db); });
    more["holds"] = {{"clusters", holds.clusters},
                     {"services", holds.services},
                     {"tasks", holds.tasks},
                     {"taskDefinitions", holds.task_definitions},
                     {"repositories", holds.repositories},
                     {"images", holds.images}};
  }
  more["services"] = running_services();
  if (backends_.faults) more["faults"] = backends_.faults->size();
  if (backends_.simulation) more["scripts"] = backends_.simulation->scripts().size();
  if (backends_.feed) more["eventReaders"] = backends_.feed->readers();
  return json_answer(200, health_.json(more));
}

Answer OwnPages::faults(OwnRequest const& request) {
  if (backends_.faults == nullptr) return refusal(404, "no faults are served here");
  return serve_faults(*backends_.faults, request);
}

Answer OwnPages::lifecycle(OwnRequest const& request) {
  if (backends_.registry == nullptr) return refusal(404, "there is no registry here");
  return serve_lifecycle_run(*backends_.registry, request);
}

Answer OwnPages::reset(OwnRequest const& request) {
  if (backends_.store == nullptr) return refusal(404, "there is nothing to reset here");
  std::unique_lock const lock(resetting_, std::try_to_lock);
  if (!lock) return refusal(409, "a reset is under way");
  return serve_reset({.store = *backends_.store,
                      .registry = backends_.registry,
                      .faults = backends_.faults,
                      .simulation = backends_.simulation,
                      .feed = backends_.feed,
                      .wait_until_gone = backends_.wait_until_gone},
                     request);
}

Answer OwnPages::events(OwnRequest const& request) {
  if (backends_.feed == nullptr) return refusal(404, "no events are told here");
  Answer answer = plain_answer(200, "text/event-stream", {});
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.endless = backends_.feed->open(request.last_event_id);
  return answer;
}

/// Revokes the registry passwords of an account, or all.
Answer OwnPages::passwords(OwnRequest const& request) {
  if (backends_.store == nullptr) return refusal(404, "there are no passwords here");
  constexpr std::string_view page = "/_neargate/passwords/";
  std::string const account =
      request.path.size() < page.size() ? std::string() : request.path.substr(page.size());
  if (!account.empty() && !registry::is_account(account)) return refusal(400, "an account is 12 digits");
  int const revoked = backends_.store->transact(
      [&](state::Database& db) { return state::revoke_registry_passwords(db, account); });
  return json_answer(200, nlohmann::ordered_json{{"revoked", revoked}});
}

Answer OwnPages::simulation(OwnRequest const& request) {
  if (backends_.simulation == nullptr)
    return refusal(409, "tasks run on Docker here; scripts are for --runtime simulated");
  return serve_simulation(*backends_.simulation, request);
}

}  // namespace neargate::server
