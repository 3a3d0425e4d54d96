// tmis credits enrol, assess, close, distribute: the way of a project's participants and results.
#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "cmd/credits.h"
#include "cmd/credits_cases.h"
#include "cmd/import_answer.h"
#include "dossier/rejects.h"
#include "sheet/source.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_results.h"

namespace tmis::cmd {
namespace {

struct ListOptions {
  sheet::OpenOptions from;
  workflow::ParticipantsImport how;
  std::string rejects;
};

using FieldsOf = schema::FieldSet (*)(const schema::Catalogue&);
using ImportList = workflow::ParticipantsReport (*)(Desk&, Source&,
                                                    const workflow::ParticipantsImport&);

Exit import_participants(Context& ctx, ListOptions& o, std::string_view command, FieldsOf fields_of,
                         ImportList import_list) {
  Desk& desk = ctx.write();
  ctx.want_recent_password(workflow::ask_project(desk, command, o.how.project, o.how.as).permit);
  const schema::FieldSet fields = fields_of(desk.catalogue);
  std::error_code none;
  if (!o.rejects.empty() && std::filesystem::equivalent(o.rejects, o.from.path, none))
    throw Error{codes::usage_same_file, {arg("file", o.rejects)}};
  if (!o.rejects.empty() && std::filesystem::is_regular_file(o.rejects)) ctx.want_place(o.rejects);
  if (!o.rejects.empty() && !ctx.globals.dry_run) {
    o.how.give_back = [&](const workflow::ParticipantsReport& report) {
      if (report.rejected == 0) return;
      dossier::write_rejects(o.from, fields, report.findings, report.rejected_rows, o.rejects);
    };
  }
  const auto source = sheet::open(o.from);
  const auto report = import_list(desk, *source, o.how);
  return print_import(ctx,
                      {{report.origin, "credit_enrolment", report.read, report.accepted,
                        report.updated, report.unchanged, report.rejected, &report.findings,
                        report.unlisted, report.event, report.stored}},
                      o.how.partial, o.rejects);
}

std::shared_ptr<ListOptions> list_options(Verb verb) {
  auto o = std::make_shared<ListOptions>();
  verb.required("PROJECT", o->how.project);
  verb.required("--from", o->from.path);
  verb.option("--sheet", o->from.sheet);
  verb.option("--encoding", o->from.encoding);
  verb.flag("--partial", o->how.partial);
  verb.option("--rejects", o->rejects);
  verb.option("--as", o->how.as);
  return o;
}

void add_steps(Verb credits) {
  struct Options {
    std::string project, as;
  };
  auto o = std::make_shared<Options>();
  Verb close = credits.verb("close");
  close.required("PROJECT", o->project);
  close.option("--as", o->as);
  close.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(
        workflow::ask_project(desk, "credits close", o->project, o->as).permit);
    return print_case(ctx, workflow::close_project(desk, o->project, o->as), "credits.closed");
  });

  auto d = std::make_shared<Options>();
  Verb distribute = credits.verb("distribute");
  distribute.required("PROJECT", d->project);
  distribute.run([d](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::ask_project(desk, "credits distribute", d->project).permit);
    const auto out = workflow::distribute_project(desk, d->project);
    Answer answer;
    answer.figure("id", out.done.id).figure("state", out.done.state);
    answer.event(out.done.event);
    answer.figure("parts", out.parts).figure("participants", out.participants);
    answer.text = text(out.done.unchanged ? "unchanged" : "credits.distributed",
                       arg("id", out.done.id), arg("parts", out.parts), arg("n", out.participants));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_credit_participants(Verb credits) {
  Verb enrol = credits.verb("enrol");
  enrol.run([o = list_options(enrol)](Context& ctx) {
    return import_participants(ctx, *o, "credits enrol", workflow::enrolment_fields,
                               workflow::enrol);
  });
  Verb assess = credits.verb("assess");
  assess.run([o = list_options(assess)](Context& ctx) {
    return import_participants(ctx, *o, "credits assess", workflow::result_fields,
                               workflow::assess);
  });
  add_steps(credits);
}

}  // namespace tmis::cmd
