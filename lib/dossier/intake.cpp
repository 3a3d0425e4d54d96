// The order of the checks is the order in which a clerk would want to hear of them: whose row, its
// cells, the rules over the merged row, then what the file says about it.
#include "dossier/intake.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <thread>

#include "access/machine.h"
#include "base/error.h"
#include "base/ordered_work.h"
#include "dossier/business.h"
#include "dossier/item.h"
#include "dossier/opening.h"
#include "people/timeline.h"
#include "schema/normalise.h"

namespace tmis::dossier {
namespace {

constexpr std::size_t kLines = 512;  // in a batch
constexpr std::size_t kBatches = 6;  // under way at once
/// More would not leave room for the rest under 512 MiB; a spreadsheet's million rows need a third
/// of it.
constexpr std::size_t kMostBytes = std::size_t{384} << 20;

std::uint64_t fingerprint(std::int64_t teacher, std::string_view key) {
  std::uint64_t n = 0;
  if (key.size() >= sizeof n) std::memcpy(&n, key.data(), sizeof n);
  return n ^ (static_cast<std::uint64_t>(teacher) * 0x9E3779B97F4A7C15U);
}

}  // namespace

Intake::Intake(Desk& desk, const schema::FieldSet& set, const Permit& permit,
               const people::Teachers& teachers, const ImportOptions& how, WorkbookSheet* workbook)
    : desk_(desk),
      set_(set),
      permit_(permit),
      teachers_(teachers),
      how_(how),
      workbook_(workbook),
      table_(desk.table(set)),
      hash_key_(desk.hash_key(set)),
      empty_table_(
          desk.db.number("SELECT count(*) FROM (SELECT 1 FROM \"" + set.id + "\" LIMIT 1)") == 0),
      select_known_("SELECT " + journal::record_columns(table_, "r") + " FROM \"" + set.id +
                    "\" r WHERE r.teacher = ? AND r.key = ?") {
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    if (!set.fields[i].by_hand()) kept_by_program_.push_back(i);
  }
  rules_first_ = empty_table_ && kept_by_program_.empty() && workbook == nullptr;
  left_ = people::gone_on(desk.db, desk.today());
}

void Intake::read(Source& source, ImportReport& report) {
  report.origin = source.origin();
  report.set = set_.id;
  try {
    reader_.emplace(set_, schema::HeadingFinder{set_}.find(source), desk_.today());
    read_rows(source, report);
    if (workbook_ != nullptr) {
      report.read += workbook_->untouched();
      report.unchanged += workbook_->untouched();
      report.kept = workbook_->kept();
    }
    // A file without rows shows nothing of what its columns are for.
    const schema::Heading& heading = reader_->heading();
    if (report.read == 0 && !heading.unknown.empty())
      schema::refuse_heading(heading.row, heading.unknown);
  } catch (Error& error) {
    throw error.in(source.origin().name, source.origin().sheet);
  }
  seen_ = {};  // room for the writing
}

void Intake::read_rows(Source& source, ImportReport& report) {
  std::vector<Batch> batches(kBatches);
  OrderedWork<Batch> work{std::max(1U, std::thread::hardware_concurrency()), [&](Batch& batch) {
                            const Passage* before = nullptr;
                            for (std::size_t i = 0; i < batch.used; ++i) {
                              prepare(batch.lines[i], batch.rows[i], before);
                              if (!batch.rows[i].passed_over) before = &batch.rows[i];
                            }
                          }};
  std::size_t next = 0;
  for (; next < batches.size() && fill(source, batches[next]); ++next) work.hand_in(batches[next]);
  while (Batch* batch = work.take()) {
    for (std::size_t i = 0; i < batch->used; ++i) {
      if (batch->rows[i].passed_over) continue;
      ++report.read;
      take(batch->rows[i], report);
    }
    if (rows_.bytes() > kMostBytes) throw Error{codes::record_too_many, {arg("rows", report.read)}};
    if (how_.progress) how_.progress(source.progress(), report.read);
    if (fill(source, *batch)) work.hand_in(*batch);
  }
}

bool Intake::fill(Source& source, Batch& batch) const {
  batch.lines.resize(kLines);
  batch.rows.resize(kLines);
  batch.used = 0;
  while (batch.used < kLines && source.next(batch.lines[batch.used])) ++batch.used;
  return batch.used > 0;
}

