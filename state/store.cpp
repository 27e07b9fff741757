#include "state/store.h"

#include "state/migrations.h"

namespace neargate::state {

std::string database_path(std::string const& directory) {
  if (directory == ":memory:") return directory;
  std::filesystem::create_directories(directory);
  return (std::filesystem::path(directory) / "neargate.db").string();
}

Store::Store(std::string const& directory) : database_(database_path(directory)) { migrate(); }

void Store::on_commit(std::function<void()> listener) {
  std::lock_guard const lock(mutex_);
  listener_ = std::move(listener);
}

void Store::keep_journal(std::function<void(std::vector<JournalEntry> const&)> listener) {
  std::lock_guard const lock(mutex_);
  if (!journal_is_open_ && listener) open_journal(database_);
  journal_is_open_ = journal_is_open_ || listener;
  journal_ = std::move(listener);
}

void Store::finish(std::unique_lock<std::mutex>& lock, Transaction& transaction) {
  auto const entries = journal_ ? take_journal(database_) : std::vector<JournalEntry>{};
  if (!transaction.commit()) return;
  if (!entries.empty()) journal_(entries);
  notify(lock);
}

void Store::notify(std::unique_lock<std::mutex>& lock) {
  auto const listener = listener_;
  lock.unlock();
  if (listener) listener();
}

void Store::migrate() {
  database_.script("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT");
  std::size_t applied = 0;
  {
    Rows rows = database_.query("SELECT name FROM migrations ORDER BY name");
    for (; rows.step(); ++applied)
      if (applied >= migrations().size() || rows.text(0) != migrations()[applied].name)
        throw DatabaseError(0, "the data directory was written by another neargate (migration " +
                                   rows.text(0) + " is unknown here)");
  }
  for (; applied < migrations().size(); ++applied) {
    Migration const& migration = migrations()[applied];
    Transaction transaction(database_, true);
    database_.script(migration.sql);
    database_.run("INSERT INTO migrations (name) VALUES (?)", migration.name);
    transaction.commit();
  }
}

Store::Transaction::Transaction(Database& database, bool writes)
    : database_(database), changes_before_(database.total_changes()) {
  if (writes)
    database_.run("BEGIN IMMEDIATE");
  else
    database_.run("BEGIN");
}

Store::Transaction::~Transaction() {
  if (!open_) return;
  database_.keep_touched(false);
  try {
    database_.run("ROLLBACK");
  } catch (DatabaseError const&) {
    // SQLite has already rolled back by itself (disk full, I/O error): there is nothing left to undo.
  }
}

bool Store::Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
  database_.keep_touched(true);
  return database_.total_changes() != changes_before_;
}

}  // namespace neargate::state
