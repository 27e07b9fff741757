#pragma once
// Who signs a request, as far as it says so itself (wire.md "SigV4 check" step 1). The signature is not
// checked here.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/wire/query.h"
#include "api/wire/wire.h"

namespace neargate::api::wire {

struct Authorization {
  std::string access_key_id;
  std::string date;
  std::string region;   ///< "" for SigV4A, whose scope has none
  std::string service;  ///< ecs, ecr, iam …
  std::string signature;
  std::vector<std::string> signed_headers;
  bool presigned = false;
  bool operator==(Authorization const&) const = default;
};

/// Nothing was sent.
struct Unsigned {};
/// Something was sent that is not a signature; the message is AWS's and never repeats the header.
struct Malformed {
  std::string message;
};

/// From the Authorization header, else from the X-Amz-* parameters of a presigned URL.
std::variant<Authorization, Unsigned, Malformed> read_authorization(Request const& request,
                                                                    Form const& query);

}  // namespace neargate::api::wire
