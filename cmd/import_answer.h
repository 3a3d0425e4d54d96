// What an import says, for accounts and records alike: counts, every bad cell, where the rejects
// went.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cmd/context.h"
#include "sheet/source.h"

namespace tmis::cmd {

/// What became of one file or sheet.
struct Imported {
  Origin origin;
  std::string set;
  std::uint64_t read = 0, accepted = 0, updated = 0, unchanged = 0, rejected = 0;
  const Findings* findings = nullptr;
  std::uint64_t unlisted = 0;  // findings that were not kept
  std::int64_t event = -1;
  bool stored = false;
  const std::vector<std::string>* kept = nullptr;  // records that a workbook has no more
  std::optional<std::uint64_t> removed = {};       // rows that left a list which was replaced
};

/// Prints it and gives the exit code: 3 when rows were refused.
Exit print_import(Context& ctx, const std::vector<Imported>& parts, bool partial,
                  const std::string& rejects);

/// `file, sheet, row 5, column C`.
std::string place_text(const Origin& origin, const Finding& finding);

}  // namespace tmis::cmd
