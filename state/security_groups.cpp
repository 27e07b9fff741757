#include "state/security_groups.h"

#include <array>
#include <string_view>
#include <utility>

namespace neargate::state {

namespace {

using domain::PeerKind;

constexpr auto peer_kinds = std::to_array<std::pair<PeerKind, std::string_view>>({
    {PeerKind::Ipv4, "ipv4"},
    {PeerKind::Ipv6, "ipv6"},
    {PeerKind::PrefixList, "prefix-list"},
    {PeerKind::Group, "group"},
});

std::string_view word_of(PeerKind kind) {
  for (auto const& [known, word] : peer_kinds)
    if (known == kind) return word;
  return {};
}

PeerKind peer_kind_from(std::string const& text) {
  for (auto const& [kind, word] : peer_kinds)
    if (word == text) return kind;
  throw DatabaseError(0, "a security group rule has the peer kind " + text);
}

domain::SecurityGroup read_group(Rows const& rows) {
  domain::SecurityGroup group;
  group.scope = {rows.id<domain::AccountId>(0), rows.id<domain::Region>(1)};
  group.id = rows.id<domain::SecurityGroupId>(2);
  group.vpc = rows.id<domain::VpcId>(3);
  group.name = rows.text(4);
  group.description = rows.text(5);
  group.adopted = rows.flag(6);
  return group;
}

domain::SecurityGroupRule read_rule(Rows const& rows) {
  domain::SecurityGroupRule rule;
  rule.id = rows.text(0);
  rule.group = rows.id<domain::SecurityGroupId>(1);
  rule.direction = rows.flag(2) ? domain::Direction::Egress : domain::Direction::Ingress;
  rule.protocol = rows.text(3);
  rule.from_port = rows.optional_number(4);
  rule.to_port = rows.optional_number(5);
  rule.peer_kind = peer_kind_from(rows.text(6));
  rule.peer = rows.text(7);
  rule.description = rows.optional_text(8);
  return rule;
}

}  // namespace

std::vector<domain::SecurityGroup> list_security_groups(Database& db, domain::Scope const& scope) {
  Rows rows = db.query(
      "SELECT account, region, id, vpc, name, description, adopted FROM security_groups"
      " WHERE account = ? AND region = ? ORDER BY adopted, id",
      scope.account, scope.region);
  std::vector<domain::SecurityGroup> groups;
  while (rows.step()) groups.push_back(read_group(rows));
  return groups;
}

std::optional<domain::SecurityGroup> find_security_group(Database& db, domain::Scope const& scope,
                                                         domain::SecurityGroupId const& id) {
  Rows rows = db.query(
      "SELECT account, region, id, vpc, name, description, adopted FROM security_groups"
      " WHERE account = ? AND region = ? AND id = ?",
      scope.account, scope.region, id);
  if (!rows.step()) return std::nullopt;
  return read_group(rows);
}

void insert_security_group(Database& db, domain::SecurityGroup const& group) {
  db.run(
      "INSERT INTO security_groups (account, region, id, vpc, name, description, adopted)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      group.scope.account, group.scope.region, group.id, group.vpc, group.name, group.description,
      group.adopted);
}

void delete_security_group(Database& db, domain::SecurityGroup const& group) {
  db.run("DELETE FROM security_group_rules WHERE account = ? AND region = ? AND security_group = ?",
         group.scope.account, group.scope.region, group.id);
  db.run("DELETE FROM security_groups WHERE account = ? AND region = ? AND id = ?", group.scope.account,
         group.scope.region, group.id);
}

void insert_default_rules(Database& db, domain::SecurityGroup const& group, domain::Mint& mint) {
  domain::SecurityGroupRule rule;
  rule.id = mint.ec2_id("sgr");
  rule.group = group.id;
  rule.peer_kind = PeerKind::Group;
  rule.peer = group.id.text();
  insert_security_group_rule(db, group.scope, rule);
  rule.id = mint.ec2_id("sgr");
  rule.direction = domain::Direction::Egress;
  rule.peer_kind = PeerKind::Ipv4;
  rule.peer = "0.0.0.0/0";
  insert_security_group_rule(db, group.scope, rule);
}

std::vector<domain::SecurityGroupRule> list_security_group_rules(
    Database& db, domain::Scope const& scope, std::optional<domain::SecurityGroupId> const& group) {
  Rows rows = db.query(
      "SELECT id, security_group, egress, protocol, from_port, to_port, peer_kind, peer, description"
      " FROM security_group_rules WHERE account = ?1 AND region = ?2 AND (?3 IS NULL OR security_group = ?3)"
      " ORDER BY number",
      scope.account, scope.region, group);
  std::vector<domain::SecurityGroupRule> rules;
  while (rows.step()) rules.push_back(read_rule(rows));
  return rules;
}

void insert_security_group_rule(Database& db, domain::Scope const& scope,
                                domain::SecurityGroupRule const& rule) {
  db.run(
      "INSERT INTO security_group_rules (account, region, id, security_group, egress, protocol, from_port,"
      " to_port, peer_kind, peer, description) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      scope.account, scope.region, rule.id, rule.group, rule.direction == domain::Direction::Egress,
      rule.protocol, rule.from_port, rule.to_port, word_of(rule.peer_kind), rule.peer, rule.description);
}

void update_security_group_rule(Database& db, domain::Scope const& scope,
                                domain::SecurityGroupRule const& rule) {
  db.run(
      "UPDATE security_group_rules SET protocol = ?, from_port = ?, to_port = ?, peer_kind = ?, peer = ?,"
      " description = ? WHERE account = ? AND region = ? AND id = ?",
      rule.protocol, rule.from_port, rule.to_port, word_of(rule.peer_kind), rule.peer, rule.description,
      scope.account, scope.region, rule.id);
}

void delete_security_group_rule(Database& db, domain::Scope const& scope, std::string const& id) {
  db.run("DELETE FROM security_group_rules WHERE account = ? AND region = ? AND id = ?", scope.account,
         scope.region, id);
}

}  // namespace neargate::state
