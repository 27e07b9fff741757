#include "registry/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace neargate::registry {

namespace {

[[noreturn]] void fail(std::string const& doing) {
  throw std::system_error(errno, std::generic_category(), doing);
}

File open_file(std::filesystem::path const& path, int flags) {
  int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (descriptor < 0) fail("open " + path.string());
  return File(descriptor);
}

}  // namespace

File::~File() {
  if (is_open()) ::close(descriptor_);
}

File File::create(std::filesystem::path const& path) {
  return open_file(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
}
File File::append(std::filesystem::path const& path) { return open_file(path, O_WRONLY | O_APPEND); }
File File::read(std::filesystem::path const& path) { return open_file(path, O_RDONLY); }

std::uint64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail("fstat");
  return static_cast<std::uint64_t>(status.st_size);
}

void File::write(std::span<std::byte const> bytes) {
  while (!bytes.empty()) {
    ssize_t const written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

std::size_t File::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    ssize_t const got = ::pread(descriptor_, buffer.data() + filled, buffer.size() - filled,
                                static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

void File::start_writing_back(std::uint64_t offset, std::uint64_t length) {
  // Only a hint: sync() is what promises, so a refusal (another file system) changes nothing.
  ::sync_file_range(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(length),
                    SYNC_FILE_RANGE_WRITE);
}

void File::sync() {
  if (::fdatasync(descriptor_) != 0) fail("fdatasync");
}

void sync_directory(std::filesystem::path const& directory) {
  File const handle(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open()) fail("open " + directory.string());
  if (::fsync(handle.descriptor()) != 0) fail("fsync " + directory.string());
}

}  // namespace neargate::registry
