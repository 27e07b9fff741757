#include "registry/scan_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace neargate::registry {

namespace {

using Json = nlohmann::json;

constexpr std::array severities = {"CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED"};

/// ECR's words: grype's Negligible is INFORMATIONAL, what nobody rated UNDEFINED.
std::string severity_of(std::string word) {
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::toupper(c); });
  if (word == "NEGLIGIBLE" || word == "NONE") return "INFORMATIONAL";
  return std::ranges::find(severities, word) == severities.end() ? "UNDEFINED" : word;
}

std::string text_in(Json const& object, char const* name) {
  auto const found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json const& list_in(Json const& object, char const* name) {
  static Json const none = Json::array();
  auto const found = object.find(name);
  return found != object.end() && found->is_array() ? *found : none;
}

Json const& object_in(Json const& object, char const* name) {
  static Json const none = Json::object();
  auto const found = object.find(name);
  return found != object.end() && found->is_object() ? *found : none;
}

std::string score_text(double score) { return fmt::format("{:.1f}", score); }

std::optional<std::string> trivy_score(Json const& vulnerability) {
  for (Json const& source : object_in(vulnerability, "CVSS"))
    if (source.is_object() && source.contains("V3Score") && source.at("V3Score").is_number())
      return score_text(source.at("V3Score").get<double>());
  return std::nullopt;
}

void read_trivy(Json const& report, ScanReport& out) {
  for (Json const& result : list_in(report, "Results")) {
    if (!result.is_object()) continue;
    for (Json const& one : list_in(result, "Vulnerabilities")) {
      if (!one.is_object()) continue;
      std::string description = text_in(one, "Description");
      if (description.empty()) description = text_in(one, "Title");
      out.findings.push_back({.name = text_in(one, "VulnerabilityID"),
                              .severity = severity_of(text_in(one, "Severity")),
                              .description = std::move(description),
                              .uri = text_in(one, "PrimaryURL"),
                              .package = text_in(one, "PkgName"),
                              .version = text_in(one, "InstalledVersion"),
                              .score = trivy_score(one)});
    }
  }
}

std::optional<std::string> grype_score(Json const& vulnerability) {
  for (Json const& one : list_in(vulnerability, "cvss")) {
    if (!one.is_object()) continue;
    Json const& metrics = object_in(one, "metrics");
    if (metrics.contains("baseScore") && metrics.at("baseScore").is_number())
      return score_text(metrics.at("baseScore").get<double>());
  }
  return std::nullopt;
}

void read_grype(Json const& report, ScanReport& out) {
  for (Json const& match : list_in(report, "matches")) {
    if (!match.is_object()) continue;
    Json const& vulnerability = object_in(match, "vulnerability");
    Json const& artifact = object_in(match, "artifact");
    out.findings.push_back({.name = text_in(vulnerability, "id"),
                            .severity = severity_of(text_in(vulnerability, "severity")),
                            .description = text_in(vulnerability, "description"),
                            .uri = text_in(vulnerability, "dataSource"),
                            .package = text_in(artifact, "name"),
                            .version = text_in(artifact, "version"),
                            .score = grype_score(vulnerability)});
  }
}

}  // namespace

std::optional<ScanReport> parse_scan_report(std::string_view text) {
  Json const report = Json::parse(text, nullptr, false);
  if (!report.is_object()) return std::nullopt;
  ScanReport out;
  // trivy leaves Results away when there are none.
  if (report.contains("Results") || report.contains("ArtifactName"))
    read_trivy(report, out);
  else if (report.contains("matches"))
    read_grype(report, out);
  else
    return std::nullopt;
  std::ranges::stable_sort(out.findings, {}, [](state::ScanFinding const& finding) {
    return std::ranges::find(severities, finding.severity) - severities.begin();
  });
  return out;
}

}  // namespace neargate::registry
