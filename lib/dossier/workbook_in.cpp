// Each marked row is compared with the version that it was given, as the workbook would show it, so
// that a label, a hidden value or a code of an older table is unchanged when nobody changed it.
#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "dossier/item.h"
#include "dossier/workbook.h"
#include "journal/as_of.h"
#include "journal/field_rows.h"
#include "journal/versions.h"
#include "schema/heading.h"

namespace tmis::dossier {
namespace {

using schema::Field;
using schema::FieldSet;

constexpr std::string_view kMarks = "_tmis";
constexpr std::string_view kFormat = "tmis/workbook/1";
constexpr std::string_view kHiddenCell = "***";

/// In either language: a workbook may have been made in the other one.
bool is_called(std::string_view name, std::string_view key) {
  return name == text_in(Language::zh, key) || name == text_in(Language::en, key);
}

/// 3500.00 comes back from a spreadsheet as 3500.
std::string_view without_zeros(std::string_view number) {
  if (number.find('.') == std::string_view::npos) return number;
  while (number.ends_with('0')) number.remove_suffix(1);
  if (number.ends_with('.')) number.remove_suffix(1);
  return number;
}

/// Whether a cell says what the workbook was given for this value, in either language.
bool says(const Field& field, const Value& value, std::string_view said) {
  if (said == kHiddenCell) return true;
  if (value.is_null()) return said.empty();
  if (said.empty()) return false;
  const std::string shown_text = workbook_text(field, value);
  if (said == shown_text || said == schema::display(field, value, schema::Form::code)) return true;
  if (field.role == "identity_number" && said == workbook_hidden(field, value)) return true;
  const bool number =
      field.type == schema::FieldType::integer || field.type == schema::FieldType::decimal;
  return number && without_zeros(said) == without_zeros(shown_text);
}

template <class Number>
bool whole(std::string_view digits, Number& out) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
}

void empty_cell(Cell& cell) {
  cell.text.clear();
  cell.kind = Cell::Kind::empty;
}

}  // namespace

WorkbookSheet::WorkbookSheet(Desk& desk, FilledWorkbook& book, const FieldSet& set,
                             std::unique_ptr<Source> inner)
    : Source(inner->origin()), desk_(desk), book_(book), set_(set), inner_(std::move(inner)) {}

bool WorkbookSheet::next(Line& line) {
  while (inner_->next(line)) {
    if (mark_at_ == kNone) {
      is_title(line);
      return true;
    }
    if (take(line)) return true;
  }
  return false;
}

/// Finds the columns; the program's own are no columns for whoever reads on.
bool WorkbookSheet::is_title(Line& line) {
  for (std::size_t i = 0; i < line.used; ++i) {
    if (is_called(trimmed(line.cells[i].text), "workbook.mark-title")) mark_at_ = i;
    if (is_called(trimmed(line.cells[i].text), "workbook.state")) state_at_ = i;
    if (is_called(trimmed(line.cells[i].text), "workbook.number")) who_at_ = i;
  }
  if (mark_at_ == kNone) return false;
  field_of_ = schema::HeadingFinder{set_}.match(line).field_of;
  empty_cell(line.cells[mark_at_]);
  if (state_at_ != kNone) empty_cell(line.cells[state_at_]);
  return true;
}

bool WorkbookSheet::take(Line& line) {
  std::string mark;
  if (mark_at_ < line.used) {
    mark = trimmed(line.cells[mark_at_].text);
    empty_cell(line.cells[mark_at_]);
  }
  if (state_at_ < line.used) empty_cell(line.cells[state_at_]);
  if (mark.empty()) return take_new(line);
  MarkedRow row;
  row.mark = mark;
  if (!take_marked(line, row)) {
    ++untouched_;
    return false;
  }
  rows_.emplace(line.number, std::move(row));
  return true;
}

/// Of one person's workbook every new row is that person's; a row that only names a person is none.
bool WorkbookSheet::take_new(Line& line) const {
  bool says_something = false;
  for (std::size_t i = 0; i < line.used; ++i) {
    const bool field =
        i < field_of_.size() && field_of_[i] != kNone && set_.fields[field_of_[i]].by_hand();
    says_something = says_something || (field && !trimmed(line.cells[i].text).empty());
  }
  if (!says_something) return false;
  if (who_at_ == kNone || book_.numbers().size() != 1) return true;
  while (line.used <= who_at_) line.add();
  Cell& who = line.cells[who_at_];
  if (trimmed(who.text).empty()) {
    who.text = book_.numbers().front();
    who.kind = Cell::Kind::text;
  }
  return true;
}

/// False when the row says what it was given.
bool WorkbookSheet::take_marked(Line& line, MarkedRow& row) {
  if (!find(row, line.number)) return true;
  row.touched.assign(set_.fields.size(), false);
  const bool gone = row.fault != nullptr;
  bool any = false;
  for (std::size_t i = 0; i < field_of_.size(); ++i) {
    if (field_of_[i] == kNone) continue;
    const Field& field = set_.fields[field_of_[i]];
    const std::string_view said = i < line.used ? trimmed(line.cells[i].text) : std::string_view{};
    if (field.by_hand() && !says(field, row.base[field_of_[i]], said)) {
      any = row.touched[field_of_[i]] = true;
    } else if (i < line.used && i != who_at_) {
      empty_cell(line.cells[i]);
    }
  }
  if (!any && gone) row.fault = nullptr;  // unchanged, and withdrawn meanwhile: nothing to do
  return any;
}

