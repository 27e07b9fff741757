#pragma once
// SQLite behind RAII. The only room with SQL; text of SQL comes from literals only.

#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "domain/clock.h"
#include "domain/ids.h"
#include "state/touched.h"

struct sqlite3;
struct sqlite3_stmt;

namespace neargate::state {

/// SQL text: only a literal converts, so no run-time string can become a statement.
struct Sql {
  template <std::size_t N>
  consteval Sql(char const (&literal)[N]) : text(literal), size(N - 1) {}
  char const* text;
  std::size_t size;
};

/// SQLite refused: a programmer's error or a broken disk, never the user's input.
struct DatabaseError : std::runtime_error {
  DatabaseError(int sqlite_code, std::string const& message)
      : std::runtime_error(message), code(sqlite_code) {}
  int code;
};

/// The rows of one running statement; resets the statement when it goes out of scope.
class Rows final {
 public:
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  Rows(Rows const&) = delete;
  Rows& operator=(Rows const&) = delete;
  ~Rows();

  bool step();  ///< moves to the next row; false after the last

  std::string text(int column) const;
  std::int64_t integer(int column) const;
  int number(int column) const { return static_cast<int>(integer(column)); }
  bool flag(int column) const { return integer(column) != 0; }
  domain::Time time(int column) const;
  bool is_null(int column) const;
  std::optional<std::string> optional_text(int column) const;
  std::optional<int> optional_number(int column) const;
  std::optional<domain::Time> optional_time(int column) const;
  template <class Named>
  Named id(int column) const {
    return Named{text(column)};
  }

 private:
  sqlite3_stmt* statement_;
};

/// One connection. Neither copied nor moved; used by one thread at a time (Store sees to that).
class Database final {
 public:
  /// Opens or creates; ":memory:" lives as long as the object. Throws DatabaseError.
  explicit Database(std::string const& path);
  ~Database();
  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;

  /// Binds the arguments in order and answers the rows.
  template <class... Arguments>
  Rows query(Sql sql, Arguments const&... arguments) {
    sqlite3_stmt* const statement = prepare(sql);
    int index = 0;
    (bind(statement, ++index, arguments), ...);
    return Rows(statement);
  }

  /// Runs a statement that yields no rows; returns the number of rows it changed.
  template <class... Arguments>
  int run(Sql sql, Arguments const&... arguments) {
    {
      Rows rows = query(sql, arguments...);
      rows.step();
    }
    return changes();
  }

  // Who writes a task, a service or a container instance says so here.
  void touch(domain::TaskKey const& key) { writing_.tasks.insert(key); }
  void touch(domain::ServiceKey const& key) { writing_.services.insert(key); }
  void touch(domain::ContainerInstanceKey const& key) { writing_.instances.insert(key); }
  void touch_everything() { writing_.everything = true; }
  /// What transactions before this one wrote since the last call. For the one reader that keeps copies; if
  /// its transaction fails it has to read everything again.
  Touched take_touched() { return std::exchange(touched_, {}); }
  /// The transaction's end, for Store: what it wrote counts, or never was.
  void keep_touched(bool is_committed) {
    if (is_committed) touched_.add(std::move(writing_));
    writing_ = {};
  }

  void script(char const* sql);        ///< several statements, for migrations
  std::int64_t total_changes() const;  ///< rows changed since the connection opened

 private:
  sqlite3_stmt* prepare(Sql sql);
  int changes() const;
  static void bind(sqlite3_stmt*, int index, std::string_view text);
  static void bind(sqlite3_stmt*, int index, std::int64_t value);
  static void bind(sqlite3_stmt*, int index, std::nullopt_t);
  static void bind(sqlite3_stmt* s, int index, int value) { bind(s, index, std::int64_t{value}); }
  static void bind(sqlite3_stmt* s, int index, std::string const& text) {
    bind(s, index, std::string_view(text));
  }
  static void bind(sqlite3_stmt* s, int index, char const* text) { bind(s, index, std::string_view(text)); }
  static void bind(sqlite3_stmt* s, int index, domain::Time time) {
    bind(s, index, std::int64_t{time.time_since_epoch().count()});
  }
  template <std::same_as<bool> Flag>
  static void bind(sqlite3_stmt* s, int index, Flag flag) {
    bind(s, index, std::int64_t{flag});
  }
  template <class Tag>
  static void bind(sqlite3_stmt* s, int index, domain::Id<Tag> const& id) {
    bind(s, index, std::string_view(id.text()));
  }
  template <class Value>
  static void bind(sqlite3_stmt* s, int index, std::optional<Value> const& value) {
    if (value)
      bind(s, index, *value);
    else
      bind(s, index, std::nullopt);
  }

  sqlite3* connection_ = nullptr;
  Touched writing_, touched_{.everything = true};
  std::map<char const*, sqlite3_stmt*> statements_;  ///< by the literal's address
};

}  // namespace neargate::state
