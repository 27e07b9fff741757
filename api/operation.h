#pragma once
// The registration line of an operation: {"CreateCluster", serve<&create_cluster>}.
//
// The generated gen/<service>/operations.h declares a plain function for every operation in the model and
// binds its name to it, so a line that is not in the model, or pairs a name with another operation's
// function, does not compile; a line whose function is not written does not link.

#include <span>
#include <string_view>

#include "api/wire/value.h"

namespace neargate::api {

struct Call;

/// Which transaction an operation runs in. Describe, List, Get and BatchGet/BatchCheck read unless their line
/// says otherwise; all others write.
enum class Access { Read, Write };

/// Specialised by generated code, once for each operation.
template <auto Function>
inline constexpr std::string_view operation_name;

/// One operation as dispatch runs it: a Value in, a Value out.
struct Served {
  std::string_view name;
  wire::Value (*invoke)(Call&, wire::Value const& input);
};

constexpr Access usual_access(std::string_view operation) {
  for (std::string_view const prefix : {"Describe", "List", "Get", "BatchGet", "BatchCheck"})
    if (operation.starts_with(prefix)) return Access::Read;
  return Access::Write;
}

struct Operation {
  consteval Operation(std::string_view operation, Served served)
      : Operation(operation, served, usual_access(operation)) {}
  consteval Operation(std::string_view operation, Served served, Access transaction)
      : name(operation), invoke(served.invoke), access(transaction) {
    if (operation != served.name) throw "the name on this line belongs to another operation's function";
  }

  std::string_view name;
  wire::Value (*invoke)(Call&, wire::Value const& input);
  Access access;
};

// clang-format off
namespace ecs { std::span<Operation const> operations(); }
namespace ecr { std::span<Operation const> operations(); }
namespace ecr_public { std::span<Operation const> operations(); }
namespace iam { std::span<Operation const> operations(); }
namespace sts { std::span<Operation const> operations(); }
namespace ec2 { std::span<Operation const> operations(); }
// clang-format on

}  // namespace neargate::api
