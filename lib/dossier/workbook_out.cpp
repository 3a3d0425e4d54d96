// Working files, as exports are: full values for those who hold right and key, and an event.
#include <deque>

#include "access/machine.h"
#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "dossier/records.h"
#include "dossier/workbook.h"
#include "journal/checkpoint.h"
#include "journal/transaction.h"
#include "schema/row_reader.h"
#include "sheet/template_writer.h"

namespace tmis::dossier {
namespace {

using people::Person;
using schema::Field;
using schema::FieldSet;
using Cells = std::vector<sheet::CellOut>;

constexpr std::size_t kAside = 2;  // state and mark
constexpr std::string_view kHidden = "***";

/// Columns of a sheet to fill in: whose, what hands fill in, and the program's own.
sheet::TableHead head_of(const FieldSet& set) {
  sheet::TableHead head{set.label.here(), {}};
  const auto add = [&](const std::string& id, std::string title, std::string note) {
    sheet::Column& column = head.columns.emplace_back();
    column.id = id;
    column.title = std::move(title);
    column.note = std::move(note);
    column.identity = true;
  };
  if (!set.with_role("name")) add(":name", text("workbook.name"), "");
  add(":number", text("workbook.number"), text("workbook.note-who"));
  for (sheet::Column& column : columns_for(set, true)) {
    const auto field = set.field_index(column.id);
    if (field && set.fields[*field].by_hand()) head.columns.push_back(std::move(column));
  }
  add(":state", text("workbook.state"), text("workbook.state-note"));
  add(":mark", text("workbook.mark-title"), text("workbook.mark-note"));
  return head;
}

class Books {
 public:
  Books(Desk& desk, const Permit& permit, bool masked)
      : desk_(desk), permit_(permit), masked_(masked) {
    for (const FieldSet& set : desk.catalogue.all()) {
      if (permit.own() && set.from_school()) {
        left_out_.push_back(set.label.here());
      } else {
        sets_.push_back(&set);
        heads_.push_back(head_of(set));
      }
    }
    head_ = journal::head(desk.db);
    time_ = to_iso(desk.clock.now()).substr(0, 16);
    time_[10] = ' ';
  }

  /// Gives the number of rows.
  std::int64_t write(sheet::FilledTemplate& book, const std::vector<Person>& persons) {
    std::vector<std::vector<Cells>> rows(sets_.size());
    std::int64_t n = 0;
    for (const Person& person : persons) {
      for (std::size_t i = 0; i < sets_.size(); ++i) {
        for (const Reading& r : records_of(desk_, *sets_[i], permit_, person)) {
          rows[i].push_back(row_of(*sets_[i], heads_[i], r));
          ++n;
        }
      }
    }
    book.text(about(persons, rows));
    sheet::TextSheet marks{"_tmis", {}};
    marks.rows = {{"format", "tmis/workbook/1"},
                  {"file", desk_.file_id()},
                  {"event", std::to_string(head_.seq)},
                  {"masked", masked_ ? "1" : "0"}};
    for (std::size_t i = 0; i < sets_.size(); ++i)
      marks.rows.push_back({"sheet", book.table(heads_[i], rows[i], kAside), sets_[i]->id});
    for (const Person& person : persons) marks.rows.push_back({"teacher", person.number});
    book.hidden(marks);
    return n;
  }

 private:
  Cells row_of(const FieldSet& set, const sheet::TableHead& head, const Reading& r) const {
    Cells cells;
    for (const sheet::Column& column : head.columns) {
      if (const auto field = set.field_index(column.id); field && set.fields[*field].by_hand()) {
        cells.push_back(cell(set, *field, r));
      } else if (column.id == ":name") {
        cells.push_back({r.person.name});
      } else if (column.id == ":number") {
        cells.push_back({r.person.number});
      } else if (column.id == ":state") {
        cells.push_back({Machine::of("item").state_text(r.item.state)});
      } else {
        cells.push_back({r.item.id() + "@" + std::to_string(r.item.version)});
      }
    }
    return cells;
  }

  sheet::CellOut cell(const FieldSet& set, std::size_t i, const Reading& r) const {
    const Field& field = set.fields[i];
    const Value& value = r.record.values[i];
    if (field.sensitive && r.record.closed) {
      if (!masked_) throw Error{codes::key_needed, {arg("what", set.label.here())}};
      return {std::string{kHidden}};
    }
    if (value.is_null()) return {};
    const bool beside_number =
        field.role == "birth_date" && set.with_role("identity_number").has_value();
    if (masked_ && (field.sensitive || beside_number)) return {workbook_hidden(field, value)};
    const bool number =
        field.type == schema::FieldType::integer || field.type == schema::FieldType::decimal;
    return {workbook_text(field, value), number ? Cell::Kind::number : Cell::Kind::text};
  }

