#include "api/dispatch.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/answer.h"
#include "api/caller.h"
#include "api/faults.h"
#include "api/wire/gzip.h"
#include "api/wire/json11.h"
#include "api/wire/validate.h"
#include "state/store.h"

namespace neargate::api {
namespace {

/// Plain bytes that a compressed body may become; the server bounds what comes over the socket.
constexpr std::size_t inflated_bytes_max = 32 * 1024 * 1024;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}
/// What may become part of an ARN and a row's key.
bool is_region(std::string_view text) {
  return text.size() <= 40 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

/// Each protocol has its own words for a request without a usable signature (wire.md).
wire::Error unsigned_error(wire::Protocol protocol) {
  switch (protocol) {
    case wire::Protocol::Json11:
      return wire::Error(wire::MissingAuthenticationTokenException,
                         "Request is missing Authentication Token");
    case wire::Protocol::Query:
      return wire::Error(wire::MissingAuthenticationToken, "Request is missing Authentication Token");
    case wire::Protocol::Ec2Query:
      break;
  }
  return wire::Error(wire::AuthFailure, "AWS was not able to validate the provided access credentials");
}
wire::Error malformed_error(wire::Protocol protocol, std::string const& message) {
  return wire::Error(
      protocol == wire::Protocol::Json11 ? wire::IncompleteSignatureException : wire::IncompleteSignature,
      message);
}

wire::Authorization authorise(wire::Protocol protocol, wire::Request const& request) {
  auto found = read_authorization(request, wire::Form::parse(request.query));
  if (std::holds_alternative<wire::Unsigned>(found)) throw unsigned_error(protocol);
  if (auto const* malformed = std::get_if<wire::Malformed>(&found))
    throw malformed_error(protocol, malformed->message);
  auto const& caller = std::get<wire::Authorization>(found);
  if (!is_region(caller.region)) {
    bool const json = protocol == wire::Protocol::Json11;
    throw wire::Error(json ? wire::InvalidSignatureException : wire::SignatureDoesNotMatch,
                      "Credential should be scoped to a valid region. ");
  }
  return caller;
}

/// An error inside neargate. The client gets an id to look up, the log the cause.
wire::Error internal_error(wire::ServiceModel const& model, std::string const& request_id) {
  auto const& shape = model.protocol == wire::Protocol::Json11  ? wire::ServerException
                      : model.protocol == wire::Protocol::Query ? wire::InternalFailure
                                                                : wire::InternalError;
  return wire::Error(
      shape, fmt::format("neargate failed inside. Its log says why, under request id {}.", request_id));
}

/// The body as plain text: what came, or what came compressed.
std::optional<wire::Error> inflate_body(wire::Request& request) {
  auto const* encoding = request.headers.find("content-encoding");
  if (!encoding || !wire::equals_ignoring_case(*encoding, "gzip")) return std::nullopt;
  std::string plain;
  switch (wire::inflate_gzip(request.body, inflated_bytes_max, plain)) {
    case wire::Inflated::Good:
      request.body = std::move(plain);
      return std::nullopt;
    case wire::Inflated::TooLarge:
      return wire::Error(wire::RequestEntityTooLargeException);
    case wire::Inflated::Malformed:
      break;
  }
  return wire::Error(wire::SerializationException);
}

}  // namespace

Operation const* Service::find(std::string_view name) const {
  auto const found = std::ranges::find(operations, name, &Operation::name);
  return found == operations.end() ? nullptr : &*found;
}

Dispatch::Dispatch(Settings settings, state::Store& store, domain::Clock const& clock, domain::Mint& mint,
                   registry::Registry* registry, std::vector<Service> services, Faults* faults)
    : settings_(std::move(settings)),
      store_(store),
      clock_(clock),
      mint_(mint),
      registry_(registry),
      services_(std::move(services)),
      faults_(faults) {}

wire::Response Dispatch::handle(wire::Request const& request) {
  std::string const request_id = mint_.uuid();
  Envelope const envelope = envelope_of(request);
  if (envelope == Envelope::Unknown) return unknown_operation_page(request_id);
  bool const json = envelope == Envelope::Json11;
  if (request.headers.find("content-encoding")) {
    wire::Request plain = request;
    if (auto const error = inflate_body(plain))
      return json ? json_error_answer(*error, request_id) : xml_error_answer(nullptr, *error, request_id);
    return json ? serve_json(plain, request_id) : serve_form(plain, request_id);
  }
  return json ? serve_json(request, request_id) : serve_form(request, request_id);
}

wire::Response Dispatch::serve_json(wire::Request const& request, std::string const& request_id) {
  try {
    return run(route_json(services_, request), request, {}, request_id);
  } catch (wire::Error const& error) {  // only routing throws to here
    return json_error_answer(error, request_id);
  }
}

wire::Response Dispatch::serve_form(wire::Request const& request, std::string const& request_id) {
  wire::Form const query = wire::Form::parse(request.query);
  wire::Form const form = request.method == "GET" ? query : wire::Form::parse(request.body);
  auto const caller = read_authorization(request, query);
  Service const* const service = route_form(services_, std::get_if<wire::Authorization>(&caller), form);
  try {
    return run({service, form_operation(service, form)}, request, form, request_id);
  } catch (wire::Error const& error) {
    return xml_error_answer(service ? service->model : nullptr, error, request_id);
  }
}

wire::Response Dispatch::run(Target const& target, wire::Request const& request, wire::Form const& form,
                             std::string const& request_id) {
  wire::ServiceModel const& model = *target.service->model;
  wire::Response response, notes;
  try {
    wire::Authorization const caller = authorise(model.protocol, request);
    meet_faults(target, caller, notes);
    wire::OperationShape const* const shape = model.find(target.operation);
    if (!shape || !target.service->find(target.operation))
      throw wire::Error(wire::NotImplementedException,
                        fmt::format("neargate does not serve {}:{} yet; see docs/coverage.md", model.name,
                                    target.operation));
    wire::Value const input = model.protocol == wire::Protocol::Json11
                                  ? wire::decode_json(request.body, *shape->input)
                                  : wire::decode_form(form, *shape->input, model.protocol);
    wire::validate(model, *shape, input);
    response = success_answer(model, *shape, call(target, input, caller, request_id, notes), request_id);
  } catch (wire::Error const& error) {
    response = error_answer(model, error, request_id);
  } catch (std::exception const& error) {
    spdlog::error("request={} service={} operation={} failed inside: {}", request_id, model.name,
                  target.operation, error.what());
    response = error_answer(model, internal_error(model, request_id), request_id);
  }
  response.service = model.name;
  response.operation = target.operation;
  response.account = std::move(notes.account);
  response.region = std::move(notes.region);
  response.delay = notes.delay;
  return response;
}

void Dispatch::meet_faults(Target const& target, wire::Authorization const& caller, wire::Response& notes) {
  domain::Scope const scope = scope_of(caller);
  notes.account = scope.account.text();
  notes.region = scope.region.text();
  if (!faults_ || faults_->size() == 0) return;
  wire::ServiceModel const& model = *target.service->model;
  Caller const who = store_.read([&](state::Database& db) {
    return find_caller(db, model.protocol, caller.access_key_id, scope, clock_.now());
  });
  FaultVerdict const verdict = faults_->judge(model, target.operation, who.scope, who.arn);
  notes.delay = verdict.latency;
  if (verdict.error) throw *verdict.error;
}

wire::Value Dispatch::call(Target const& target, wire::Value const& input, wire::Authorization const& caller,
                           std::string const& request_id, wire::Response& notes) {
  Operation const& operation = *target.service->find(target.operation);
  domain::Scope const scope = scope_of(caller);
  std::vector<Afterwards> afterwards;
  auto const work = [&](state::Database& db) {
    Caller const who =
        find_caller(db, target.service->model->protocol, caller.access_key_id, scope, clock_.now());
    notes.account = who.scope.account.text();
    Call context{who.scope, who.arn, caller.access_key_id, request_id, db, clock_, mint_, settings_,
                 registry_, who.id};
    wire::Value output = operation.invoke(context, input);
    afterwards = std::move(context.afterwards);
    return output;
  };
  wire::Value output = operation.access == Access::Read ? store_.read(work) : store_.transact(work);
  for (Afterwards const& step : afterwards) step(output);
  return output;
}

domain::Scope Dispatch::scope_of(wire::Authorization const& caller) const {
  std::string const& key = caller.access_key_id;
  bool const is_account = key.size() == 12 && all_digits(key);
  return {is_account ? domain::AccountId(key) : settings_.default_account,
          caller.region.empty() ? settings_.default_region : domain::Region(caller.region)};
}

}  // namespace neargate::api
