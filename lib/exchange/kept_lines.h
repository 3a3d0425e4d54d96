// Inside this room: what is kept of a package when the file itself is gone, as rows of
// package_proof: lines as they stood in a payload (report_lines), gzip. In this order:
//   without a teacher   its own word; of a report that was read also chain, events and checkpoint
//                       then, a row each, the same of the packages by which its sender got dossiers
//   with a teacher      the rows of a dossier, then those that it had in the files below
// The word: {"package": {"manifest": TEXT, "signatures": ["KEY MEANING BASE64"]}}
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "exchange/package_file.h"
#include "journal/transaction.h"

namespace tmis::exchange {

std::string to_line(const PackageWord& word);
/// Throws package.damaged.
PackageWord word_of_line(std::string_view line);

void keep_lines(journal::Transaction& tx, std::int64_t package, std::optional<std::int64_t> teacher,
                const std::vector<std::string>& lines);

/// Where what is kept can't be read, the error names the package.
template <class Work>
auto of_package(const std::string& id, Work work) {
  try {
    return work();
  } catch (const Error& error) {
    if (&error.code() != &codes::package_damaged) throw;
    throw Error{codes::package_damaged, {arg("file", id)}};
  }
}

/// One row of package_proof.
struct KeptLines {
  std::int64_t package = 0;  // row
  std::string id;            // of the package
  std::optional<std::int64_t> teacher;
  std::vector<std::string> lines;
};
/// What is kept of a package: of the whole, or of its dossiers, all or one. Throws package.damaged.
std::vector<KeptLines> kept_of_package(store::Database& db, std::int64_t package);
std::vector<KeptLines> kept_of_dossiers(store::Database& db, std::int64_t package,
                                        std::optional<std::int64_t> teacher);
/// Of the last package that brought a dossier into this file.
std::optional<KeptLines> kept_last(store::Database& db, std::int64_t teacher);

}  // namespace tmis::exchange
