#pragma once
// Tables of requests and answers over the wire, for any operation that speaks JSON: what a client sends and
// what it reads, through routing, decoding, the model's constraints and the operation itself.
//
//   Wire wire(world, ecs_door);             // on the store, clock and ids of a World or a Scene
//   wire.refuses("UpdateThing", R"({"cluster": "c", "thing": {"size": 1}})", {
//       {R"({"/thing/size": 0})", "400 InvalidParameterException: Size must be positive."},
//       {R"({"cluster": "x"})", "400 ClusterNotFoundException: Cluster not found."},
//       {R"({"thing": null})", "400 InvalidParameterException: Thing …"},
//   });
//   auto const answer = wire("UpdateThing", R"({"cluster": "c"})");
//   answer.shows({{"/thing/status", R"("ACTIVE")"}, {"/thing/tags", "[]"}, {"/thing/reason", "absent"}});
//
// The second argument is a request that is right but for what a row changes. A row's keys are members, or
// JSON pointers into the request ("/thing/size"; "/list/-" appends); null takes away. "…" at the end of an
// expected answer matches any rest: for texts that AWS's captures give only in part. A refused request
// leaves nothing behind, so all rows of a table meet the same world.

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "api/dispatch.h"
#include "tests/api/world.h"

namespace neargate::api::testing {

struct Expected {
  char const* pointer;  ///< RFC 6901 into the answer's body
  char const* json;     ///< the value there, as JSON; "absent" where nothing may be
};

struct Answer {
  int status = 0;
  std::string body;
  std::string told;  ///< "200", or "400 ClientException: message"

  /// The value at a pointer as JSON text, "absent" without one.
  std::string at(std::string_view pointer) const;
  /// The text of a string member ("" without one), for the next request.
  std::string text(std::string_view pointer) const;
  void shows(std::vector<Expected> const& members) const;
};

struct Row {
  char const* change;  ///< JSON object, laid over the table's request
  char const* answer;  ///< "400 Code: message", "… …" matched by its beginning, or "200"
};

/// Where a service's requests go.
struct Door {
  char const* target_prefix;
  char const* signing_name;
};

class Wire {
 public:
  Wire(World& world, Door const& door, registry::Registry* registry = nullptr);

  /// One request of the world's account and region.
  Answer operator()(std::string_view operation, std::string_view request);
  /// As above, with `change` laid over `request` as a row's is.
  Answer operator()(std::string_view operation, std::string_view request, std::string_view change);
  /// Every row is answered as it says. Rows that say "200" are answered in order, and leave their traces.
  void refuses(std::string_view operation, std::string_view request, std::vector<Row> const& rows);

 private:
  Door const door_;
  std::string const scope_;
  Dispatch dispatch_;
};

}  // namespace neargate::api::testing
