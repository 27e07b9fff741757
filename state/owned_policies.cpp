#include "state/owned_policies.h"

namespace neargate::state {

namespace {

std::vector<std::string> texts(Rows rows) {
  std::vector<std::string> all;
  while (rows.step()) all.push_back(rows.text(0));
  return all;
}

}  // namespace

std::optional<std::string> find_inline_policy(Database& db, std::string const& owner,
                                              std::string const& name) {
  Rows rows = db.query("SELECT document FROM inline_policies WHERE owner = ? AND name = ?", owner, name);
  if (!rows.step()) return std::nullopt;
  return rows.text(0);
}

std::vector<std::string> list_inline_policies(Database& db, std::string const& owner) {
  return texts(db.query("SELECT name FROM inline_policies WHERE owner = ? ORDER BY name", owner));
}

void save_inline_policy(Database& db, domain::AccountId const& account, std::string const& owner,
                        std::string const& name, std::string const& document) {
  db.run("INSERT OR REPLACE INTO inline_policies (account, owner, name, document) VALUES (?, ?, ?, ?)",
         account, owner, name, document);
}

bool delete_inline_policy(Database& db, std::string const& owner, std::string const& name) {
  return db.run("DELETE FROM inline_policies WHERE owner = ? AND name = ?", owner, name) > 0;
}

std::vector<std::string> list_attached_policies(Database& db, std::string const& owner) {
  return texts(db.query("SELECT arn FROM policy_attachments WHERE owner = ? ORDER BY number", owner));
}

void attach_policy(Database& db, domain::AccountId const& account, std::string const& owner,
                   std::string const& arn) {
  db.run("INSERT OR IGNORE INTO policy_attachments (account, owner, arn) VALUES (?, ?, ?)", account, owner,
         arn);
}

bool detach_policy(Database& db, std::string const& owner, std::string const& arn) {
  return db.run("DELETE FROM policy_attachments WHERE owner = ? AND arn = ?", owner, arn) > 0;
}

std::vector<std::string> list_policy_owners(Database& db, domain::AccountId const& account,
                                            std::string const& arn) {
  return texts(db.query("SELECT owner FROM policy_attachments WHERE account = ? AND arn = ? ORDER BY number",
                        account, arn));
}

std::vector<PolicyUse> list_policy_uses(Database& db, domain::AccountId const& account) {
  Rows rows = db.query(
      "SELECT arn, sum(attached), sum(bounding) FROM ("
      " SELECT arn, 1 AS attached, 0 AS bounding FROM policy_attachments WHERE account = ?1"
      " UNION ALL SELECT permissions_boundary, 0, 1 FROM roles"
      "  WHERE account = ?1 AND permissions_boundary IS NOT NULL"
      " UNION ALL SELECT permissions_boundary, 0, 1 FROM users"
      "  WHERE account = ?1 AND permissions_boundary IS NOT NULL) GROUP BY arn",
      account);
  std::vector<PolicyUse> uses;
  while (rows.step()) uses.push_back({rows.text(0), rows.number(1), rows.number(2)});
  return uses;
}

}  // namespace neargate::state
