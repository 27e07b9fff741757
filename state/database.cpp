#include "state/database.h"

#include <sqlite3.h>

namespace neargate::state {

namespace {

[[noreturn]] void refuse(sqlite3* connection, std::string const& doing) {
  throw DatabaseError(sqlite3_extended_errcode(connection),
                      doing + ": " + (connection ? sqlite3_errmsg(connection) : "out of memory"));
}

}  // namespace

Rows::~Rows() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Rows::step() {
  int const result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  refuse(sqlite3_db_handle(statement_), sqlite3_sql(statement_));
}

std::string Rows::text(int column) const {
  auto const* const bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

domain::Time Rows::time(int column) const { return domain::Time{std::chrono::milliseconds{integer(column)}}; }

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::optional<std::string> Rows::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<int> Rows::optional_number(int column) const {
  if (is_null(column)) return std::nullopt;
  return number(column);
}

std::optional<domain::Time> Rows::optional_time(int column) const {
  if (is_null(column)) return std::nullopt;
  return time(column);
}

Database::Database(std::string const& path) {
  int const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path.c_str(), &connection_, flags, nullptr) != SQLITE_OK) {
    std::string const message = connection_ ? sqlite3_errmsg(connection_) : "out of memory";
    sqlite3_close(connection_);
    throw DatabaseError(SQLITE_CANTOPEN, path + ": " + message);
  }
  try {
    sqlite3_busy_timeout(connection_, 5000);
    // FULL: what an answer promised is on disk before the answer leaves (DESIGN.md "state").
    script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  } catch (...) {
    sqlite3_close(connection_);
    throw;
  }
}

Database::~Database() {
  for (auto const& [literal, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

sqlite3_stmt* Database::prepare(Sql sql) {
  auto const found = statements_.find(sql.text);
  if (found != statements_.end() && !sqlite3_stmt_busy(found->second)) return found->second;
  if (found != statements_.end())
    throw DatabaseError(SQLITE_MISUSE, std::string("statement already running: ") + sql.text);
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_, sql.text, static_cast<int>(sql.size), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK)
    refuse(connection_, sql.text);
  statements_.emplace(sql.text, statement);
  return statement;
}

int Database::changes() const { return sqlite3_changes(connection_); }
std::int64_t Database::total_changes() const { return sqlite3_total_changes(connection_); }

void Database::script(char const* sql) {
  char* message = nullptr;
  if (sqlite3_exec(connection_, sql, nullptr, nullptr, &message) == SQLITE_OK) return;
  std::string const text = message ? message : "unknown error";
  sqlite3_free(message);
  throw DatabaseError(sqlite3_extended_errcode(connection_), text);
}

void Database::bind(sqlite3_stmt* statement, int index, std::string_view text) {
  // A null pointer would bind NULL: an empty view is an empty string here.
  char const* const bytes = text.empty() ? "" : text.data();
  if (sqlite3_bind_text64(statement, index, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
    refuse(sqlite3_db_handle(statement), "bind");
}

void Database::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement, index, value) != SQLITE_OK) refuse(sqlite3_db_handle(statement), "bind");
}

void Database::bind(sqlite3_stmt* statement, int index, std::nullopt_t) {
  if (sqlite3_bind_null(statement, index) != SQLITE_OK) refuse(sqlite3_db_handle(statement), "bind");
}

}  // namespace neargate::state
