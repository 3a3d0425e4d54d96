// tmis report officers, qualifications: sheets that an office hands in. With --out .xlsx or .pdf
// they come as they are printed; otherwise they are lists like all others.
#include <algorithm>

#include "base/file.h"
#include "base/message.h"
#include "cmd/answer_json.h"
#include "cmd/officers_table.h"
#include "cmd/verbs.h"
#include "form/paper_sheet.h"
#include "journal/transaction.h"
#include "people/organisation.h"
#include "people/person.h"
#include "report/qualifications.h"

namespace tmis::cmd {
namespace {

struct SheetOptions {
  std::string date, org, department;
  bool reveal = false;
};

/// How a list looks on paper: its title, and how wide its columns are; 0: not there.
struct PaperLook {
  std::string title;
  std::vector<double> widths;
};

bool goes_on_paper(const Context& ctx) {
  const std::string ending = file_ending(ctx.listing.out);
  return ending == "xlsx" || ending == "pdf";
}

form::PaperSheet paper(const Table& table, const PaperLook& look, const std::string& organisation,
                       Day day) {
  form::PaperSheet out{look.title,
                       text("sheet.head", arg("organisation", organisation),
                            arg("day", to_iso(day)), arg("rows", table.rows.size())),
                       {},
                       {}};
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (look.widths[i] > 0)
      out.columns.push_back(
          {table.columns[i].title, look.widths[i], table.columns[i].kind == Kind::number});
  }
  for (const Values& row : table.rows) {
    auto& cells = out.rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (look.widths[i] == 0) continue;
      cells.push_back(row[i].kind == Value::Kind::integer ? std::to_string(row[i].number)
                                                          : row[i].text);
    }
  }
  return out;
}

void give(Context& ctx, Desk& desk, const Permit& permit, Answer answer, const PaperLook& look,
          Day day) {
  if (!goes_on_paper(ctx)) return ctx.print(std::move(answer));
  shape(answer, ctx.listing);
  const Table& table = answer.tables.front().second;
  if (!ctx.globals.dry_run) {
    ctx.want_place(ctx.listing.out);
    const std::string organisation = people::organisation(desk, permit.about()).name;
    form::write_paper_sheet(paper(table, look, organisation, day), form::present_foot(desk),
                            ctx.listing.out);
  }
  if (ctx.globals.json) return ctx.console.out(answer_json(answer));
  if (ctx.globals.quiet) return;
  ctx.console.out(
      text("list.written", arg("rows", table.rows.size()), arg("file", ctx.listing.out)) + "\n" +
      (ctx.globals.dry_run ? text("dry-run") + "\n" : ""));
}

/// Puts a running number before each row.
void number(Table& table, std::string title) {
  table.columns.insert(table.columns.begin(), {"no", Kind::number, std::move(title)});
  std::int64_t n = 0;
  for (Values& row : table.rows) row.insert(row.begin(), Value{++n});
}

Exit officers(Context& ctx, const SheetOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report officers", people::subject_of(desk, o.org));
  const Day day = ctx.day(o.date);
  const auto sheet = report::officer_sheet(desk, permit, day, o.department);
  Table table = officers_table(sheet);
  number(table, text("column.no"));
  PaperLook look{sheet.fields.label.here(), {5}};
  for (const auto& field : sheet.fields.fields)
    look.widths.push_back(std::clamp(static_cast<double>(field.max_length) + 3, 11.0, 20.0));
  give(ctx, desk, permit, list(std::move(table)), look, day);
  return Exit::ok;
}

Table qualifications_table(const report::QualificationSheet& sheet, bool codes_only, bool brief) {
  Table table;
  if (!brief) table.columns = {{"organisation"}, {"department"}, {"teacher_number"}};
  std::vector<std::size_t> shown_columns;
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const auto& column = sheet.columns[i];
    if (brief && !column.brief) continue;
    shown_columns.push_back(i);
    table.columns.push_back({column.id, Kind::text, column.label.here()});
  }
  for (const auto& line : sheet.lines) {
    Values row;
    if (!brief) row = {Value{line.organisation}, or_null(line.department), Value{line.teacher}};
    for (const std::size_t i : shown_columns) row.push_back(or_null(line.cells[i]));
    if (codes_only) {  // the findings are the last column
      std::string codes;
      for (const Finding& f : line.findings)
        codes.append(codes.empty() ? "" : " ").append(f.code->name);
      row.back() = or_null(codes);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Exit qualifications(Context& ctx, const SheetOptions& o) {
  Desk& desk = o.reveal ? ctx.write() : ctx.read();
  const auto subject = people::subject_of(desk, o.org);
  const Permit permit = desk.permit("report qualifications", subject);
  const Day day = ctx.day(o.date);
  if (o.reveal) {
    journal::Transaction tx{
        desk, desk.permit("reveal", subject), {.args = {{"what", Value{"report qualifications"}}}}};
    tx.commit();
  }
  const auto sheet = report::qualifications(desk, permit, day, o.department, o.reveal);
  const bool brief = ctx.console.out_is_terminal() && !ctx.globals.json && ctx.listing.out.empty();
  PaperLook look{sheet.title.here(), {0, 0, 0}};
  for (const auto& column : sheet.columns) look.widths.push_back(column.width);
  const auto mended =
      std::count_if(sheet.lines.begin(), sheet.lines.end(),
                    [](const report::QualificationLine& line) { return line.findings.empty(); });
  Answer answer = list(qualifications_table(sheet, ctx.globals.json, brief));
  if (brief) {
    answer.text = text("qualifications.summary", arg("n", sheet.lines.size()), arg("good", mended));
  }
  give(ctx, desk, permit, std::move(answer), look, day);
  return static_cast<std::size_t>(mended) == sheet.lines.size() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_report_sheets(Verb report) {
  const auto add = [&](const char* name, Exit (*run)(Context&, const SheetOptions&), bool reveals) {
    auto o = std::make_shared<SheetOptions>();
    Verb verb = report.verb(name);
    verb.option("--date", o->date);
    verb.option("--org", o->org);
    verb.option("--department", o->department);
    if (reveals) verb.flag("--reveal", o->reveal);
    verb.lists();
    verb.run([o, run](Context& ctx) { return run(ctx, *o); });
  };
  add("officers", officers, false);
  add("qualifications", qualifications, true);
}

}  // namespace tmis::cmd
