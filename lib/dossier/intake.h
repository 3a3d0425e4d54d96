// One table's way in: rows of a source checked against the field set and what the file holds
// already. Inside this room: `import` puts what comes out of it into a transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "campaign/lock.h"
#include "dossier/import.h"
#include "dossier/rows.h"
#include "dossier/workbook.h"
#include "journal/field_rows.h"
#include "people/person.h"
#include "people/teachers.h"
#include "schema/heading.h"
#include "schema/row_reader.h"

namespace tmis::dossier {

/// Checks all rows without a lock on the file, so that a sheet full of faults keeps nobody waiting.
class Intake {
 public:
  Intake(Desk& desk, const schema::FieldSet& set, const Permit& permit,
         const people::Teachers& teachers, const ImportOptions& how, WorkbookSheet* workbook);

  /// Self-entry is closed, for this reason, but for items that the audit opened to their teacher.
  void only_opened(Args closed) { closed_ = std::move(closed); }
  /// Reads the source to its end. Faults go to the report, good rows to `rows`.
  void read(Source& source, ImportReport& report);

  const schema::FieldSet& set() const { return set_; }
  const Rows& rows() const { return rows_; }

 private:
  /// A row on its way, its memory used again for the next.
  struct Passage {
    schema::IncomingRow incoming;
    std::optional<std::int64_t> by_identity;  // whose row it is, where an identity number says it
    Rows::Head head;
    Values values;
    std::string key;
    Findings findings;
    bool passed_over = false;  // an empty line, or a note
    bool checked = false;      // the rules have been asked
  };
  /// Lines that travel together: parsed here, prepared on another thread, taken in order here.
  struct Batch {
    std::vector<Line> lines;
    std::vector<Passage> rows;
    std::size_t used = 0;
  };

  bool fill(Source& source, Batch& batch) const;
  void prepare(const Line& line, Passage& row, const Passage* before) const;
  void take(Passage& row, ImportReport& report);
  bool find_teacher(Passage& row);
  void check_name(Passage& row);
  void merge(Passage& row);
  bool find_marked(Passage& row, const MarkedRow& marked);
  void merge_marked(Passage& row, const MarkedRow& marked);
  void compare_new(Passage& row);
  void tell_stale(Passage& row, std::size_t field, const Value& base, const Value& present);
  void tell_unknown(Passage& row);
  void check_step(Passage& row);
  void check_key_data(Passage& row);
  void check_business(Passage& row, const journal::Record* known);
  bool check_key(Passage& row);
  bool check_none(Passage& row);
  void check_open(Passage& row);
  void read_rows(Source& source, ImportReport& report);
  void refuse(Passage& row, ImportReport& report);
  std::size_t first_field() const;  // where a fault of the whole row is shown
  void add(Passage& row, const Code& code, std::size_t field, Args args = {});

  Desk& desk_;
  const schema::FieldSet& set_;
  const Permit& permit_;
  const people::Teachers& teachers_;
  const ImportOptions& how_;
  WorkbookSheet* workbook_;
  const store::TableDef& table_;
  std::string hash_key_;  // of the keys by which rows are found
  bool empty_table_;
  bool rules_first_;  // nothing is merged into a row, so that its rules can be asked at once
  std::string select_known_;
  std::optional<schema::RowReader> reader_;
  Rows rows_;
  SeenKeys seen_;
  struct Nones {
    bool none = false, real = false;
  };
  std::unordered_map<std::int64_t, Nones> nones_;
  std::unordered_set<std::int64_t> left_;     // whose employment has ended
  std::optional<Args> closed_;                // why other rows than those that were opened are
  std::vector<std::size_t> kept_by_program_;  // fields that no hand fills in
  journal::Record known_;
  people::Person named_;  // the last one whose name was compared
};

}  // namespace tmis::dossier
