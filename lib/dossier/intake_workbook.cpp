// Rows of workbooks that came back, merged three ways: what they were given, what the file has now,
// what they say.
#include <algorithm>

#include "base/text.h"
#include "dossier/intake.h"
#include "schema/row_reader.h"

namespace tmis::dossier {

/// A marked row is that of its record, whatever number stands beside it.
bool Intake::find_marked(Passage& row, const MarkedRow& marked) {
  if (marked.fault != nullptr) {
    Finding fault{marked.fault, row.head.line, workbook_->mark_column(), {}, {}, marked.args};
    fault.value = shown(shortened(marked.mark, 60));
    row.findings.assign(1, std::move(fault));
    return false;
  }
  std::erase_if(row.findings, [&](const Finding& f) {
    return f.column == reader_->who_column() && f.code == &codes::value_required;
  });
  row.head.teacher = static_cast<std::uint32_t>(marked.teacher);
  return true;
}

void Intake::merge_marked(Passage& row, const MarkedRow& marked) {
  row.values.swap(row.incoming.values);
  known_ = journal::find_record(desk_, set_, "r.row = ?", marked.record).value();
  row.head.record = static_cast<std::uint32_t>(known_.row);
  row.head.version = known_.version;
  row.head.same = true;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const Value& base = marked.base[i];
    const Value& present = known_.values[i];
    Value& said = row.values[i];
    if (!set_.fields[i].stored()) continue;
    const bool changed =
        marked.touched[i] && !row.incoming.unreadable[i] && !(said == base) && !(said == present);
    if (changed && !(base == present)) tell_stale(row, i, base, present);
    if (!changed) said = present;
    if (changed) row.head.same = false;
  }
  row.key = journal::record_key(set_, hash_key_, row.values);  // not of the touched cells alone
  // What stands in the file already is judged elsewhere (record check).
  row.checked = row.checked || row.head.same;
  if (row.head.same) return;
  if (!(row.key == known_.head.key)) {
    auto other =
        desk_.db.statement("SELECT row FROM \"" + set_.id + "\" WHERE teacher = ? AND key = ?");
    other.bind(1, marked.teacher).bind_blob(2, row.key);
    if (other.step())
      add(row, codes::record_exists, first_field(), {arg("table", set_.label.here())});
  }
  check_step(row);
}

/// A new row of a workbook that the file has by now: what it says must be what stands there;
/// nothing is written over unseen.
void Intake::compare_new(Passage& row) {
  row.head.same = true;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const Value& present = known_.values[i];
    if (!set_.fields[i].stored()) continue;
    if (!row.values[i].is_null() && !(row.values[i] == present) && !row.incoming.unreadable[i])
      tell_stale(row, i, Value{}, present);
    if (row.values[i].is_null()) row.values[i] = present;
  }
}

void Intake::tell_stale(Passage& row, std::size_t field, const Value& base, const Value& present) {
  const schema::Field& f = set_.fields[field];
  const auto said = [&](const Value& value) {
    if (value.is_null()) return std::string{};
    return f.sensitive ? workbook_hidden(f, value) : shown(shortened(workbook_text(f, value), 60));
  };
  add(row, codes::record_stale, field, {arg("base", said(base)), arg("present", said(present))});
}

}  // namespace tmis::dossier
