// What the reader fuzzers share. An Error is a refusal and fine; anything else ends the run.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/source.h"

namespace tmis::fuzz {

/// A broken promise.
inline void require(bool kept) {
  if (!kept) std::abort();
}

using Rows = std::vector<std::vector<std::string>>;

/// All rows, or nothing when the file is refused. What every reader promises is checked on the way.
template <class Open>
std::optional<Rows> read(Open open) {
  try {
    const std::unique_ptr<Source> source = open();
    Rows rows;
    std::uint64_t before = 0;
    for (Line line; source->next(line);) {
      require(rows.empty() || line.number > before);
      before = line.number;
      require(line.used <= sheet::kColumns && line.used <= line.cells.size());
      std::size_t size = 0;
      auto& row = rows.emplace_back();
      for (std::size_t i = 0; i < line.used; ++i) {
        const std::string& text = line.cells[i].text;
        require(!bad_utf8(text) && text.find('\0') == std::string::npos);
        require(code_points(text) <= sheet::kCellCharacters);
        require(text.empty() == (line.cells[i].kind == Cell::Kind::empty));
        size += text.size();
        row.push_back(text);
      }
      require(size <= sheet::kRowBytes);
    }
    require(source->progress() >= 0 && source->progress() <= 1);
    return rows;
  } catch (const Error&) {
    return std::nullopt;
  }
}

inline std::optional<Rows> read(std::string bytes, const sheet::OpenOptions& options) {
  return read([&] { return sheet::open_bytes(std::move(bytes), options); });
}

}  // namespace tmis::fuzz
