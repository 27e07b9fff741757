#pragma once
// The store: one database, one lock, whole transactions. After a commit that changed something it calls the
// listener (the reconciler's wake-up); what changed is not told, the listener looks.

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <type_traits>

#include "state/database.h"
#include "state/journal.h"

namespace neargate::state {

class Store final {
 public:
  /// Opens `directory`/neargate.db (created when missing, with the migrations that it lacks), or ":memory:".
  /// Throws DatabaseError: unreadable, or written by a newer neargate.
  explicit Store(std::string const& directory);

  /// Runs `work(Database&)` in one BEGIN IMMEDIATE … COMMIT; a throw rolls back. Nested calls are an error.
  template <class Work>
  auto transact(Work&& work) {
    std::unique_lock lock(mutex_);
    Transaction transaction(database_, true);
    if constexpr (std::is_void_v<std::invoke_result_t<Work, Database&>>) {
      work(database_);
      finish(lock, transaction);
    } else {
      auto result = work(database_);
      finish(lock, transaction);
      return result;
    }
  }

  /// Runs `work(Database&)` in one read transaction: it sees one state of the world.
  template <class Work>
  auto read(Work&& work) {
    std::lock_guard const lock(mutex_);
    Transaction const transaction(database_, false);
    return work(database_);
  }

  /// Called after each commit that changed rows, outside the lock, on the committing thread.
  void on_commit(std::function<void()> listener);
  /// From now on the changes of each transaction are told (journal.h), in the order of the commits, under the
  /// lock: the listener is quick, throws nothing, and asks nothing of the store.
  void keep_journal(std::function<void(std::vector<JournalEntry> const&)> listener);

 private:
  /// Rolls back unless committed.
  class Transaction final {
   public:
    Transaction(Database& database, bool writes);
    ~Transaction();
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;
    bool commit();  ///< true when rows changed

   private:
    Database& database_;
    std::int64_t changes_before_;
    bool open_ = true;
  };

  void finish(std::unique_lock<std::mutex>& lock, Transaction& transaction);
  void notify(std::unique_lock<std::mutex>& lock);
  void migrate();

  std::mutex mutex_;
  Database database_;
  std::function<void()> listener_;
  std::function<void(std::vector<JournalEntry> const&)> journal_;
  bool journal_is_open_ = false;
};

/// The path of the database file below a data directory; ":memory:" stays as it is.
std::string database_path(std::string const& directory);

}  // namespace neargate::state
