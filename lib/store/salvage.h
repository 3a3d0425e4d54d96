// Reading what is left of a damaged SQLite file, table by table. Which tables there should be, and
// what the rows are worth, is left to the floors above.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/database.h"

namespace tmis::store {

/// A damaged file, of which only a copy is opened: the file itself, and a log beside it, stay byte
/// for byte what they were.
class Wreck {
 public:
  /// `copy` is where a working copy may stand until this is destroyed; it has mode 0600. Throws
  /// file.missing, file.unreadable, db.nothing-to-salvage (8) when SQLite sees no tables in it.
  Wreck(const std::string& path, const std::string& copy);
  Wreck(const Wreck&) = delete;
  Wreck& operator=(const Wreck&) = delete;
  ~Wreck();

  /// The working copy.
  const std::string& path() const;
  /// Whether SQLite has nothing against it.
  bool sound();

  /// Puts every row of `table` that can still be read into the table of the same name of `into`;
  /// what doesn't fit there is left out. Pages that can't be read are passed over by asking for the
  /// rows before, behind and between them by their keys.
  struct Found {
    std::int64_t rows = 0;
    bool unread = false;  // there was a page, a row or a whole table that couldn't be read
  };
  Found copy(const std::string& table, Database& into);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace tmis::store