/// What needs no look into the file: runs on other threads. Rows of one teacher mostly follow each
/// other.
void Intake::prepare(const Line& line, Passage& row, const Passage* before) const {
  row.findings.clear();
  row.head = {};
  row.passed_over = !reader_->read(line, row.incoming, row.findings);
  if (row.passed_over) return;
  row.head.line = static_cast<std::uint32_t>(row.incoming.line & 0x7FFFFFFF);
  const schema::Who& who = row.incoming.who;
  if (who.kind == schema::Who::Kind::id_number) {
    const bool same = before != nullptr && before->incoming.who.kind == who.kind &&
                      before->incoming.who.text == who.text;
    row.by_identity = same ? before->by_identity : teachers_.by_identity(who.text);
  }
  row.key = journal::record_key(set_, hash_key_, row.incoming.values);
  row.checked = rules_first_;
  if (rules_first_) reader_->check(row.incoming.values, row.incoming, row.findings);
}

void Intake::take(Passage& row, ImportReport& report) {
  const MarkedRow* marked = workbook_ == nullptr ? nullptr : workbook_->row(row.head.line);
  if (marked != nullptr ? find_marked(row, *marked) : find_teacher(row)) {
    check_name(row);
    marked != nullptr ? merge_marked(row, *marked) : merge(row);
    if (!row.checked) reader_->check(row.values, row.incoming, row.findings);
    if (!row.findings.empty() || check_key(row)) check_key_data(row);
    if (row.findings.empty()) check_none(row);
    if (row.findings.empty()) check_open(row);
    if (!row.head.same && left_.contains(row.head.teacher)) {
      row.findings.push_back(reader_->who_finding(codes::dossier_closed, row.incoming,
                                                  {arg("name", row.incoming.who.text)}));
    }
  } else if (marked == nullptr) {
    // Whose row it is, is wrong: the rest is checked all the same, so that the clerk hears it all
    // at once.
    if (!row.checked) reader_->check(row.incoming.values, row.incoming, row.findings);
    tell_unknown(row);
  }
  if (!row.findings.empty()) return refuse(row, report);
  ++(row.head.same ? report.unchanged : row.head.record == 0 ? report.accepted : report.updated);
  rows_.push(row.head, row.values);
}

bool Intake::find_teacher(Passage& row) {
  using Kind = schema::Who::Kind;
  const schema::Who& who = row.incoming.who;
  std::optional<std::int64_t> found;
  switch (who.kind) {
    case Kind::id_number:
      found = row.by_identity;
      break;
    case Kind::teacher_number:
      found = teachers_.by_number(who.text);
      break;
    case Kind::staff_number:
      found = teachers_.by_staff_number(who.text);
      break;
    case Kind::none:
      return false;
  }
  if (found) row.head.teacher = static_cast<std::uint32_t>(*found);
  return found.has_value();
}

/// A name beside the number says whose row the office meant; it is never stored.
void Intake::check_name(Passage& row) {
  if (row.incoming.name.empty()) return;
  if (named_.row != row.head.teacher) named_ = people::person(desk_, row.head.teacher);
  if (!schema::same_name(named_.name, row.incoming.name))
    row.findings.push_back(reader_->name_finding(codes::teacher_other_name, row.incoming));
}

/// A number of nobody is a fault at its column, unless that has one already (a wrong check digit).
void Intake::tell_unknown(Passage& row) {
  const bool told = row.incoming.who.kind == schema::Who::Kind::none ||
                    std::any_of(row.findings.begin(), row.findings.end(), [&](const Finding& f) {
                      return f.column == reader_->who_column();
                    });
  if (!told) row.findings.push_back(reader_->who_finding(codes::teacher_unknown, row.incoming));
}

void Intake::add(Passage& row, const Code& code, std::size_t field, Args args) {
  row.findings.push_back(
      reader_->finding(code, row.head.line, field, row.values[field], std::move(args)));
}

