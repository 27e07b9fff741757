#pragma once
// A file descriptor, closed when its owner goes.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

namespace neargate::registry {

/// Move-only. Every failure throws std::system_error, naming the path.
class File final {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File();

  static File create(std::filesystem::path const& path);  ///< new and empty, for appending
  static File append(std::filesystem::path const& path);  ///< existing, for appending
  static File read(std::filesystem::path const& path);    ///< existing, for reading

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  std::uint64_t size() const;

  void write(std::span<std::byte const> bytes);  ///< all of them, or throws
  /// Reads at `offset` into `buffer`; fewer bytes only at the end of the file.
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const;
  /// Asks the kernel to begin writing this range to the disk now, so that sync() finds little left to do.
  void start_writing_back(std::uint64_t offset, std::uint64_t length);
  void sync();

 private:
  int descriptor_ = -1;
};

/// Makes a rename or a creation inside the directory durable.
void sync_directory(std::filesystem::path const& directory);

}  // namespace neargate::registry
