// tmis record show, list, export, history, check: looking at what is there.
#include "access/machine.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/record.h"
#include "dossier/records.h"
#include "dossier/workbook.h"

namespace tmis::cmd {
namespace {

using schema::Field;
using schema::FieldSet;
using schema::FieldType;

schema::Form form_of(const std::string& values) {
  if (values == "code") return schema::Form::code;
  if (values == "label") return schema::Form::label;
  throw Error{codes::usage_value,
              {arg("value", values), arg("option", "--values"), arg("expected", "code, label")}};
}

/// A value as JSON wants it typed: numbers, booleans, codes and texts.
Value cell(const FieldSet& set, const Field& field, const Value& value, const Permit& permit,
           bool closed, schema::Form form, bool reveal) {
  if (dossier::hidden(set, field, permit, closed, reveal) && (closed || !value.is_null()))
    return Value{"***"};
  if (value.is_null()) return {};
  if (field.type == FieldType::integer ||
      (field.type == FieldType::boolean && form == schema::Form::code))
    return value;
  return Value{dossier::shown_value(field, value, form, reveal)};
}

std::vector<Column> columns_of(const FieldSet& set, schema::Form form) {
  std::vector<Column> out{
      {"id"}, {"teacher_number"}, {"name"}, {"state", Kind::text, {}, "state.item."}};
  for (const Field& f : set.fields) {
    if (f.role == "teacher_number" || f.role == "name") continue;
    const bool boolean = f.type == FieldType::boolean && form == schema::Form::code;
    out.push_back({f.id,
                   boolean                        ? Kind::boolean
                   : f.type == FieldType::integer ? Kind::number
                                                  : Kind::text,
                   f.label.here()});
  }
  return out;
}

Values row_of(const FieldSet& set, const dossier::Reading& r, const Permit& permit,
              schema::Form form, bool reveal) {
  Values out{Value{r.item.id()}, Value{r.person.number}, Value{r.person.name}, Value{r.item.state}};
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    const Field& f = set.fields[i];
    if (f.role != "teacher_number" && f.role != "name")
      out.push_back(cell(set, f, r.record.values[i], permit, r.record.closed, form, reveal));
  }
  return out;
}

}  // namespace

void record_reveal(Desk& desk, const access::Subject& subject, const std::string& what) {
  const Permit permit = desk.permit("reveal", subject);
  journal::Transaction tx{desk, permit, {.args = {{"what", Value{what}}}}};
  tx.commit();
}

