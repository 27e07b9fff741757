#pragma once
// JSON forms of the domain values that are kept in one column (`run`, `network`, `groups`).

#include <string>

#include "domain/task.h"

namespace neargate::state {

std::string print_network(domain::NetworkConfiguration const& network);
domain::NetworkConfiguration parse_network(std::string const& json);

std::string print_groups(std::vector<domain::SecurityGroupId> const& groups);
std::vector<domain::SecurityGroupId> parse_groups(std::string const& json);

/// What a task carries beside its columns: containers, overrides, network, sizes.
std::string print_run(domain::Task const& task);
void parse_run(std::string const& json, domain::Task& task);

}  // namespace neargate::state
