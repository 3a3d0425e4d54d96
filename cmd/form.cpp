// tmis form: forms on paper, to be signed, and whether they still hold.
#include "form/print.h"

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/verbs.h"
#include "form/verify.h"

namespace tmis::cmd {
namespace {

Exit print(Context& ctx, const form::PrintOptions& o) {
  if (o.copies < 1 || o.copies > 9) {
    throw Error{codes::usage_value,
                {arg("value", o.copies), arg("option", "--copies"), arg("expected", "1 … 9")}};
  }
  Desk& desk = ctx.write();
  if (!file_ending(o.out).empty()) ctx.want_place(o.out);
  const auto done = form::print(desk, o);
  Answer answer;
  answer.figure("forms", done.forms).figure("pages", done.pages);
  answer.event(done.event);
  answer.text = text("form.printed", arg("forms", done.forms), arg("file", o.out));
  ctx.print(answer);
  return Exit::ok;
}

/// Stale is exit 1: a script that scans a pile of forms goes by it.
Exit verify(Context& ctx, const std::string& code) {
  const form::Verdict v = form::verify(ctx.read(), code);
  Answer answer;
  answer.figure("code", v.code)
      .figure("form", v.kind)
      .figure("verdict", v.valid ? "valid" : "stale");
  if (v.known) {
    answer.figure("teacher_number", v.number).figure("name", v.name);
    answer.figure("organisation", v.organisation).figure("printed_on", v.day);
    answer.figure("printed_by", v.by).figure("times", v.times);
    answer.event(v.event);
    Table changed{{{"table"}}, {}};
    for (const std::string& table : v.changed) changed.rows.push_back({Value{table}});
    answer.tables.emplace_back("changed", std::move(changed));
  }
  if (v.known) {
    answer.text =
        text(v.valid ? "form.valid" : "form.stale", arg("title", v.title), arg("name", v.name),
             arg("number", v.number), arg("organisation", v.organisation), arg("day", v.day),
             arg("by", v.by), arg("changed", joined(v.changed, text("form.and"))));
  } else {
    answer.text =
        text(v.valid ? "form.valid-unknown" : "form.stale-unknown", arg("title", v.title));
  }
  if (!ctx.globals.json) answer.tables.clear();
  ctx.print(answer);
  return v.valid ? Exit::ok : Exit::findings;
}

}  // namespace

void add_form(Verb app) {
  Verb group = app.verb("form");
  auto o = std::make_shared<form::PrintOptions>();
  Verb verb = group.verb("print");
  verb.option("--teacher", o->teacher);
  verb.option("--org", o->org_code);
  verb.option("--department", o->department);
  verb.option("--form", o->kind);
  verb.option("--copies", o->copies);
  verb.required("--out", o->out);
  verb.run([o](Context& ctx) { return print(ctx, *o); });

  auto code = std::make_shared<std::string>();
  Verb check = group.verb("verify");
  check.required("CODE", *code);
  check.run([code](Context& ctx) { return verify(ctx, *code); });
}

}  // namespace tmis::cmd