/// Base and version of a marked row; false with a fault where there is no such row. A row that was
/// withdrawn has a base and a fault.
bool WorkbookSheet::find(MarkedRow& row, std::uint64_t line) {
  const auto refuse = [&](const Code& code, Args args) {
    row.fault = &code;
    row.args = std::move(args);
    return false;
  };
  const std::string_view mark = row.mark;
  const auto hash = mark.find('#'), at = mark.rfind('@');
  std::uint32_t given = 0;
  const bool reads = hash != std::string_view::npos && at != std::string_view::npos && hash < at &&
                     mark.substr(0, hash) == set_.id &&
                     whole(mark.substr(hash + 1, at - hash - 1), row.record) &&
                     whole(mark.substr(at + 1), given);
  const auto& table = desk_.table(set_);
  if (reads) row.teacher = journal::teacher_of(desk_.db, table, row.record);
  if (!reads || !book_.holds(row.teacher))
    return refuse(codes::workbook_mark, {arg("mark", shown(shortened(mark, 60)))});
  const auto [first, fresh] = seen_.emplace(row.record, line);
  const std::string id{mark.substr(0, at)};
  if (!fresh)
    return refuse(codes::workbook_mark_twice, {arg("record", id), arg("row", first->second)});
  const auto live = journal::find_record(desk_, set_, "r.row = ?", row.record);
  if (live) {
    if (live->closed) throw Error{codes::key_needed, {arg("what", set_.label.here())}};
    row.version = live->version;
  }
  auto base =
      live && live->version == given ? std::optional{live->values} : version(row.record, given);
  if (!base) return refuse(codes::record_stale_row, {arg("record", id)});
  row.base = std::move(*base);
  if (!live) {
    row.fault = &codes::record_stale_row;
    row.args = {arg("record", id)};
  }
  return true;
}

std::optional<Values> WorkbookSheet::version(std::int64_t record, std::uint32_t version) const {
  auto old = desk_.db.statement(
      "SELECT body FROM history WHERE table_id = ? AND record = ? AND version = ?");
  old.with(std::int64_t{set_.number}, record, std::int64_t{version});
  if (!old.step() || old.is_null(0)) return std::nullopt;
  journal::Record out;
  journal::read_columns(desk_, set_, record,
                        journal::decode_columns(desk_.table(set_), old.blob(0)), out);
  if (out.closed) throw Error{codes::key_needed, {arg("what", set_.label.here())}};
  return std::move(out.values);
}

const MarkedRow* WorkbookSheet::row(std::uint64_t line) const {
  const auto found = rows_.find(line);
  return found == rows_.end() ? nullptr : &found->second;
}

std::vector<std::string> WorkbookSheet::kept() const {
  std::vector<std::string> out;
  if (mark_at_ == kNone) return out;
  journal::PastQuestion then{desk_.table(set_), {"teacher"}, book_.event()};
  if (book_.teachers().size() == 1) then.where.emplace("teacher", *book_.teachers().begin());
  auto there = desk_.db.statement("SELECT 1 FROM \"" + set_.id + "\" WHERE row = ?");
  journal::each_row(desk_.db, then, [&](const journal::PastRow& row) {
    if (seen_.contains(row.row) || !book_.holds(row.values[0].number)) return;
    there.with(row.row);
    if (there.step()) out.push_back(set_.id + "#" + std::to_string(row.row));
    there.reset();
  });
  return out;
}

std::unique_ptr<FilledWorkbook> FilledWorkbook::open(Desk& desk, const std::string& path) {
  const sheet::Workbook book{path};
  const auto& names = book.sheets();
  const auto marked = std::find_if(names.begin(), names.end(),
                                   [](const auto& sheet) { return sheet.name == kMarks; });
  if (marked == names.end()) return nullptr;
  std::unique_ptr<FilledWorkbook> out{new FilledWorkbook{path}};
  out->read_marks(desk, *book.open(marked->name));
  for (const auto& tab : names) {
    const auto set = out->set_of_.find(tab.name);
    if (set != out->set_of_.end()) {
      out->sheets_.push_back({set->second, std::make_unique<WorkbookSheet>(desk, *out, *set->second,
                                                                           book.open(tab.name))});
    } else if (!tab.hidden && !is_called(tab.name, "workbook.about-sheet")) {
      out->passed_over_.push_back(tab.name);
    }
  }
  std::sort(out->sheets_.begin(), out->sheets_.end(),
            [](const Sheet& a, const Sheet& b) { return a.set->number < b.set->number; });
  return out;
}

void FilledWorkbook::read_marks(Desk& desk, Source& marks) {
  Place place;
  place.file = marks.origin().name;
  const auto malformed = [&](std::string_view what) {
    return Error{codes::workbook_malformed, {arg("what", shown(shortened(what, 60)))}}.at(place);
  };
  std::string format, file;
  Line line;
  while (marks.next(line)) {
    const auto cell = [&](std::size_t i) {
      return i < line.used ? std::string{trimmed(line.cells[i].text)} : std::string{};
    };
    const std::string word = cell(0);
    if (word == "format") format = cell(1);
    if (word == "file") file = cell(1);
    if (word == "event" && !whole(cell(1), event_)) throw malformed(word);
    if (word == "teacher") numbers_.push_back(cell(1));
    if (word == "sheet") {
      const auto& sets = desk.catalogue.all();
      const auto set = std::find_if(sets.begin(), sets.end(),
                                    [&](const FieldSet& s) { return s.id == cell(2); });
      if (set == sets.end()) throw malformed(cell(2));
      set_of_[cell(1)] = &*set;
    }
  }
  if (format != kFormat) throw malformed(format.empty() ? "format" : format);
  if (file != desk.file_id()) throw Error{codes::workbook_other_file}.at(place);
  for (const std::string& number : numbers_) {
    auto find = desk.db.statement("SELECT row FROM teacher WHERE number = ?");
    find.with(std::string_view{number});
    if (find.step()) teachers_.insert(find.integer(0));
  }
}

}  // namespace tmis::dossier