namespace {

struct Look {
  std::string set, teacher, org, department, values = "label";
  bool reveal = false;
};

/// One dossier for people: a block a record, a line a field that says something.
std::string block(const FieldSet& set, const std::vector<dossier::Reading>& readings,
                  const Permit& permit, bool reveal, Console& console) {
  std::string out = console.coloured(set.label.here(), Colour::bold) + "\n";
  std::size_t widest = 0;
  for (const Field& f : set.fields) widest = std::max(widest, width(f.label.here()));
  for (const auto& r : readings) {
    out.append("  ")
        .append(r.item.id())
        .append("  ")
        .append(Machine::of("item").state_text(r.item.state))
        .append("\n");
    for (std::size_t i = 0; i < set.fields.size(); ++i) {
      const Value v = cell(set, set.fields[i], r.record.values[i], permit, r.record.closed,
                           schema::Form::label, reveal);
      if (v.is_null()) continue;
      const std::string shown_text =
          v.kind == Value::Kind::integer ? std::to_string(v.number) : shown(v.text);
      out.append("    ")
          .append(padded(set.fields[i].label.here(), widest + 2))
          .append(shown_text)
          .append("\n");
    }
  }
  return out;
}

Exit show(Context& ctx, const Look& o) {
  Desk& desk = o.reveal ? ctx.write() : ctx.read();
  const schema::Form form = form_of(o.values);
  const auto who = people::admit(desk, "record show", ctx.whose(o.teacher, "record show"));
  if (o.reveal) {
    access::Subject subject;
    subject.teacher = who.person.row;
    subject.teacher_org = who.person.org;
    record_reveal(desk, subject, who.person.number);
  }
  const FieldSet* only = o.set.empty() ? nullptr : &desk.catalogue.at(o.set);
  Answer answer;
  answer.figure("teacher_number", who.person.number)
      .figure("name", who.person.name)
      .figure("org", who.person.org_code);
  answer.figure("department", who.person.department);
  for (const FieldSet& set : desk.catalogue.all()) {
    if (only != nullptr && only != &set) continue;
    const auto readings = dossier::records_of(desk, set, who.permit, who.person);
    if (readings.empty() && only == nullptr) continue;
    Table table{columns_of(set, form), {}};
    for (const auto& r : readings) table.rows.push_back(row_of(set, r, who.permit, form, o.reveal));
    if (ctx.globals.json || !ctx.console.out_is_terminal()) {
      answer.tables.emplace_back(set.id, std::move(table));
    } else {
      answer.content.append(block(set, readings, who.permit, o.reveal, ctx.console));
    }
  }
  ctx.print(answer);
  return Exit::ok;
}

Exit list_table(Context& ctx, const Look& o) {
  Desk& desk = o.reveal ? ctx.write() : ctx.read();
  const FieldSet& set = desk.catalogue.at(o.set);
  const auto subject = people::subject_of(desk, o.org);
  const Permit permit = desk.permit("record list", subject);
  if (o.reveal) record_reveal(desk, subject, set.id);
  const schema::Form form = form_of(o.values);
  const Listing& how = ctx.listing;
  Table table{columns_of(set, form), {}};
  std::uint64_t total = 0;
  dossier::each_record(desk, set, permit, o.department, [&](dossier::Reading& r) {
    // What --limit cuts away needn't be made, unless it is sorted first.
    const bool wanted = !how.sort.empty() || how.limit == 0 || total < how.offset + how.limit;
    if (wanted) table.rows.push_back(row_of(set, r, permit, form, o.reveal));
    ++total;
  });
  Answer answer = list(std::move(table));
  ctx.list_title = set.label.here();
  answer.total = total;
  ctx.print(std::move(answer));
  return Exit::ok;
}

Exit show_history(Context& ctx, const std::string& id) {
  Desk& desk = ctx.read();
  const auto record = dossier::record_id(desk, id);
  const std::string number = people::person(desk, dossier::owner(desk, record)).number;
  const Permit permit = people::admit(desk, "record history", number).permit;
  const auto versions = dossier::history(desk, record);
  Table table{
      {{"version", Kind::number}, {"event", Kind::number}, {"at"}, {"actor"}, {"kind"}, {"reason"}},
      {}};
  for (const Field& f : record.set->fields) {
    if (f.stored()) table.columns.push_back({f.id, Kind::text, f.label.here()});
  }
  table.columns.push_back({"erased_by"});
  table.columns.back().kind = Kind::number;
  for (const auto& v : versions) {
    Values row{Value{std::int64_t{v.version}},
               Value{v.seq},
               Value{v.at},
               Value{v.actor},
               Value{v.kind},
               Value{v.reason}};
    for (std::size_t i = 0; i < record.set->fields.size(); ++i) {
      const Field& f = record.set->fields[i];
      if (f.stored()) {
        row.push_back(
            cell(*record.set, f, v.values[i], permit, v.closed, schema::Form::label, false));
      }
    }
    row.push_back(v.erased_by < 0 ? Value{} : Value{v.erased_by});
    table.rows.push_back(std::move(row));
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

struct ExportLook {
  std::string set, values = "code";
  dossier::ExportOptions how;
  bool fill_in = false;
};

/// Workbooks to fill in; they are always of whole dossiers, with labels.
Exit export_workbooks(Context& ctx, const ExportLook& o) {
  if (o.set != "dossier") {
    throw Error{codes::usage_value,
                {arg("value", o.set), arg("option", "--fill-in"), arg("expected", "dossier")}};
  }
  Desk& desk = ctx.write();
  if (!file_ending(o.how.out).empty()) ctx.want_place(o.how.out);
  const auto done = dossier::write_workbooks(
      desk, {o.how.out, o.how.teacher, o.how.org_code, o.how.department, o.how.masked});
  Answer answer;
  answer.figure("persons", done.persons).figure("rows", done.rows).figure("file", o.how.out);
  answer.event(done.event);
  answer.text = text("record.exported-workbooks", arg("persons", done.persons),
                     arg("rows", done.rows), arg("file", o.how.out));
  ctx.print(answer);
  return Exit::ok;
}

Exit export_table(Context& ctx, ExportLook& o) {
  if (o.fill_in) return export_workbooks(ctx, o);
  Desk& desk = ctx.write();
  o.how.form = form_of(o.values);
  ctx.want_place(o.how.out);
  std::vector<const FieldSet*> sets;
  if (o.set != "dossier") {
    sets.push_back(&desk.catalogue.at(o.set));
  } else {
    for (const FieldSet& set : desk.catalogue.all()) sets.push_back(&set);
  }
  const auto done = dossier::export_records(desk, sets, o.how);
  Answer answer;
  answer.figure("rows", static_cast<std::int64_t>(done.rows)).figure("file", o.how.out);
  answer.event(done.event);
  answer.text = text("record.exported", arg("rows", done.rows), arg("file", o.how.out));
  ctx.print(answer);
  return Exit::ok;
}

Exit check(Context& ctx, const std::string& teacher, const std::string& org,
           const std::string& department) {
  Desk& desk = ctx.read();
  std::vector<dossier::Gap> gaps;
  if (teacher.empty()) {
    gaps = dossier::gaps(desk, desk.permit("record check", people::subject_of(desk, org)),
                         dossier::Part::all);
  } else {
    gaps = dossier::gaps(desk, people::admit(desk, "record check", teacher).person,
                         dossier::Part::all);
  }
  if (!department.empty())
    std::erase_if(gaps, [&](const auto& gap) { return gap.teacher.department != department; });
  Answer answer = list(gaps_table(gaps));
  if (gaps.empty() && ctx.console.out_is_terminal()) answer.text = text("record.nothing-missing");
  ctx.print(std::move(answer));
  return gaps.empty() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_record_looks(Verb record) {
  auto s = std::make_shared<Look>();
  Verb show_verb = record.verb("show");
  show_verb.option("SET", s->set);
  show_verb.option("--teacher", s->teacher);
  show_verb.option("--values", s->values);
  show_verb.flag("--reveal", s->reveal);
  show_verb.run([s](Context& ctx) { return show(ctx, *s); });

  auto l = std::make_shared<Look>();
  Verb list_verb = record.verb("list");
  list_verb.required("SET", l->set);
  list_verb.option("--org", l->org);
  list_verb.option("--department", l->department);
  list_verb.option("--values", l->values);
  list_verb.flag("--reveal", l->reveal);
  list_verb.lists();
  list_verb.run([l](Context& ctx) { return list_table(ctx, *l); });

  auto e = std::make_shared<ExportLook>();
  Verb export_verb = record.verb("export");
  export_verb.required("SET", e->set);
  export_verb.required("--out", e->how.out);
  export_verb.flag("--masked", e->how.masked);
  export_verb.option("--values", e->values);
  export_verb.flag("--fill-in", e->fill_in);
  export_verb.option("--teacher", e->how.teacher);
  export_verb.option("--org", e->how.org_code);
  export_verb.option("--department", e->how.department);
  export_verb.option("--format", e->how.format);
  export_verb.run([e](Context& ctx) { return export_table(ctx, *e); });

  auto id = std::make_shared<std::string>();
  Verb history_verb = record.verb("history");
  history_verb.required("ID", *id);
  history_verb.lists();
  history_verb.run([id](Context& ctx) { return show_history(ctx, *id); });

  auto c = std::make_shared<Look>();
  Verb check_verb = record.verb("check");
  check_verb.option("--teacher", c->teacher);
  check_verb.option("--org", c->org);
  check_verb.option("--department", c->department);
  check_verb.lists();
  check_verb.run([c](Context& ctx) { return check(ctx, c->teacher, c->org, c->department); });
}

void add_record(Verb app) {
  Verb record = app.verb("record");
  add_record_import(record);
  add_record_edits(record);
  add_record_looks(record);
  add_record_changes(record);
}

}  // namespace tmis::cmd
