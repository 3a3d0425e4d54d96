// Whether SQLite finds the file whole.
#include "base/error.h"
#include "store/database.h"

namespace tmis::store {
namespace {

std::vector<std::string> complaints_now(Database& db) {
  std::vector<std::string> found;
  auto integrity = db.statement("PRAGMA integrity_check");
  while (integrity.step()) {
    if (integrity.text(0) != "ok") found.emplace_back(integrity.text(0));
  }
  try {
    auto keys = db.statement("PRAGMA foreign_key_check");
    while (keys.step()) {  // what refers to nothing, by its number if it has one, and to what
      std::string row{keys.text(0)};
      if (!keys.is_null(1)) row.append("#").append(keys.text(1));
      found.push_back(row + " → " + std::string{keys.text(2)});
    }
  } catch (const Error& error) {
    if (error.code().exit == Exit::unavailable) throw;
    // An altered schema, whose tables no longer fit each other.
    found.emplace_back("foreign_key_check");
  }
  return found;
}

}  // namespace

std::vector<std::string> Database::complaints() {
  // Where memory or the disk refuses a page, the check calls that a fault of the page and goes on:
  // what a second look doesn't see was none.
  if (complaints_now(*this).empty()) return {};
  return complaints_now(*this);
}

}  // namespace tmis::store
