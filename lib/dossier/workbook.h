// Dossiers as workbooks to fill in and bring back: a sheet a table, the rows that are there with a
// mark of record and version. What the marked version said stands in the file's history: only what
// was changed in the workbook comes in, and what both changed is a conflict.
//
// The last two columns of each sheet are `state` and `mark` (TABLE#ROW@VERSION). The hidden sheet
// `_tmis` has lines of two cells: format tmis/workbook/1, file (its id), event (the last one when
// it was made), masked 0|1, sheet-set NAME SET for each table, teacher NUMBER for each person.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "journal/desk.h"
#include "people/person.h"
#include "schema/display.h"
#include "sheet/source.h"

namespace tmis::dossier {

struct WorkbookOptions {
  std::string out;  // .xlsx: one for all; else a folder with one a person
  std::string teacher = {};
  std::string org_code = {}, department = {};
  bool masked = false;
};
struct WorkbooksWritten {
  std::int64_t persons = 0, rows = 0;
  std::int64_t event = -1;
};
/// Who may not fill in gets none. Teachers get their own, without the school's tables. Throws
/// denied.*, key.needed, file.ending, file.unwritable.
WorkbooksWritten write_workbooks(Desk& desk, const WorkbookOptions& how);

/// The text that a workbook has for a value: a label that means the code again, else the code.
std::string workbook_text(const schema::Field& field, const Value& value);
/// The same, hidden.
std::string workbook_hidden(const schema::Field& field, const Value& value);

/// What a row of a workbook was and is in the file.
struct MarkedRow {
  std::int64_t teacher = 0, record = 0;
  std::uint32_t version = 0;  // of the live row
  std::vector<bool> touched;  // by field: the workbook says something else than it was given
  Values base;                // as the workbook was given it
  const Code* fault = nullptr;
  Args args;
  std::string mark;
};

class FilledWorkbook;

/// One sheet of a workbook that came back: rows that nobody touched are left out, untouched cells
/// of the others are empty. One thread reads; `row` may be asked for what was read.
class WorkbookSheet : public Source {
 public:
  WorkbookSheet(Desk& desk, FilledWorkbook& book, const schema::FieldSet& set,
                std::unique_ptr<Source> inner);
  bool next(Line& line) override;
  double progress() const override { return inner_->progress(); }
  std::string_view bytes() const override { return inner_->bytes(); }
  void for_each_piece(const std::function<void(std::string_view)>& visit) const override {
    inner_->for_each_piece(visit);
  }

  /// The row of this line; nullptr for a new one.
  const MarkedRow* row(std::uint64_t line) const;
  std::uint64_t untouched() const { return untouched_; }
  std::uint32_t mark_column() const { return static_cast<std::uint32_t>(mark_at_ + 1); }
  /// Records that stood in the workbook, are still there, and are no row of it any more.
  std::vector<std::string> kept() const;
  const FilledWorkbook& book() const { return book_; }

 private:
  bool is_title(Line& line);
  bool take(Line& line);
  bool take_new(Line& line) const;
  bool take_marked(Line& line, MarkedRow& row);
  bool find(MarkedRow& row, std::uint64_t line);
  std::optional<Values> version(std::int64_t record, std::uint32_t version) const;

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  Desk& desk_;
  FilledWorkbook& book_;
  const schema::FieldSet& set_;
  std::unique_ptr<Source> inner_;
  std::size_t mark_at_ = kNone, state_at_ = kNone, who_at_ = kNone;
  std::vector<std::size_t> field_of_;
  std::unordered_map<std::uint64_t, MarkedRow> rows_;
  std::unordered_map<std::int64_t, std::uint64_t> seen_;  // record, line
  std::uint64_t untouched_ = 0;
};

/// A workbook that came back.
class FilledWorkbook {
 public:
  /// Nullptr for one that isn't ours. Throws workbook.malformed, workbook.other-file (3).
  static std::unique_ptr<FilledWorkbook> open(Desk& desk, const std::string& path);

  struct Sheet {
    const schema::FieldSet* set = nullptr;
    std::unique_ptr<WorkbookSheet> source;
  };
  std::vector<Sheet>& sheets() { return sheets_; }
  const std::vector<std::string>& passed_over() const { return passed_over_; }
  const std::string& path() const { return path_; }
  std::int64_t event() const { return event_; }
  const std::vector<std::string>& numbers() const { return numbers_; }
  /// Rows of the persons in it.
  bool holds(std::int64_t teacher) const { return teachers_.contains(teacher); }
  const std::unordered_set<std::int64_t>& teachers() const { return teachers_; }

 private:
  explicit FilledWorkbook(const std::string& path) : path_(path) {}
  void read_marks(Desk& desk, Source& marks);

  std::string path_;
  std::int64_t event_ = 0;
  std::unordered_map<std::string, const schema::FieldSet*> set_of_;  // by sheet
  std::vector<std::string> numbers_;
  std::unordered_set<std::int64_t> teachers_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> passed_over_;
};

}  // namespace tmis::dossier
