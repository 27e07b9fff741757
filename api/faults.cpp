#include "api/faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace neargate::api {

namespace {

using wire::Protocol;

/// How a service of one protocol says it.
struct Wording {
  std::string_view code;
  int status;
  std::string_view message;
};
/// One kind of error under all its names (wire.md "Query", "EC2 query", "JSON services").
struct Kind {
  std::array<std::string_view, 5> names;
  Wording json, query, ec2;
};

constexpr std::string_view denied =
    "User: {arn} is not authorized to perform: {service}:{operation} on resource: * because no "
    "identity-based "
    "policy allows the {service}:{operation} action";
constexpr std::string_view failed =
    "The request processing has failed because of an unknown error, exception or failure.";
constexpr std::string_view expired = "The security token included in the request is expired";
constexpr std::string_view unavailable = "The request has failed due to a temporary failure of the server.";

constexpr std::array kinds{
    Kind{{"ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException"},
         {"ThrottlingException", 400, "Rate exceeded"},
         {"Throttling", 400, "Rate exceeded"},
         {"RequestLimitExceeded", 503, "Request limit exceeded."}},
    Kind{{"ServerException", "InternalFailure", "InternalError", "InternalServerError", "ServiceFailure"},
         {"ServerException", 500, failed},
         {"InternalFailure", 500, failed},
         {"InternalError", 500, "An internal error has occurred"}},
    Kind{{"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"},
         {"AccessDeniedException", 400, denied},
         {"AccessDenied", 403, denied},
         {"UnauthorizedOperation", 403, "You are not authorized to perform this operation."}},
    Kind{{"ServiceUnavailableException", "ServiceUnavailable", "Unavailable"},
         {"ServiceUnavailableException", 503, unavailable},
         {"ServiceUnavailable", 503, unavailable},
         {"Unavailable", 503, "The server is overloaded and can't handle the request."}},
    Kind{{"ExpiredTokenException", "ExpiredToken", "RequestExpired"},
         {"ExpiredTokenException", 400, expired},
         {"ExpiredToken", 403, expired},
         {"RequestExpired", 400, "Request has expired."}},
};

std::optional<Wording> find_wording(std::string_view name, Protocol protocol) {
  for (Kind const& kind : kinds) {
    if (std::ranges::find(kind.names, name) == kind.names.end()) continue;
    switch (protocol) {
      case Protocol::Json11:
        return kind.json;
      case Protocol::Query:
        return kind.query;
      case Protocol::Ec2Query:
        return kind.ec2;
    }
  }
  return std::nullopt;
}

bool fits(std::string const& wanted, std::string_view is) { return wanted.empty() || wanted == is; }

/// From [0, 1), the same for the same seed and number (SplitMix64).
double draw(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t value = seed * 0x9e3779b97f4a7c15U + (number + 1) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  value ^= value >> 31U;
  return static_cast<double>(value >> 11U) * 0x1.0p-53;
}

std::string fill_in(std::string_view text, std::string_view service, std::string const& operation,
                    std::string const& caller_arn) {
  std::string out(text);
  auto const put = [&out](std::string_view mark, std::string_view value) {
    for (auto at = out.find(mark); at != out.npos; at = out.find(mark, at + value.size()))
      out.replace(at, mark.size(), value);
  };
  put("{arn}", caller_arn);
  put("{service}", service);
  put("{operation}", operation);
  return out;
}

}  // namespace

std::optional<Fault> Faults::add(Fault fault) {
  std::scoped_lock const lock(mutex_);
  if (faults_.size() >= size_max || codes_.size() >= 10 * size_max) return std::nullopt;
  fault.id = "fault-" + std::to_string(++last_id_);
  codes_.insert(fault.error);
  faults_.push_back(std::move(fault));
  return faults_.back();
}

std::vector<Fault> Faults::list() const {
  std::scoped_lock const lock(mutex_);
  return faults_;
}

std::size_t Faults::size() const {
  std::scoped_lock const lock(mutex_);
  return faults_.size();
}

bool Faults::remove(std::string const& id) {
  std::scoped_lock const lock(mutex_);
  return std::erase_if(faults_, [&id](Fault const& fault) { return fault.id == id; }) > 0;
}

std::size_t Faults::clear() {
  std::scoped_lock const lock(mutex_);
  return std::exchange(faults_, {}).size();
}

void Faults::clear(std::string const& account, std::string const& region) {
  std::scoped_lock const lock(mutex_);
  std::erase_if(faults_, [&](Fault const& fault) {
    bool const names_it = !fault.account.empty() || !fault.region.empty();
    return names_it && fits(account, fault.account) && fits(region, fault.region);
  });
}

FaultVerdict Faults::judge(wire::ServiceModel const& service, std::string const& operation,
                           domain::Scope const& scope, std::string const& caller_arn) {
  FaultVerdict verdict;
  std::scoped_lock const lock(mutex_);
  for (Fault& fault : faults_) {
    bool const is_meant = fits(fault.service, service.name) && fits(fault.operation, operation) &&
                          fits(fault.account, scope.account.text()) &&
                          fits(fault.region, scope.region.text());
    if (!is_meant || (verdict.error && !fault.error.empty())) continue;
    if (draw(fault.seed, fault.seen++) >= fault.rate) continue;
    ++fault.hits;
    if (fault.count) --*fault.count;
    verdict.latency += fault.latency;
    if (fault.error.empty()) continue;
    Wording const wording =
        find_wording(fault.error, service.protocol).value_or(Wording{*codes_.find(fault.error), 400, ""});
    int const status = fault.status.value_or(wording.status);
    wire::ErrorShape const shape{wording.code, status,
                                 status >= 500 ? wire::Fault::Receiver : wire::Fault::Sender};
    std::string message =
        fault.message.empty() ? fill_in(wording.message, service.name, operation, caller_arn) : fault.message;
    verdict.error = wire::Error(shape, std::move(message)).detail("asked for by " + fault.id);
  }
  std::erase_if(faults_, [](Fault const& fault) { return fault.count == 0U; });
  return verdict;
}

}  // namespace neargate::api
