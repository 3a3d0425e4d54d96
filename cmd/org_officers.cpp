// tmis org officers: the list of information officers, brought in from an office's sheet, and
// shown.
#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "cmd/import_answer.h"
#include "cmd/officers_table.h"
#include "cmd/verbs.h"
#include "dossier/records.h"
#include "dossier/rejects.h"
#include "people/officer_list.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

struct OfficerOptions {
  sheet::OpenOptions from;
  people::OfficerImport how;
  std::string rejects;
  std::string blank = "keep";
};

Exit import_list(Context& ctx, OfficerOptions& o) {
  if (o.from.path.empty())
    throw Error{codes::usage_missing, {arg("what", "--from FILE"), arg("command", "org officers")}};
  if (o.blank != "keep" && o.blank != "clear") {
    throw Error{codes::usage_value,
                {arg("value", o.blank), arg("option", "--blank"), arg("expected", "keep, clear")}};
  }
  Desk& desk = ctx.write();
  o.how.clear_blanks = o.blank == "clear";
  std::error_code none;
  if (!o.rejects.empty() && std::filesystem::equivalent(o.rejects, o.from.path, none))
    throw Error{codes::usage_same_file, {arg("file", o.rejects)}};
  if (!o.rejects.empty() && std::filesystem::is_regular_file(o.rejects)) ctx.want_place(o.rejects);
  const auto fields = people::officer_fields(desk.catalogue);
  if (!o.rejects.empty() && !ctx.globals.dry_run) {
    o.how.give_back = [&](const people::OfficerReport& report) {
      if (report.rejected == 0) return;
      dossier::write_rejects(o.from, fields, report.findings, report.rejected_rows, o.rejects);
    };
  }
  const auto source = sheet::open(o.from);
  const auto report = people::import_officers(desk, *source, o.how);
  Imported imported{report.origin,   "officers",       report.read,     report.accepted,
                    report.updated,  report.unchanged, report.rejected, &report.findings,
                    report.unlisted, report.event,     report.stored};
  if (o.how.replace) imported.removed = report.removed;
  return print_import(ctx, {imported}, o.how.partial, o.rejects);
}

void add_list(Verb officers) {
  struct Options {
    std::string org, department;
  };
  auto o = std::make_shared<Options>();
  Verb verb = officers.verb("list");
  verb.option("--org", o->org);
  verb.option("--department", o->department);
  verb.lists();
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("org officers list", people::subject_of(desk, o->org));
    ctx.print(
        list(officers_table(report::officer_sheet(desk, permit, desk.today(), o->department))));
    return Exit::ok;
  });
}

void add_officer_template(Verb officers) {
  auto out = std::make_shared<std::string>();
  Verb verb = officers.verb("template");
  verb.required("--out", *out);
  verb.run([out](Context& ctx) {
    const auto fields = people::officer_fields(schema::Catalogue::load(ctx.schemas_folder()));
    if (file_exists(*out)) throw Error{codes::file_exists, {arg("file", *out)}};
    dossier::write_template({&fields}, *out);
    Answer answer;
    answer.figure("file", *out);
    answer.text = text("template.written", arg("file", *out));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

Table officers_table(const report::OfficerSheet& sheet) {
  Table table;
  for (const schema::Field& field : sheet.fields.fields) {
    const bool number = field.type == schema::FieldType::integer;
    table.columns.push_back({field.id, number ? Kind::number : Kind::text, field.label.here()});
  }
  for (const report::OfficerLine& line : sheet.lines) {
    Values row = line.officer.values;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const schema::Field& field = sheet.fields.fields[i];
      if (field.stored()) continue;
      row[i] = field.type == schema::FieldType::integer ? Value{line.teachers}
                                                        : Value{line.organisation};
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

void add_org_officers(Verb org) {
  auto o = std::make_shared<OfficerOptions>();
  Verb verb = org.verb("officers");
  verb.option("--from", o->from.path);
  verb.option("--sheet", o->from.sheet);
  verb.option("--encoding", o->from.encoding);
  verb.flag("--partial", o->how.partial);
  verb.option("--rejects", o->rejects);
  verb.option("--blank", o->blank);
  verb.flag("--replace", o->how.replace);
  verb.option("--org", o->how.org_code);
  verb.run([o](Context& ctx) { return import_list(ctx, *o); });
  add_list(verb);
  add_officer_template(verb);
}

}  // namespace tmis::cmd
