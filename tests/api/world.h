#pragma once
// A whole outside world for one operation: a store in memory, a clock that stands, ids from a seed.

#include <string>

#include "api/call.h"
#include "api/wire/error.h"
#include "state/store.h"

namespace neargate::api::testing {

struct World {
  state::Store store{":memory:"};
  domain::ManualClock clock{domain::Time{std::chrono::milliseconds{1'700'000'000'123}}};
  domain::Mint mint{42};
  Settings settings{.local_machine = placement::Machine{.cpu = 4096, .memory_mib = 8192}};
  domain::Scope scope{domain::AccountId{"123456789012"}, domain::Region{"eu-west-1"}};

  template <class Output, class Input>
  Output operator()(Output (*operation)(Call&, Input const&), Input const& input) {
    return in_call([&](Call& call) { return operation(call, input); });
  }

  template <class Work>
  auto in_call(Work work) {
    return store.transact([&](state::Database& db) {
      Call call{.scope = scope,
                .caller_arn = "arn:aws:iam::123456789012:root",
                .access_key_id = "test",
                .request_id = "11111111-2222-4333-8444-555555555555",
                .db = db,
                .clock = clock,
                .mint = mint,
                .settings = settings};
      return work(call);
    });
  }

  /// "Code: message" of the refusal; "" when the operation succeeds.
  template <class Output, class Input>
  std::string refusal(Output (*operation)(Call&, Input const&), Input const& input) {
    try {
      (*this)(operation, input);
    } catch (wire::Error const& error) {
      return std::string(error.shape().code) + ": " + error.message();
    }
    return "";
  }
};

}  // namespace neargate::api::testing
