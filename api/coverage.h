#pragma once
// Which operations of AWS are served, as the generated part of docs/coverage.md.

#include <string>
#include <vector>

#include "api/service.h"

namespace neargate::api {

std::string coverage_text(std::vector<Service> const& services);

}  // namespace neargate::api
