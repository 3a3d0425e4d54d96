// A line of a file to a row of a field set: the cells to values, then the rules over them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "base/error.h"
#include "schema/field_set.h"
#include "schema/heading.h"
#include "schema/rules.h"

namespace tmis::schema {

/// A row as it came, its memory used again for the next.
struct IncomingRow {
  Values values;                 // by field; null: an empty cell or none
  std::vector<bool> given;       // by field: whether the file has such a column
  std::vector<bool> unreadable;  // by field: the cell is no value; a finding says so
  Who who;
  std::string name;  // of the teacher, where the file has it beside the number
  std::uint64_t line = 0;
};

/// One reader may serve several threads at once.
class RowReader {
 public:
  /// The heading must have a column that names the teacher, as HeadingFinder::find sees to.
  RowReader(const FieldSet& set, Heading heading, Day today);

  /// Cells to values; faults of single cells go to `findings`. False for a line to pass over:
  /// empty, or a note below the table. Throws heading.unknown (3) at the first line that fills a
  /// column which is no field.
  bool read(const Line& line, IncomingRow& out, Findings& findings) const;
  /// The rules over a row, which may have been merged with the stored one.
  void check(const Values& row, const IncomingRow& incoming, Findings& findings) const;

  /// A finding at a field of a row, with its label and value; masked where the field is sensitive.
  Finding finding(const Code& code, std::uint64_t line, std::size_t field, const Value& value,
                  Args args = {}) const;
  /// The same at the column that names the teacher.
  Finding who_finding(const Code& code, const IncomingRow& row, Args args = {}) const;
  /// The same at the column with the teacher's name.
  Finding name_finding(const Code& code, const IncomingRow& row) const;
  std::uint32_t who_column() const;
  const Heading& heading() const { return heading_; }

 private:
  bool passed_over(const Line& line) const;
  void refuse_unknown(const Line& line) const;
  void read_name(const Line& line, IncomingRow& out) const;
  void read_who(const Line& line, IncomingRow& out, Findings& findings) const;
  std::uint32_t column(std::size_t field) const;

  const FieldSet& set_;
  Heading heading_;
  Day today_;
  bool who_is_field_;  // the column that names the teacher is a field of the table itself
  std::vector<bool> given_;
};

/// Whether a text stands below a table rather than in it: a total, a remark, a line to sign on.
bool is_below_table(std::string_view text);

/// Digits that give a person away: `430102********2015`.
std::string masked_identity(std::string_view number);
/// A text with every identity number in it (18 signs of GB 11643 with a right check digit) masked:
/// files are called by them, `photo/430102…2015.jpg`.
std::string with_masked_identities(std::string text);

}  // namespace tmis::schema