/// Lays the row over the one that is there: an empty cell keeps what it says, unless it is to empty
/// it.
void Intake::merge(Passage& row) {
  row.values.swap(row.incoming.values);
  if (empty_table_) return check_business(row, nullptr);
  auto find = desk_.db.statement(select_known_);
  find.bind(1, std::int64_t{row.head.teacher}).bind_blob(2, row.key);
  if (!find.step()) return check_business(row, nullptr);
  journal::read_row(desk_, set_, find, known_);
  if (known_.closed) throw Error{codes::key_needed, {arg("what", set_.label.here())}};
  row.head.record = static_cast<std::uint32_t>(known_.row);
  row.head.version = known_.version;
  if (workbook_ != nullptr) return compare_new(row);
  check_business(row, &known_);
  row.head.same = true;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const schema::Field& field = set_.fields[i];
    if (!field.stored()) continue;
    const bool keeps = row.values[i].is_null() && !row.incoming.unreadable[i] &&
                       !(how_.clear_blanks && row.incoming.given[i]);
    if (keeps || !field.by_hand()) row.values[i] = known_.values[i];
    if (!(row.values[i] == known_.values[i])) row.head.same = false;
  }
  if (!row.head.same) check_step(row);
}

/// What the account was made from changes with the authority's consent alone.
void Intake::check_key_data(Passage& row) {
  if (row.head.same || row.head.record == 0) return;
  for (const std::size_t i : set_.account_fields) {
    if (!known_.values[i].is_null() && !(row.values[i] == known_.values[i]))
      add(row, codes::record_key_data, i);
  }
}

/// Whether the item may be changed in its present state.
void Intake::check_step(Passage& row) {
  if (!known_.head.business.empty()) return add(row, codes::record_by_business, first_field());
  const auto outcome = look(item(desk_, {&set_, known_.row}), permit_, "fill");
  if (outcome.refusal != nullptr) add(row, *outcome.refusal, first_field());
}

/// Values that a process or the program itself keeps: those that agree are passed over.
void Intake::check_business(Passage& row, const journal::Record* known) {
  for (const std::size_t i : kept_by_program_) {
    const Value given = row.values[i];
    if (given.is_null()) {
      if (set_.fields[i].required) row.values[i] = computed(desk_, set_, i, row.head.teacher);
    } else if (!agrees(desk_, set_, i, row.head.teacher, given, known)) {
      add(row, codes::record_by_business, i);
    }
  }
}

/// No two rows of the file with one key, unless they say the same.
bool Intake::check_key(Passage& row) {
  const std::size_t first = seen_.first(fingerprint(row.head.teacher, row.key), rows_.size());
  if (first >= rows_.size()) return true;
  Values earlier(row.values.size());
  rows_.read(first, earlier);
  if (std::equal(earlier.begin(), earlier.end(), row.values.begin())) {
    row.head.same = true;
    return true;
  }
  const Args where{arg("row", rows_.head(first).line)};
  if (set_.one_row()) {
    row.findings.push_back(reader_->who_finding(codes::record_duplicate, row.incoming, where));
  } else {
    add(row, codes::record_duplicate, first_field(), where);
  }
  return false;
}

/// "Nothing to enter" can't stand beside a row.
bool Intake::check_none(Passage& row) {
  if (!set_.none_row) return true;
  const bool is_none = row.values[set_.none_row->field] == set_.none_row->value;
  auto [at, fresh] = nones_.try_emplace(row.head.teacher);
  if (fresh && !empty_table_) {
    const Presence there = presence(desk_, set_, row.head.teacher, row.head.record);
    at->second = {there.none, there.real};
  }
  Nones& seen = at->second;
  if (is_none ? seen.real : seen.none) {
    add(row, codes::record_none_conflict, set_.none_row->field);
    return false;
  }
  (is_none ? seen.none : seen.real) = true;
  return true;
}

/// After the deadline an item that was given back may change, and nothing else.
void Intake::check_open(Passage& row) {
  if (!closed_ || row.head.same) return;
  if (row.head.record != 0 && open_after_deadline(desk_, item(desk_, {&set_, row.head.record})))
    return;
  add(row, codes::lock_self_entry, first_field(), *closed_);
}

std::size_t Intake::first_field() const { return set_.key.empty() ? 0 : set_.key[0]; }

void Intake::refuse(Passage& row, ImportReport& report) {
  // As a clerk reads the row, from left to right; what has no column (0) comes last.
  const auto place = [](const Finding& f) {
    return f.column == 0 ? std::numeric_limits<std::uint32_t>::max() : f.column;
  };
  std::stable_sort(row.findings.begin(), row.findings.end(),
                   [&](const Finding& a, const Finding& b) { return place(a) < place(b); });
  ++report.rejected;
  report.rejected_rows.push_back(row.head.line);
  if (report.findings.size() < kMostFindings) {
    report.findings.insert(report.findings.end(), row.findings.begin(), row.findings.end());
  } else {
    report.unlisted += row.findings.size();
  }
}

}  // namespace tmis::dossier
