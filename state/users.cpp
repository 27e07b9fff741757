#include "state/users.h"

namespace neargate::state {

namespace {

domain::User read_user(Rows const& rows) {
  return {.account = rows.id<domain::AccountId>(0),
          .name = rows.text(1),
          .path = rows.text(2),
          .id = rows.text(3),
          .permissions_boundary = rows.optional_text(4),
          .created_at = rows.time(5)};
}

domain::AccessKey read_key(Rows const& rows) {
  return {.id = rows.text(0),
          .account = rows.id<domain::AccountId>(1),
          .user = rows.text(2),
          .secret = rows.text(3),
          .active = rows.flag(4),
          .created_at = rows.time(5)};
}

}  // namespace

std::optional<domain::User> find_user(Database& db, domain::AccountId const& account,
                                      std::string const& name) {
  Rows rows = db.query(
      "SELECT account, name, path, id, permissions_boundary, created_at FROM users"
      " WHERE account = ? AND name = ?",
      account, name);
  if (!rows.step()) return std::nullopt;
  return read_user(rows);
}

std::vector<domain::User> list_users(Database& db, domain::AccountId const& account) {
  Rows rows = db.query(
      "SELECT account, name, path, id, permissions_boundary, created_at FROM users"
      " WHERE account = ? ORDER BY name",
      account);
  std::vector<domain::User> users;
  while (rows.step()) users.push_back(read_user(rows));
  return users;
}

void save_user(Database& db, domain::User const& user) {
  db.run(
      "INSERT OR REPLACE INTO users (account, name, path, id, permissions_boundary, created_at)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      user.account, user.name, user.path, user.id, user.permissions_boundary, user.created_at);
}

void delete_user(Database& db, domain::AccountId const& account, std::string const& name) {
  db.run("DELETE FROM users WHERE account = ? AND name = ?", account, name);
}

void rename_user(Database& db, domain::User const& user, std::string const& new_name) {
  db.run("UPDATE access_keys SET user = ? WHERE account = ? AND user = ?", new_name, user.account, user.name);
  db.run("UPDATE users SET name = ? WHERE account = ? AND name = ?", new_name, user.account, user.name);
}

std::optional<domain::AccessKey> find_access_key(Database& db, std::string const& id) {
  Rows rows =
      db.query("SELECT id, account, user, secret, active, created_at FROM access_keys WHERE id = ?", id);
  if (!rows.step()) return std::nullopt;
  return read_key(rows);
}

std::vector<domain::AccessKey> list_access_keys(Database& db, domain::AccountId const& account,
                                                std::string const& user) {
  Rows rows = db.query(
      "SELECT id, account, user, secret, active, created_at FROM access_keys"
      " WHERE account = ? AND user = ? ORDER BY created_at, id",
      account, user);
  std::vector<domain::AccessKey> keys;
  while (rows.step()) keys.push_back(read_key(rows));
  return keys;
}

void save_access_key(Database& db, domain::AccessKey const& key) {
  db.run(
      "INSERT INTO access_keys (id, account, user, secret, active, created_at) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET active = excluded.active",
      key.id, key.account, key.user, key.secret, key.active, key.created_at);
}

void delete_access_key(Database& db, std::string const& id) {
  db.run("DELETE FROM access_keys WHERE id = ?", id);
}

std::optional<domain::Session> find_session(Database& db, std::string const& access_key) {
  Rows rows = db.query(
      "SELECT access_key, account, arn, caller, secret, token, expires_at FROM sessions WHERE access_key = ?",
      access_key);
  if (!rows.step()) return std::nullopt;
  return domain::Session{.access_key = rows.text(0),
                         .account = rows.id<domain::AccountId>(1),
                         .arn = rows.text(2),
                         .caller_id = rows.text(3),
                         .secret = rows.text(4),
                         .token = rows.text(5),
                         .expires_at = rows.time(6)};
}

void insert_session(Database& db, domain::Session const& session) {
  db.run(
      "INSERT INTO sessions (access_key, account, arn, caller, secret, token, expires_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)",
      session.access_key, session.account, session.arn, session.caller_id, session.secret, session.token,
      session.expires_at);
}

void delete_sessions_before(Database& db, domain::Time time) {
  db.run("DELETE FROM sessions WHERE expires_at < ?", time);
}

}  // namespace neargate::state
