#pragma once
// One server for one data directory: whoever holds the lock runs. The kernel lets go of it when its holder
// dies, however it dies.

#include <filesystem>
#include <optional>
#include <string>

namespace neargate::server {

class DataLock final {
 public:
  /// DATA/lock. nullopt: somebody holds it. Throws std::system_error when the file cannot be made.
  static std::optional<DataLock> acquire(std::filesystem::path const& lock_file);

  /// Closes `descriptor` (and so lets go of its lock) when it goes.
  static DataLock adopt(int descriptor) { return DataLock(descriptor); }

  DataLock(DataLock&& other) noexcept;
  DataLock& operator=(DataLock&&) = delete;
  ~DataLock();

 private:
  explicit DataLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// Where the lock of an instance lies: in its data directory, or, for one that lives in memory, in
/// XDG_RUNTIME_DIR (else /tmp) under its id.
std::filesystem::path lock_file_of(std::string const& data, std::string const& instance);

/// Does a process hold this lock? A missing file is held by nobody.
bool is_held(std::filesystem::path const& lock_file);

}  // namespace neargate::server
