#include "server/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "server/config.h"

namespace neargate::server {

std::optional<DataLock> DataLock::acquire(std::filesystem::path const& lock_file) {
  int const descriptor = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), lock_file.string());
  DataLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return std::nullopt;
}

DataLock::DataLock(DataLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

DataLock::~DataLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path lock_file_of(std::string const& data, std::string const& instance) {
  if (data != in_memory) return std::filesystem::path(data) / "lock";
  char const* const runtime = std::getenv("XDG_RUNTIME_DIR");
  std::filesystem::path const folder = runtime && *runtime ? runtime : "/tmp";
  return folder / ("neargate-" + instance + ".lock");
}

bool is_held(std::filesystem::path const& lock_file) {
  int const descriptor = ::open(lock_file.c_str(), O_RDONLY | O_CLOEXEC);
  // A file that we may not even open belongs to somebody else: leave what is theirs alone.
  if (descriptor < 0) return errno != ENOENT && errno != ENOTDIR;
  DataLock const closes = DataLock::adopt(descriptor);
  return ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
}

}  // namespace neargate::server
