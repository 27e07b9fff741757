#pragma once
// The parts of a policy document: which members there may be, and how resources and dates are written.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace neargate::api::iam {

/// Is it an object of the members and kinds that a policy has? Everything below needs that.
bool is_policy(nlohmann::json const& policy);
/// One statement stands for a list of one.
std::vector<nlohmann::json> statements_of(nlohmann::json const& policy);
/// The texts of Action, NotAction, Resource or NotResource: one, a list, or none.
std::vector<std::string> texts_of(nlohmann::json const& statement, char const* element);

/// Why IAM does not take a text for a resource; nullopt when it does.
std::optional<std::string> resource_fault(std::string const& resource);
/// Can the older of IAM's two parsers take the ARN apart? arn:aws:s3::bucket it cannot.
bool is_legacy_resource(std::string const& resource);
/// Are the values of Date… conditions dates of ISO 8601 or seconds since 1970?
bool dates_are_good(nlohmann::json const& statement);

}  // namespace neargate::api::iam
