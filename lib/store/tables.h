// What tables a file has, and of which class; read from tables.sql, the map of the file.
// Making the 28 tables of the field sets is left to journal/field_table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tmis::store {

/// J journal, V evidence, D derived, L local: who relies on it, and whether verifying covers it.
enum class TableClass : char { journal = 'J', evidence = 'V', derived = 'D', local = 'L' };

struct ColumnDef {
  std::string name;
  std::uint32_t since = 1;  // schema version that added it; older rows don't hash it
};

/// One table: number, class, the columns that its commitment covers, and its SQL.
struct TableDef {
  std::uint16_t number = 0;
  std::string name;
  TableClass kind = TableClass::evidence;
  std::vector<ColumnDef> columns;  // without row and the columns of evidence
  std::vector<std::string> sql;    // CREATE TABLE first, then its indexes

  /// Place of a column in `columns`; a name that isn't there is a bug (internal).
  std::size_t column(std::string_view column_name) const;
};

/// The SQL of the columns that every row of evidence has, `row` first.
std::string_view evidence_columns();

/// All tables of tables.sql, in its order.
const std::vector<TableDef>& program_tables();
/// One of them by name; a name that isn't there is a bug (internal).
const TableDef& program_table(std::string_view name);

}  // namespace tmis::store
