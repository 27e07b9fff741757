#pragma once
// The path of one AWS request: route → authorise → decode → validate → transact → run → encode. Here alone
// are errors caught, and given the form that the service's clients read.

#include <string>
#include <vector>

#include "api/call.h"
#include "api/route.h"
#include "api/service.h"
#include "api/wire/authorization.h"
#include "api/wire/wire.h"

namespace neargate::state {
class Store;
}

namespace neargate::api {

class Faults;

/// Shared by connections: handle() may run on several threads at a time; the store orders what it must.
class Dispatch final {
 public:
  Dispatch(Settings settings, state::Store& store, domain::Clock const& clock, domain::Mint& mint,
           registry::Registry* registry = nullptr, std::vector<Service> services = all_services(),
           Faults* faults = nullptr);
  Dispatch(Dispatch const&) = delete;
  Dispatch& operator=(Dispatch const&) = delete;

  /// Never throws; whatever goes wrong becomes an answer.
  wire::Response handle(wire::Request const& request);

 private:
  wire::Response serve_json(wire::Request const& request, std::string const& request_id);
  wire::Response serve_form(wire::Request const& request, std::string const& request_id);
  wire::Response run(Target const& target, wire::Request const& request, wire::Form const& form,
                     std::string const& request_id);
  wire::Value call(Target const& target, wire::Value const& input, wire::Authorization const& caller,
                   std::string const& request_id, wire::Response& notes);
  /// Notes how late the answer is to be; throws the error that was asked for.
  void meet_faults(Target const& target, wire::Authorization const& caller, wire::Response& notes);
  domain::Scope scope_of(wire::Authorization const& caller) const;

  Settings const settings_;
  state::Store& store_;
  domain::Clock const& clock_;
  domain::Mint& mint_;
  registry::Registry* const registry_;
  std::vector<Service> const services_;
  Faults* const faults_;
};

}  // namespace neargate::api
