// Headings and cells are those that people see in the table.
#include "cmd/charts.h"

#include <algorithm>

#include "cmd/console/console.h"

namespace tmis::cmd {
namespace {

std::size_t place_of(const Table& table, const std::string& key) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& c) { return c.key == key; });
  if (found == table.columns.end()) bug("no column " + key);
  return static_cast<std::size_t>(found - table.columns.begin());
}

}  // namespace

sheet::Chart chart_of(const Table& table, sheet::Chart::Kind kind, std::string title,
                      const std::string& category, const std::vector<Drawn>& series,
                      std::size_t most) {
  sheet::Chart out;
  out.kind = kind;
  out.title = std::move(title);
  const std::size_t names = place_of(table, category);
  out.category = heading(table.columns[names]);
  const std::size_t rows = std::min(most, table.rows.size());
  for (std::size_t r = 0; r < rows; ++r)
    out.categories.push_back(shown_cell(table.columns[names], table.rows[r][names]));
  for (const Drawn& drawn : series) {
    const std::size_t at = place_of(table, drawn.key);
    sheet::Series one{heading(table.columns[at]), {}, drawn.tone, false};
    for (std::size_t r = 0; r < rows; ++r) {
      const Value& value = table.rows[r][at];
      one.values.push_back(value.kind == Value::Kind::integer
                               ? std::optional{static_cast<double>(value.number)}
                               : std::nullopt);
    }
    out.series.push_back(std::move(one));
  }
  return out;
}

}  // namespace tmis::cmd
