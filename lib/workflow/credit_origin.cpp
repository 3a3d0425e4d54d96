// One reading of both tables: their rows look alike.
#include "workflow/credit_origin.h"

namespace tmis::workflow {

std::optional<CreditOrigin> origin_of(Desk& desk, const OriginTable& table, std::int64_t here) {
  auto rows = desk.db.statement("SELECT row, file, there FROM " + std::string{table.name} +
                                " WHERE " + std::string{table.column} + " = ?");
  rows.with(here);
  if (!rows.step()) return std::nullopt;
  return CreditOrigin{rows.integer(0), std::string{rows.text(1)}, rows.integer(2)};
}

std::optional<std::int64_t> row_from(Desk& desk, const OriginTable& table, std::string_view file,
                                     std::int64_t there) {
  if (file == desk.file_id()) return there;
  auto rows = desk.db.statement("SELECT " + std::string{table.column} + " FROM " +
                                std::string{table.name} + " WHERE file = ? AND there = ?");
  rows.with(file, there);
  return rows.step() ? std::optional{rows.integer(0)} : std::nullopt;
}

}  // namespace tmis::workflow
