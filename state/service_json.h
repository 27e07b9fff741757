#pragma once
// JSON of what services, task sets and service deployments carry beside their columns (`record`).

#include <string>

#include "domain/service.h"

namespace neargate::state {

std::string print_capacity_providers(domain::CapacityProviderStrategy const& strategy);
domain::CapacityProviderStrategy parse_capacity_providers(std::string const& json);

std::string print_service_record(domain::Service const& service);
void parse_service_record(std::string const& json, domain::Service& service);

std::string print_task_set_record(domain::TaskSet const& set);
void parse_task_set_record(std::string const& json, domain::TaskSet& set);

std::string print_service_deployment_record(domain::ServiceDeployment const& deployment);
void parse_service_deployment_record(std::string const& json, domain::ServiceDeployment& deployment);

}  // namespace neargate::state
