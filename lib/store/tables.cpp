// Reads tables.sql: a comment line `-- V 201: …` opens a paragraph, each column stands on a line of
// its own.
#include "store/tables.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace tmis::embedded {
extern const std::string_view tables_sql;
}

namespace tmis::store {
namespace {

constexpr std::string_view kEvidence =
    "row INTEGER PRIMARY KEY, version INTEGER NOT NULL, cv INTEGER NOT NULL, salt BLOB NOT NULL, "
    "seq INTEGER NOT NULL, idx INTEGER NOT NULL";

bool opens_paragraph(std::string_view line) {
  return line.size() > 6 && line.starts_with("-- ") && line[4] == ' ' && line[5] >= '0' &&
         line[5] <= '9';
}

/// Whether a line inside CREATE TABLE names a column (and not a constraint of the table).
bool names_column(std::string_view word) {
  return word != "UNIQUE" && word != "PRIMARY" && word != "{evidence}," && !word.starts_with(")");
}

/// Takes one statement (up to `;`) of a paragraph apart.
void add_statement(TableDef& table, std::string_view statement) {
  std::string sql{statement};
  if (sql.starts_with("CREATE TABLE ")) {
    const auto lines = split(statement, '\n');
    table.name = std::string{split(lines[0], ' ')[2]};
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::string_view word = split(trimmed(lines[i]), ' ')[0];
      if (names_column(word)) table.columns.push_back({std::string{word}, 1});
    }
    if (const auto at = sql.find("{evidence}"); at != std::string::npos)
      sql.replace(at, 10, kEvidence);
  }
  table.sql.push_back(std::move(sql));
}

std::vector<TableDef> read(std::string_view text) {
  std::vector<TableDef> tables;
  std::string statement;
  for (const std::string_view line : split(text, '\n')) {
    if (opens_paragraph(line)) {
      tables.emplace_back();
      tables.back().kind = static_cast<TableClass>(line[3]);
      tables.back().number = static_cast<std::uint16_t>(std::stoi(std::string{line.substr(5)}));
    } else if (!line.starts_with("--") && !trimmed(line).empty()) {
      statement.append(statement.empty() ? "" : "\n").append(line);
      if (statement.ends_with(';')) {
        statement.pop_back();
        add_statement(tables.back(), statement);
        statement.clear();
      }
    }
  }
  return tables;
}

}  // namespace

std::string_view evidence_columns() { return kEvidence; }

std::size_t TableDef::column(std::string_view column_name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnDef& c) { return c.name == column_name; });
  if (found == columns.end()) bug(name + "." + std::string{column_name});
  return static_cast<std::size_t>(found - columns.begin());
}

const std::vector<TableDef>& program_tables() {
  static const std::vector<TableDef> tables = read(embedded::tables_sql);
  return tables;
}

const TableDef& program_table(std::string_view name) {
  const auto& tables = program_tables();
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const TableDef& t) { return t.name == name; });
  if (found == tables.end()) bug(name);
  return *found;
}

}  // namespace tmis::store
