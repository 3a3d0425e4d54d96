// A part copied while it is parsed, with pieces put in or replaced on the way.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sheet/xml.h"

namespace tmis::sheet {

/// To be used by a handler: at each event the present tag can be read, replaced or have text put
/// before it. All else is copied.
class Splice {
 public:
  using Write = std::function<void(std::string_view)>;

  Splice(ZipPackage& package, std::size_t part, XmlHandler& handler, Write write);
  /// Copies the part. Throws xlsx.broken for one that is not in UTF-8.
  void run();

  /// The present tag as it stands. For the end of an empty element: nothing.
  std::string tag() const;
  /// Puts `text` before the present tag.
  void insert(std::string_view text);
  /// Puts `text` in the place of the present tag.
  void replace(std::string_view text);

 private:
  void copy_to(std::uint64_t offset);

  ZipPackage& package_;
  std::size_t part_;
  Write write_;
  XmlReader reader_;
  std::string pending_;      // read and not yet written
  std::uint64_t first_ = 0;  // offset of pending_ in the part
};

}  // namespace tmis::sheet
