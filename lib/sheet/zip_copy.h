// A zip file written as a copy of another: some parts new, the others taken over as they are,
// compressed.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "sheet/zip_package.h"

namespace tmis::sheet {

/// Text that is written once and read once; in a file without a name when it is large.
class Scratch {
 public:
  explicit Scratch(std::string target);  // `target` is named in errors
  Scratch(Scratch&&) = default;
  Scratch& operator=(Scratch&&) = default;
  void write(std::string_view text);
  /// The file, from its beginning; the caller closes it.
  std::FILE* release();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string target_;
  std::unique_ptr<std::FILE, Close> file_;
};

/// New parts by name. One that the package has replaces it, others are added at the end.
using NewParts = std::map<std::string, Scratch>;

/// Writes `target`, mode 0600. Throws file.unwritable.
void copy_zip(ZipPackage& package, NewParts parts, const std::string& target);

}  // namespace tmis::sheet
