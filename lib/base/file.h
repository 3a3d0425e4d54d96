// Files of the user's: read whole or mapped, written so that a crash leaves the old one or the new
// one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/interrupt.h"

namespace tmis {

/// The bytes of a file, mapped where possible, read from a pipe else (200 MiB at most). `path` "-"
/// is standard input. Throws file.missing, file.not-regular (a folder, a device), file.unreadable,
/// file.too-large.
class FileBytes {
 public:
  explicit FileBytes(const std::string& path);
  FileBytes(FileBytes&&) noexcept;
  FileBytes& operator=(FileBytes&&) = delete;
  ~FileBytes();

  std::string_view view() const { return {data_, size_}; }
  /// Whether the bytes are the file's own pages, which may be given back and come again.
  bool mapped() const { return mapped_; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  bool mapped_ = false;
  std::string read_;
};

/// The whole text of a small file (configuration, schemas). Throws file.too-large above 32 MiB.
std::string read_file(const std::string& path);

/// Writes `bytes` under a temporary name in the same folder with mode 0600, fsync, rename, fsync of
/// the folder. Throws file.unwritable.
void write_file(const std::string& path, std::string_view bytes);

/// The same in two steps, for writers that want a path: write to `path()`, then `commit()`. Without
/// commit the temporary file is removed.
/// Throws file.not-regular where a folder or a device has the name.
class OutputFile {
 public:
  explicit OutputFile(std::string target);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();
  const std::string& path() const { return temporary_; }
  /// Puts bytes behind those written so far.
  void append(std::string_view bytes);
  void commit();

 private:
  std::string target_;
  std::string temporary_;
  std::optional<Unfinished> unfinished_;
  bool done_ = false;
};

/// Throws file.unwritable with what errno says.
[[noreturn]] void unwritable(const std::string& path);
/// All of `bytes` into a descriptor. Throws file.unwritable naming `path`.
void write_all(int descriptor, std::string_view bytes, const std::string& path);

/// The folder that a file stands in; "." for a name alone.
std::string folder_of(const std::string& path);
/// fsync of the folder that a file stands in: its name is as lasting as its bytes.
void sync_folder_of(const std::string& path);

/// Lower-case ending without the dot: "xlsx" for "Pay.XLSX"; empty when there is none.
std::string file_ending(std::string_view path);
std::string file_name(std::string_view path);  // without folders
bool file_exists(const std::string& path);
/// Whether two paths lead to one file, also where it doesn't exist yet.
bool is_same_file(const std::string& a, const std::string& b);

/// Folder with schemas/ and help/: `share/tmis` beside the program (build folder) or one above it.
std::string data_folder();
/// Folder with the catalogues of texts.
std::string locale_folder();
std::string_view version();

}  // namespace tmis
