#pragma once
// The shape of a lifecycle policy: which members there are, of which type, within which bounds. What is wrong
// is told in the words of the JSON schema validator behind ECR (ecr.md "Lifecycle policies").

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace neargate::registry {

/// One sentence for each fault; empty: the document can be read without further checks of its shape.
std::vector<std::string> lifecycle_schema_faults(nlohmann::ordered_json const& document);

}  // namespace neargate::registry
