#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <regex>
#include <string_view>

#include "api/iam/policy_grammar.h"

namespace neargate::api::iam {

namespace {

using Json = nlohmann::json;

constexpr auto partitions = std::to_array<std::string_view>(
    {"*", "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"});
constexpr auto iam_paths = std::to_array<std::string_view>(
    {"user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/",
     "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/"});

/// An ARN's parts between colons; what follows the fifth colon is one part.
std::vector<std::string> arn_parts(std::string const& text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (parts.size() < 5) {
    auto const colon = text.find(':', at);
    if (colon == std::string::npos) break;
    parts.push_back(text.substr(at, colon - at));
    at = colon + 1;
  }
  parts.push_back(text.substr(at));
  return parts;
}

std::string unknown_partition(std::vector<std::string> const& parts) {
  std::string arn = "arn:" + parts.at(1);
  for (std::size_t i = 2; i < 6; ++i) {
    bool const is_there = i < parts.size() && !(i == 2 && parts.size() == 3 && parts.at(2).empty());
    arn += ':' + (is_there ? parts.at(i) : "*");
  }
  return "Partition \"" + parts.at(1) + "\" is not valid for resource \"" + arn + "\".";
}

std::optional<std::string> iam_path_fault(std::string const& path) {
  bool const is_good =
      path == "root" || path.substr(0, path.find('/')).find_first_of("*?$") != path.npos ||
      std::ranges::any_of(iam_paths, [&path](auto start) { return path.starts_with(start); });
  if (is_good) return std::nullopt;
  std::string starts;
  for (auto const start : iam_paths) starts += (starts.empty() ? "" : ", ") + std::string(start);
  return "IAM resource path must either be \"*\" or start with " + starts + ".";
}

bool is_date(std::string const& text) {
  constexpr std::size_t length_max = 64;  // longer than any date; the expression's work stays small
  static std::regex const date(R"(-?\d{1,9}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?)"
                               R"(([tT](([01]?\d|2[0-3])(:[0-5]?\d(:[0-5]?\d(\.\d{1,9})?)"
                               R"(([zZ]|[+-]([01]\d|2[0-3])(:[0-5]\d)?)?)?)?)?)?)");
  if (text.size() > length_max) return false;
  if (text.find_first_of("tT-") != std::string::npos) return std::regex_match(text, date);
  std::int64_t seconds = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return error == std::errc{} && end == text.data() + text.size() && seconds >= 0;
}

bool are_dates(Json const& value) {
  if (value.is_string()) return is_date(value.get<std::string>());
  if (value.is_array()) return std::ranges::all_of(value, are_dates);
  return value.is_number_unsigned();
}

}  // namespace

std::optional<std::string> resource_fault(std::string const& resource) {
  if (resource == "*") return std::nullopt;
  auto const parts = arn_parts(resource);
  if (parts.size() < 2) return "Resource " + resource + " must be in ARN format or \"*\".";
  if (std::ranges::find(partitions, std::string_view(parts[1])) == partitions.end())
    return unknown_partition(parts);
  if (parts.size() == 2) return "Resource vendor must be fully qualified and cannot contain regexes.";
  if (parts.size() < 6) return std::nullopt;
  bool const has_region = !parts[3].empty() && parts[3] != "*";
  if (parts[2] == "iam" && has_region)
    return "IAM resource " + resource + " cannot contain region information.";
  // A bucket has no region; what S3 has besides buckets (access points, jobs …) belongs to an account, too.
  if (parts[2] == "s3" && has_region && parts[4].empty())
    return "Resource " + resource + " can not contain region information.";
  return parts[2] == "iam" ? iam_path_fault(parts[5]) : std::nullopt;
}

bool is_legacy_resource(std::string const& resource) {
  if (resource == "*") return true;
  auto const parts = arn_parts(resource);
  bool const is_whole = parts.size() == 6 || resource.find("::") == std::string::npos;
  return is_whole && parts.size() > 2 && !parts[2].empty();
}

bool dates_are_good(Json const& statement) {
  auto const conditions = statement.find("Condition");
  if (conditions == statement.end()) return true;
  return std::ranges::all_of(conditions->items(), [](auto const& item) {
    std::string_view name = item.key();
    if (auto const colon = name.find(':'); colon != name.npos) name.remove_prefix(colon + 1);
    return !name.starts_with("Date") || std::ranges::all_of(item.value(), are_dates);
  });
}

}  // namespace neargate::api::iam
