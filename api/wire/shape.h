#pragma once
// The runtime side of a service model: what the codecs and the validator walk. The tables are generated as
// constants (gen/<service>/model.cpp); nothing here is built at start.

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace neargate::api::wire {

enum class Kind { Structure, List, Map, String, Integer, Long, Double, Boolean, Timestamp, Blob };

/// How a timestamp is written; Default is the protocol's (JSON: seconds, Query: ISO 8601).
enum class TimestampFormat { Default, Iso8601, UnixTimestamp, Rfc822 };

struct Shape;

struct Member {
  std::string_view name;        ///< in the model and in a Value
  std::string_view query_name;  ///< in a Query or EC2 request
  std::string_view xml_name;    ///< in an XML answer
  Shape const* shape = nullptr;
  bool required = false;
  bool flattened = false;
  bool idempotency_token = false;
  TimestampFormat timestamp_format = TimestampFormat::Default;
};

struct Shape {
  std::string_view name;
  Kind kind = Kind::Structure;
  std::span<Member const> members;                              ///< of a structure, in the model's order
  Member const* key = nullptr;                                  ///< of a map
  Member const* element = nullptr;                              ///< of a list; the value of a map
  std::span<std::string_view const> values;                     ///< of an enum
  std::int64_t min = std::numeric_limits<std::int64_t>::min();  ///< length, count or value
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string_view pattern;
  bool flattened = false;
  bool sensitive = false;  ///< never into a log
  TimestampFormat timestamp_format = TimestampFormat::Default;
  /// How this service words a value outside the enum ("" = the service's general form); {values} and {value}
  /// are filled in. From api/models/patches.json.
  std::string_view enum_wording;

  Member const* find(std::string_view member) const;
};

struct OperationShape {
  std::string_view name;
  Shape const* input = nullptr;
  Shape const* output = nullptr;  ///< nullptr: none
  std::string_view result_wrapper;
};

enum class Protocol { Json11, Query, Ec2Query };

struct ServiceModel {
  std::string_view name;  ///< ecs, the credential scope's word
  std::string_view service_id;
  Protocol protocol = Protocol::Json11;
  std::string_view api_version;
  std::string_view target_prefix;
  std::string_view xml_namespace;
  std::span<OperationShape const> operations;         ///< sorted by name; those neargate has shapes for
  std::span<std::string_view const> operation_names;  ///< sorted; all that AWS has

  OperationShape const* find(std::string_view operation) const;
  bool has(std::string_view operation) const;
};

}  // namespace neargate::api::wire
