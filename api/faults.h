#pragma once
// Faults on demand: operations that answer an error, or late, so that a client's retry can be tested. A fault
// is asked for at /_neargate/faults; dispatch asks here before it runs an operation.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/wire/error.h"
#include "api/wire/shape.h"
#include "domain/ids.h"

namespace neargate::api {

struct Fault {
  std::string id;  ///< fault-1, fault-2 …
  // Which calls: those that fit in every member that is given ("" = any).
  std::string service, operation, account, region;
  // What becomes of them. Names of one kind (ThrottlingException, Throttling, RequestLimitExceeded) are
  // worded as the called service words that kind; another name stands in the answer as it is.
  std::string error;    ///< "" = only late
  std::string message;  ///< "" = AWS's own for that kind
  std::optional<int> status;
  std::chrono::milliseconds latency{0};
  // How often.
  std::optional<std::uint64_t> count;  ///< that many calls more; absent: until it is removed
  double rate = 1;                     ///< the share of the calls that fit
  std::uint64_t seed = 0;              ///< decides which of them
  std::uint64_t seen = 0, hits = 0;    ///< calls that fitted, and those that were hit
  bool operator==(Fault const&) const = default;
};

/// What a call meets.
struct FaultVerdict {
  std::optional<wire::Error> error;
  std::chrono::milliseconds latency{0};
};

/// Safe to use from several threads.
class Faults final {
 public:
  static constexpr std::size_t size_max = 1000;

  /// nullopt: there are too many.
  std::optional<Fault> add(Fault fault);
  std::vector<Fault> list() const;
  std::size_t size() const;
  bool remove(std::string const& id);
  std::size_t clear();
  /// Those that name this account or region ("" = any).
  void clear(std::string const& account, std::string const& region);

  /// The first fault that names an error and hits the call gives it; latencies of those met add up.
  FaultVerdict judge(wire::ServiceModel const& service, std::string const& operation,
                     domain::Scope const& scope, std::string const& caller_arn);

 private:
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
  std::set<std::string> codes_;  ///< what answers refer to; they never go
  int last_id_ = 0;
};

}  // namespace neargate::api
