// Files of records going out, and the empty ones that come back filled in.
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "dossier/records.h"
#include "journal/transaction.h"
#include "schema/row_reader.h"
#include "sheet/template_writer.h"

namespace tmis::dossier {
namespace {

using schema::Field;
using schema::FieldSet;
using schema::FieldType;
using SheetColumn = sheet::Column;

constexpr std::size_t kMostChoices = 1000;  // a longer list is looked up, not scrolled

SheetColumn::Kind kind_of(const Field& field) {
  switch (field.type) {
    case FieldType::code:
      return SheetColumn::Kind::code;
    case FieldType::boolean:
      return SheetColumn::Kind::boolean;
    case FieldType::integer:
      return SheetColumn::Kind::integer;
    case FieldType::decimal:
      return SheetColumn::Kind::decimal;
    case FieldType::date:
      return SheetColumn::Kind::date;
    case FieldType::year_month:
      return SheetColumn::Kind::month;
    case FieldType::year:
      return SheetColumn::Kind::year;
    case FieldType::string:
      break;
  }
  return SheetColumn::Kind::text;
}

std::vector<std::string> choices(const Field& field) {
  if (field.type == FieldType::boolean) return {text("yes"), text("no")};
  std::vector<std::string> out;
  if (field.codes == nullptr || field.multiple || field.codes->entries().size() > kMostChoices)
    return out;
  for (const auto& entry : field.codes->entries()) {
    // A label that two codes share says nothing: the code stands there instead.
    const bool clear = field.codes->resolve(entry.zh).entry == &entry;
    out.push_back(clear ? (language() == Language::zh || entry.en.empty() ||
                                   field.codes->resolve(entry.en).entry != &entry
                               ? entry.zh
                               : entry.en)
                        : entry.code);
  }
  return out;
}

bool has_own_identity(const FieldSet& set) { return set.with_role("identity_number").has_value(); }

Cell::Kind cell_kind(const Field& field) {
  if (field.type == FieldType::integer || field.type == FieldType::decimal)
    return Cell::Kind::number;
  return field.type == FieldType::boolean ? Cell::Kind::boolean : Cell::Kind::text;
}

class Export {
 public:
  Export(Desk& desk, const Permit& permit, const ExportOptions& how,
         std::optional<people::Person> person)
      : desk_(desk), permit_(permit), how_(how), person_(std::move(person)) {}

  std::uint64_t write(sheet::Writer& writer, const FieldSet& set) {
    writer.begin_table({set.id, columns_for(set, false)});
    std::uint64_t rows = 0;
    std::vector<sheet::CellOut> cells;
    const auto visit = [&](Reading& r) {
      cells.clear();
      if (!has_own_identity(set)) cells.push_back({identity(r.person.row)});
      for (std::size_t i = 0; i < set.fields.size(); ++i) cells.push_back(cell(set, i, r));
      writer.row(cells);
      ++rows;
    };
    if (person_) {
      for (Reading& r : records_of(desk_, set, permit_, *person_)) visit(r);
    } else {
      each_record(desk_, set, permit_, how_.department, visit);
    }
    return rows;
  }

 private:
  std::string identity(std::int64_t teacher) {
    if (teacher != last_teacher_) {
      last_teacher_ = teacher;
      const auto number = people::identity_number(desk_, teacher);
      if (!number) want_key(desk_.catalogue.person());
      last_identity_ = number.value_or("***");
      if (number && hides()) last_identity_ = schema::masked_identity(*number);
    }
    return last_identity_;
  }

  bool hides() const { return how_.masked || permit_.limited(access::Limit::unsealed); }

  /// Without the key only what hides sensitive values can go out.
  void want_key(const FieldSet& set) const {
    if (!hides()) throw Error{codes::key_needed, {arg("what", set.label.here())}};
  }

  sheet::CellOut cell(const FieldSet& set, std::size_t i, const Reading& r) const {
    const Field& field = set.fields[i];
    const Value& value = r.record.values[i];
    if (field.sensitive && r.record.closed) {
      want_key(set);
      return {"***"};
    }
    if (value.is_null()) return {};
    if (hides() && field.role == "birth_date" && set.with_role("identity_number").has_value())
      return {"***"};
    if (field.sensitive && hides()) {
      return {field.role == "identity_number" ? schema::masked_identity(value.text) : "***"};
    }
    return {schema::display(field, value, how_.form),
            how_.form == schema::Form::label && field.type == FieldType::boolean
                ? Cell::Kind::text
                : cell_kind(field)};
  }

