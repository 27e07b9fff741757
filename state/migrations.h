#pragma once
#include <vector>

namespace neargate::state {

/// One file of schema/, embedded at build time; applied once, in order of its number, never changed after.
struct Migration {
  char const* name;
  char const* sql;
};
std::vector<Migration> const& migrations();

}  // namespace neargate::state
