#pragma once
// Rows of security groups and their rules.

#include <optional>
#include <vector>

#include "domain/mint.h"
#include "domain/security_group.h"
#include "state/database.h"

namespace neargate::state {

std::vector<domain::SecurityGroup> list_security_groups(Database& db, domain::Scope const& scope);
std::optional<domain::SecurityGroup> find_security_group(Database& db, domain::Scope const& scope,
                                                         domain::SecurityGroupId const& id);
void insert_security_group(Database& db, domain::SecurityGroup const& group);
/// With its rules.
void delete_security_group(Database& db, domain::SecurityGroup const& group);
/// What the default group and adopted ones have: everything in from their own members, everything out.
void insert_default_rules(Database& db, domain::SecurityGroup const& group, domain::Mint& mint);

/// Of a group, or of all groups without one; in the order of authorising.
std::vector<domain::SecurityGroupRule> list_security_group_rules(
    Database& db, domain::Scope const& scope,
    std::optional<domain::SecurityGroupId> const& group = std::nullopt);
void insert_security_group_rule(Database& db, domain::Scope const& scope,
                                domain::SecurityGroupRule const& rule);
/// By id; the group and the direction stay.
void update_security_group_rule(Database& db, domain::Scope const& scope,
                                domain::SecurityGroupRule const& rule);
void delete_security_group_rule(Database& db, domain::Scope const& scope, std::string const& id);

}  // namespace neargate::state
