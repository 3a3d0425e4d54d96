// What a command found or did, before anyone decides how it looks: figures, tables, a sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/value.h"
#include "sheet/chart.h"

namespace tmis::cmd {

/// A column of a table. `key` is the JSON name; the heading is the text `column.<key>`, or `title`.
struct Column {
  /// set, code: people read the names of the field sets, or what it means in the code table
  /// `words`.
  enum class Kind { text, number, boolean, set, code };
  std::string key;
  Kind kind = Kind::text;
  std::string title{};
  std::string
      words{};       // on a terminal the value is shown as the text `words` + value: "state.item."
  int decimals = 0;  // of numbers that come as text: "12.5"
  bool spelled = false;  // a code that a later column spells out: a terminal leaves it out
};
using Kind = Column::Kind;

/// A column of codes before one that spells them out.
inline Column code_before_words(std::string key, std::string title = {}) {
  Column column{std::move(key), Kind::text, std::move(title)};
  column.spelled = true;
  return column;
}

struct Table {
  std::vector<Column> columns;
  std::vector<Values> rows;
  Values foot{};       // sums, for people: under the rows, neither sorted nor counted; may be empty
  std::string bars{};  // key of the column that a terminal shows as bars too
};

/// Printed as a sentence and aligned tables on a terminal, as TSV to a pipe, as one JSON document
/// with --json.
struct Answer {
  std::vector<std::pair<std::string, Value>> figures;  // JSON members, in this order
  std::vector<std::pair<std::string, Table>> tables;   // JSON arrays of objects
  std::vector<std::pair<std::string, bool>> booleans;  // JSON members before the figures
  std::string content;      // what was asked for, in lines for people; with --quiet too
  std::string text;         // a sentence or several about it, for people; not with --quiet
  std::string only_output;  // raw output that is neither (completion, checkpoints)
  Exit exit = Exit::ok;
  bool is_list = false;  // one table: {"items":[…],"total":N}
  std::uint64_t total = 0;
  std::vector<sheet::Chart> charts;  // of a list, in workbooks and on pages
  std::string note;                  // of a list, under the title of its page
  /// What its page shows instead of the list: heading and table.
  std::vector<std::pair<std::string, Table>> page;

  /// The event of what was done; null where nothing was (−1).
  Answer& event(std::int64_t seq) {
    figures.emplace_back("event", seq < 0 ? Value{} : Value{seq});
    return *this;
  }
  Answer& figure(std::string key, std::int64_t value) {
    figures.emplace_back(std::move(key), Value{value});
    return *this;
  }
  Answer& figure(std::string key, std::string value) {
    figures.emplace_back(std::move(key), Value{std::move(value)});
    return *this;
  }
};

/// A list-like answer of one table.
Answer list(Table table);
/// The first row of a table as an object, for `show`.
Answer object(const Table& table);

}  // namespace tmis::cmd
