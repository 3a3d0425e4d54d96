// Where text goes that is being written: a file that appears whole when it is finished, or a
// stream.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"

namespace tmis::sheet {

class Sink {
 public:
  explicit Sink(const std::string& path);  // a new file, mode 0600
  explicit Sink(std::ostream& out);        // each write at once; its failures are the caller's
  ~Sink();
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  void write(std::string_view text);
  /// Everything is written, under a temporary name still. Throws file.unwritable, as write does.
  void close();
  /// The file takes its name. Throws file.unwritable.
  void finish();

 private:
  void flush();

  std::string path_;
  std::unique_ptr<OutputFile> file_;
  std::ostream* out_ = nullptr;
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace tmis::sheet
