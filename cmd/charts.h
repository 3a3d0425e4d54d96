// Charts made of a table that is there already: one column the categories, others the series.
#pragma once

#include <string>
#include <vector>

#include "cmd/answer.h"

namespace tmis::cmd {

/// A series: the column's key, and its colour.
struct Drawn {
  std::string key;
  sheet::Tone tone = sheet::Tone::blue;
};

/// The first `most` rows of the table. Cells that are no numbers are not drawn.
sheet::Chart chart_of(const Table& table, sheet::Chart::Kind kind, std::string title,
                      const std::string& category, const std::vector<Drawn>& series,
                      std::size_t most = 60);

}  // namespace tmis::cmd
