#include "api/wire/authorization.h"

#include <fmt/format.h>

#include <map>

namespace neargate::api::wire {
namespace {

using Found = std::variant<Authorization, Unsigned, Malformed>;
using Fields = std::map<std::string, std::string, std::less<>>;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    std::size_t const end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// AK/DATE/REGION/SERVICE/aws4_request; SigV4A leaves the region out. An access key may hold no slash.
std::optional<Authorization> read_credential(std::string_view credential, bool with_region) {
  auto parts = split(credential, '/');
  if (parts.size() != (with_region ? 5U : 4U) || parts.back() != "aws4_request") return std::nullopt;
  Authorization read;
  read.access_key_id = parts[0];
  read.date = parts[1];
  if (with_region) read.region = parts[2];
  read.service = parts[parts.size() - 2];
  if (read.access_key_id.empty() || read.service.empty()) return std::nullopt;
  return read;
}

Found complete(Fields const& fields, bool dated, bool with_region, char const* credential_kind) {
  std::string missing;
  for (char const* name : {"Credential", "Signature", "SignedHeaders"})
    if (!fields.contains(name))
      missing += fmt::format("Authorization header requires '{}' parameter. ", name);
  if (!dated)
    missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  if (!missing.empty()) return Malformed{missing.substr(0, missing.size() - 1)};
  auto read = read_credential(fields.find("Credential")->second, with_region);
  if (!read)
    return Malformed{fmt::format("{} must have exactly {} slash-delimited elements, e.g. {}", credential_kind,
                                 with_region ? 5 : 4,
                                 with_region ? "keyid/date/region/service/term" : "keyid/date/service/term")};
  read->signature = fields.find("Signature")->second;
  read->signed_headers = split(fields.find("SignedHeaders")->second, ';');
  return *std::move(read);
}

Found read_header(Request const& request, std::string_view header) {
  std::size_t const blank = header.find(' ');
  std::string_view const algorithm = header.substr(0, blank);
  bool const sigv4a = algorithm == "AWS4-ECDSA-P256-SHA256";
  Fields fields;
  if (blank != std::string_view::npos && (sigv4a || algorithm == "AWS4-HMAC-SHA256"))
    for (auto const& part : split(header.substr(blank + 1), ',')) {
      std::string_view const pair = trimmed(part);
      std::size_t const equals = pair.find('=');
      if (equals != std::string_view::npos) fields.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    }
  bool const dated = request.headers.find("x-amz-date") || request.headers.find("date");
  Found found = complete(fields, dated, !sigv4a, "Credential");
  if (auto* read = std::get_if<Authorization>(&found); read && sigv4a)
    if (auto const* regions = request.headers.find("x-amz-region-set"))
      read->region = split(*regions, ',').front();
  return found;
}

}  // namespace

Found read_authorization(Request const& request, Form const& query) {
  if (auto const* header = request.headers.find("authorization"))
    return read_header(request, trimmed(*header));
  if (!query.find("X-Amz-Credential") && !query.find("X-Amz-Signature")) return Unsigned{};
  Fields fields;
  for (char const* name : {"Credential", "Signature", "SignedHeaders"})
    if (auto const* found = query.find(fmt::format("X-Amz-{}", name))) fields.emplace(name, *found);
  Found found = complete(fields, query.find("X-Amz-Date") != nullptr, true, "X-Amz-Credential");
  if (auto* read = std::get_if<Authorization>(&found)) read->presigned = true;
  return found;
}

}  // namespace neargate::api::wire
