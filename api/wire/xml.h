#pragma once
// XML answers of Query and EC2 Query, written by shape (wire.md "Query", "EC2 query").

#include <string>
#include <string_view>

#include "api/wire/error.h"
#include "api/wire/shape.h"
#include "api/wire/value.h"

namespace neargate::api::wire {

std::string encode_xml(ServiceModel const& service, OperationShape const& operation, Value const& output,
                       std::string_view request_id);

/// `service` may be nullptr: an error before it was known, in Query's form without a namespace.
std::string encode_xml_error(ServiceModel const* service, Error const& error, std::string_view request_id);

/// &, <, > and quotes escaped; characters that XML 1.0 cannot carry replaced.
std::string xml_escape(std::string_view text);

}  // namespace neargate::api::wire
