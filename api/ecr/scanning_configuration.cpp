// PutRegistryScanningConfiguration, GetRegistryScanningConfiguration and
// BatchGetRepositoryScanningConfiguration.

#include <fmt/format.h>

#include "api/ecr/refuse.h"
#include "api/ecr/require.h"
#include "gen/ecr/operations.h"
#include "gen/ecr/shapes.h"
#include "registry/scan_rules.h"
#include "registry/wording.h"
#include "state/registry_settings.h"

namespace neargate::api::ecr {

namespace {

std::vector<ScanningRepositoryFilter> filters_view(std::vector<std::string> const& filters) {
  std::vector<ScanningRepositoryFilter> views;
  for (std::string const& filter : filters)
    views.push_back({.filter = filter, .filter_type = ScanningRepositoryFilterType::Wildcard});
  return views;
}

ScanFrequency frequency_view(std::string const& frequency) {
  ScanFrequency view{};
  from_text(frequency, view);
  return view;
}

RegistryScanningConfiguration configuration_view(state::RegistryScanning const& scanning) {
  RegistryScanningConfiguration view;
  from_text(scanning.scan_type, view.scan_type.emplace());
  auto& rules = view.rules.emplace();
  for (state::ScanningRule const& rule : scanning.rules)
    rules.push_back(
        {.scan_frequency = frequency_view(rule.frequency), .repository_filters = filters_view(rule.filters)});
  return view;
}

void check_frequency(ScanType type, ScanFrequency frequency) {
  bool const fits = type == ScanType::Basic ? frequency != ScanFrequency::ContinuousScan
                                            : frequency != ScanFrequency::Manual;
  if (!fits)
    refuse_parameter("rules", fmt::format("Invalid scan frequency for scanType {}: {}", to_text(type),
                                          to_text(frequency)));
}

}  // namespace

PutRegistryScanningConfigurationResponse put_registry_scanning_configuration(
    Call& call, PutRegistryScanningConfigurationRequest const& request) {
  // Without a type the registry keeps the one it has; rules are always replaced.
  ScanType type{};
  from_text(state::find_registry_scanning(call.db, call.scope).scan_type, type);
  type = request.scan_type.value_or(type);
  state::RegistryScanning scanning{.scan_type = std::string(to_text(type)), .rules = {}};
  for (RegistryScanningRule const& rule : request.rules.value_or(std::vector<RegistryScanningRule>{})) {
    check_frequency(type, rule.scan_frequency.value());
    auto& kept = scanning.rules.emplace_back();
    kept.frequency = to_text(rule.scan_frequency.value());
    for (auto const& filter : rule.repository_filters.value()) kept.filters.push_back(filter.filter.value());
  }
  if (scanning.rules.size() == 2 && scanning.rules[0].frequency == scanning.rules[1].frequency)
    refuse_parameter(
        "rules", fmt::format("Only one rule can have the scan frequency {}", scanning.rules[0].frequency));
  state::save_registry_scanning(call.db, call.scope, scanning);
  return {.registry_scanning_configuration = configuration_view(scanning)};
}

GetRegistryScanningConfigurationResponse get_registry_scanning_configuration(
    Call& call, GetRegistryScanningConfigurationRequest const&) {
  return {.registry_id = call.scope.account.text(),
          .scanning_configuration = configuration_view(state::find_registry_scanning(call.db, call.scope))};
}

BatchGetRepositoryScanningConfigurationResponse batch_get_repository_scanning_configuration(
    Call& call, BatchGetRepositoryScanningConfigurationRequest const& request) {
  auto const scanning = state::find_registry_scanning(call.db, call.scope);
  BatchGetRepositoryScanningConfigurationResponse response;
  auto& found = response.scanning_configurations.emplace();
  auto& failures = response.failures.emplace();
  for (std::string const& name : request.repository_names.value()) {
    domain::RepositoryName const wanted{name};
    auto const repository = state::find_repository(call.db, call.scope, wanted);
    if (!repository) {
      failures.push_back({.repository_name = name,
                          .failure_code = ScanningConfigurationFailureCode::RepositoryNotFound,
                          .failure_reason = registry::repository_missing_text(call.scope.account, wanted)});
      continue;
    }
    auto const applied = registry::applied_scanning(scanning, *repository);
    found.push_back({.repository_arn = repository_arn(repository->scope, repository->name),
                     .repository_name = name,
                     .scan_on_push = applied.frequency == "SCAN_ON_PUSH" || repository->scan_on_push,
                     .scan_frequency = frequency_view(applied.frequency),
                     .applied_scan_filters = filters_view(applied.filters)});
  }
  return response;
}

}  // namespace neargate::api::ecr