  Desk& desk_;
  const Permit& permit_;
  const ExportOptions& how_;
  std::optional<people::Person> person_;  // only this one
  std::int64_t last_teacher_ = 0;
  std::string last_identity_;
};

}  // namespace

void make_folder(const std::string& path) {
  std::error_code why;
  std::filesystem::create_directories(path, why);
  if (!why && std::filesystem::is_directory(path, why)) return;
  throw Error{codes::file_unwritable,
              {arg("file", path), arg("why", why ? why.message() : std::strerror(ENOTDIR))}};
}

std::string file_of(const std::string& folder, const people::Person& person,
                    std::string_view ending) {
  std::string name = person.number + "-" + person.name;
  for (char& c : name) {
    if (c == '/' || static_cast<unsigned char>(c) < 0x20) c = '_';
  }
  return folder + "/" + name + std::string{ending};
}

std::vector<SheetColumn> columns_for(const FieldSet& set, bool for_template) {
  std::vector<SheetColumn> out;
  if (!has_own_identity(set) && set.about_teachers()) {
    SheetColumn who;
    who.id = "id_number";
    who.title = for_template ? text("column.id_number.title") : "id_number";
    who.identity = true;
    who.required = true;
    who.note = text("template.who");
    out.push_back(std::move(who));
  }
  for (const Field& field : set.fields) {
    if (for_template && !(field.by_hand() || field.role == "personnel_status")) continue;
    SheetColumn column;
    column.id = field.id;
    column.title = for_template ? field.label.here() : field.id;
    column.kind = kind_of(field);
    column.decimals = field.decimals;
    column.identity =
        field.role == "identity_number" || (field.type == FieldType::string && field.pattern);
    column.several = field.multiple;
    column.required = field.required;
    if (for_template) {
      column.choices = choices(field);
      column.note = schema::describe(set, field);
    }
    out.push_back(std::move(column));
  }
  return out;
}

Exported export_records(Desk& desk, const std::vector<const FieldSet*>& sets,
                        const ExportOptions& how) {
  std::optional<people::Admitted> one;
  if (!how.teacher.empty()) one = people::admit(desk, "record export", how.teacher);
  const Permit permit =
      one ? one->permit : desk.permit("record export", people::subject_of(desk, how.org_code));
  const bool one_file = sets.size() == 1 || file_ending(how.out) == "xlsx";
  Export out{desk, permit, how, one ? std::optional{one->person} : std::nullopt};
  std::vector<std::unique_ptr<sheet::Writer>> writers;
  Exported done;
  if (!one_file) make_folder(how.out);
  for (const FieldSet* set : sets) {
    if (writers.empty() || !one_file) {
      writers.push_back(
          sheet::create(one_file ? how.out : how.out + "/" + set->id + "." + how.format));
    }
    done.rows += out.write(*writers.back(), *set);
  }
  if (desk.dry_run) return done;
  // Written whole before the event, named after it: a file that is there has its event, and a disk
  // that is full leaves neither.
  for (auto& writer : writers) writer->close();
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{"set", Value{sets.size() == 1 ? sets.front()->id : "dossier"}},
                                    {"rows", Value{static_cast<std::int64_t>(done.rows)}},
                                    {"masked", Value{std::int64_t{how.masked}}},
                                    {"file", Value{file_name(how.out)}}}}};
  done.event = tx.commit().seq;
  for (auto& writer : writers) writer->finish();
  return done;
}

void write_template(const std::vector<const FieldSet*>& sets, const std::string& out) {
  std::vector<sheet::TableHead> heads;
  sheet::TextSheet notes{text("template.notes-sheet"), {}};
  for (const FieldSet* set : sets) {
    heads.push_back({sets.size() == 1 ? set->label.here() : set->id, columns_for(*set, true)});
    notes.rows.push_back({set->label.here()});
    for (const SheetColumn& column : heads.back().columns)
      notes.rows.push_back({column.title, column.note});
  }
  sheet::write_template(out, heads, {notes});
}

}  // namespace tmis::dossier