  sheet::TextSheet about(const std::vector<Person>& persons,
                         const std::vector<std::vector<Cells>>& rows) const {
    sheet::TextSheet out{text("workbook.about-sheet"), {{text("workbook.title")}}};
    if (persons.size() == 1) {
      out.rows.push_back(
          {text("workbook.whose"), persons.front().name + "  " + persons.front().number});
    } else {
      out.rows.push_back(
          {text("workbook.whose"), text("workbook.persons", arg("n", persons.size()))});
    }
    const auto* org = desk_.organisations().find(persons.front().org);
    out.rows.push_back({text("workbook.organisation"), org == nullptr ? "" : org->code});
    out.rows.push_back({text("workbook.made"), time_});
    out.rows.push_back({text("workbook.state-of-file"), journal::short_form(head_)});
    out.rows.push_back({});
    for (int n = 1; has_text("workbook.how." + std::to_string(n)); ++n)
      out.rows.push_back({text("workbook.how." + std::to_string(n))});
    if (masked_) out.rows.push_back({text("workbook.how.masked")});
    if (!left_out_.empty()) {
      out.rows.push_back(
          {text("workbook.how.school", arg("tables", joined(left_out_, text("heading.and"))))});
    }
    out.rows.push_back({});
    out.rows.push_back({text("workbook.tables"), text("workbook.rows"), text("workbook.required")});
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      out.rows.push_back(
          {heads_[i].name, std::to_string(rows[i].size()), sets_[i]->starred() ? "*" : ""});
    }
    return out;
  }

  Desk& desk_;
  const Permit& permit_;
  bool masked_;
  std::vector<const FieldSet*> sets_;
  std::vector<sheet::TableHead> heads_;
  std::vector<std::string> left_out_;
  journal::Head head_;
  std::string time_;
};

struct Asked {
  Permit permit;
  std::vector<Person> persons;
};

/// Who may both see the dossiers whole and fill them in.
Asked asked(Desk& desk, const WorkbookOptions& how) {
  access::Subject subject = people::subject_of(desk, how.org_code);
  subject.source = access::TableSource::teacher;
  if (!how.teacher.empty()) {
    people::admit(desk, "record import", how.teacher, access::TableSource::teacher);
    auto admitted = people::admit(desk, "record export", how.teacher);
    return {std::move(admitted.permit), {std::move(admitted.person)}};
  }
  desk.permit("record import", subject);
  Permit permit = desk.permit("record export", people::subject_of(desk, how.org_code));
  auto persons = people::persons(desk, permit, how.department);
  return {std::move(permit), std::move(persons)};
}

}  // namespace

std::string workbook_text(const Field& field, const Value& value) {
  const std::string code = schema::display(field, value, schema::Form::code);
  std::string label = schema::display(field, value, schema::Form::label);
  if (field.codes == nullptr) return label;
  const auto codes = split(code, ';');
  const auto labels = split(label, ';');
  if (codes.size() != labels.size()) return code;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto* meant = field.codes->meant(labels[i]);
    if (meant == nullptr || meant->code != codes[i]) return code;
  }
  return label;
}

std::string workbook_hidden(const Field& field, const Value& value) {
  return field.role == "identity_number" ? schema::masked_identity(value.text)
                                         : std::string{kHidden};
}

WorkbooksWritten write_workbooks(Desk& desk, const WorkbookOptions& how) {
  const Asked who = asked(desk, how);
  WorkbooksWritten out;
  out.persons = static_cast<std::int64_t>(who.persons.size());
  if (who.persons.empty()) throw Error{codes::teacher_not_found, {arg("word", how.department)}};
  const std::string ending = file_ending(how.out);
  if (!ending.empty() && ending != "xlsx") {
    throw Error{codes::file_ending,
                {arg("file", how.out), arg("ending", ending), arg("endings", ".xlsx")}};
  }
  Books books{desk, who.permit, how.masked};
  std::deque<sheet::FilledTemplate> files;
  if (desk.dry_run) return out;
  if (ending.empty()) {
    make_folder(how.out);
    for (const Person& person : who.persons) {
      sheet::FilledTemplate& file = files.emplace_back(file_of(how.out, person, ".xlsx"));
      out.rows += books.write(file, {person});
      file.close();
    }
  } else {
    out.rows = books.write(files.emplace_back(how.out), who.persons);
    files.back().close();
  }
  journal::EventArgs args{{"set", Value{"dossier"}},
                          {"workbooks", Value{static_cast<std::int64_t>(files.size())}},
                          {"persons", Value{out.persons}},
                          {"rows", Value{out.rows}},
                          {"masked", Value{std::int64_t{how.masked}}},
                          {"file", Value{file_name(how.out)}}};
  if (who.persons.size() == 1) args.emplace_back("teacher", Value{who.persons.front().number});
  journal::Transaction tx{desk, who.permit, {.args = std::move(args)}};
  out.event = tx.commit().seq;
  for (auto& file : files) file.finish();
  return out;
}

}  // namespace tmis::dossier
