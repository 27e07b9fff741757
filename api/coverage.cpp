#include "api/coverage.h"

#include <fmt/format.h>

namespace neargate::api {
namespace {

/// Where neargate aims at the whole service every missing operation is named; of IAM, STS, EC2 and Logs only
/// what ECS work needs is served, and a list of 700 names would help nobody.
bool names_missing(Service const& service) { return service.model->operation_names.size() <= 80; }

std::string listed(Service const& service, bool served) {
  std::string text;
  for (auto const name : service.model->operation_names)
    if ((service.find(name) != nullptr) == served)
      text += fmt::format("{}{}", text.empty() ? "" : ", ", name);
  return text.empty() ? "none" : text;
}

}  // namespace

std::string coverage_text(std::vector<Service> const& services) {
  std::string text = "| service | API version | served | of |\n|---|---|---|---|\n";
  for (auto const& service : services)
    text += fmt::format("| {} | {} | {} | {} |\n", service.model->service_id, service.model->api_version,
                        service.operations.size(), service.model->operation_names.size());
  for (auto const& service : services) {
    text += fmt::format("\n### {}\n\nServed: {}.\n", service.model->service_id, listed(service, true));
    text += names_missing(service)
                ? fmt::format("\nNot served: {}.\n", listed(service, false))
                : fmt::format("\nNot served: the other {}.\n",
                              service.model->operation_names.size() - service.operations.size());
  }
  return text;
}

}  // namespace neargate::api
