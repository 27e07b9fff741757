#include "server/fault_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/faults.h"
#include "api/service.h"
#include "docker/script.h"

namespace neargate::server {

namespace {

using Json = nlohmann::json;
using Page = nlohmann::ordered_json;

constexpr std::chrono::minutes latency_max{10};
constexpr std::size_t text_bytes_max = 1024;

Page page_of(api::Fault const& fault) {
  Page page{{"id", fault.id}};
  auto const add = [&page](char const* name, std::string const& text) {
    if (!text.empty()) page[name] = text;
  };
  add("service", fault.service);
  add("operation", fault.operation);
  add("account", fault.account);
  add("region", fault.region);
  add("error", fault.error);
  add("message", fault.message);
  if (fault.status) page["status"] = *fault.status;
  if (fault.latency.count() > 0) page["latency"] = docker::print_duration(fault.latency);
  if (fault.count) page["count"] = *fault.count;
  page["rate"] = fault.rate;
  page["seed"] = fault.seed;
  page["seen"] = fault.seen;
  page["hits"] = fault.hits;
  return page;
}

/// A service that neargate speaks for, and an operation that it has. Throws BadRequest.
void check_target(api::Fault const& fault) {
  auto const services = api::all_services();
  bool any_service = false, any_operation = false;
  std::string names;
  for (auto const& service : services) {
    names += (names.empty() ? "" : ", ") + std::string(service.model->name);
    if (!fault.service.empty() && service.model->name != fault.service) continue;
    any_service = true;
    any_operation = any_operation || service.model->has(fault.operation);
  }
  if (!any_service) throw BadRequest{fmt::format("\"service\" is one of {}", names)};
  if (!fault.operation.empty() && !any_operation)
    throw BadRequest{fmt::format("{} has no operation \"{}\"", fault.service.empty() ? "AWS" : fault.service,
                                 fault.operation.substr(0, 80))};
}

bool is_code(std::string const& text) {
  return text.size() <= 80 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
         });
}

std::chrono::milliseconds latency_of(Json const& object) {
  std::string const text = text_member(object, "latency");
  if (text.empty()) return {};
  auto const latency = docker::parse_duration(text);
  if (!latency || latency->count() == 0 || *latency > latency_max)
    throw BadRequest{"\"latency\" is a time such as 500ms or 2s, 10m at most"};
  return *latency;
}

template <class Number>
std::optional<Number> number_member(Json const& object, char const* name, Number least, Number most) {
  auto const found = object.find(name);
  if (found == object.end() || found->is_null()) return std::nullopt;
  bool const is_right_kind = std::is_integral_v<Number> ? found->is_number_integer() : found->is_number();
  if (!is_right_kind || *found < least || *found > most)
    throw BadRequest{fmt::format("\"{}\" is a number from {} to {}", name, least, most)};
  return found->get<Number>();
}

api::Fault fault_of(Json const& object) {
  refuse_unknown(object, {"service", "operation", "account", "region", "error", "message", "status",
                          "latency", "count", "rate", "seed"});
  api::Fault fault{.service = text_member(object, "service"),
                   .operation = text_member(object, "operation"),
                   .account = text_member(object, "account"),
                   .region = text_member(object, "region"),
                   .error = text_member(object, "error"),
                   .message = text_member(object, "message"),
                   .status = number_member<int>(object, "status", 400, 599),
                   .latency = latency_of(object),
                   .count = number_member<std::uint64_t>(object, "count", 1, 1'000'000'000),
                   .rate = number_member<double>(object, "rate", 0, 1).value_or(1),
                   .seed = number_member<std::uint64_t>(object, "seed", 0, UINT64_MAX).value_or(0)};
  if (fault.error.empty() && fault.latency.count() == 0)
    throw BadRequest{"say \"error\", such as ThrottlingException, or \"latency\", or both"};
  if (!is_code(fault.error)) throw BadRequest{"\"error\" is a name such as ThrottlingException"};
  if (fault.error.empty() && (fault.status || !fault.message.empty()))
    throw BadRequest{"\"status\" and \"message\" go with \"error\""};
  if (fault.message.size() > text_bytes_max) throw BadRequest{"\"message\" has at most 1024 bytes"};
  check_target(fault);
  return fault;
}

Page page_of(std::vector<api::Fault> const& faults) {
  Page page{{"faults", Page::array()}};
  for (auto const& fault : faults) page["faults"].push_back(page_of(fault));
  return page;
}

}  // namespace

Answer serve_faults(api::Faults& faults, OwnRequest const& request) {
  constexpr std::string_view path = "/_neargate/faults";
  std::string const id = request.path.size() > path.size() ? request.path.substr(path.size() + 1) : "";
  if (request.method == "DELETE") {
    if (id.empty()) return json_answer(200, Page{{"removed", faults.clear()}});
    if (!faults.remove(id)) return refusal(404, fmt::format("there is no fault \"{}\"", id));
    return json_answer(200, Page{{"removed", 1}});
  }
  if (!id.empty()) return refusal(405, "one fault can only be deleted");
  if (request.method != "POST") return json_answer(200, page_of(faults.list()));
  auto const added = faults.add(fault_of(read_object(request.body)));
  if (!added) return refusal(409, fmt::format("there are {} faults; DELETE some", api::Faults::size_max));
  return json_answer(200, page_of(*added));
}

}  // namespace neargate::server
