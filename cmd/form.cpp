// tmis form: forms on paper, to be signed.
#include "form/print.h"

#include "base/message.h"
#include "cmd/verbs.h"

namespace tmis::cmd {
namespace {

Exit print(Context& ctx, const form::PrintOptions& o) {
  if (o.copies < 1 || o.copies > 9) {
    throw Error{codes::usage_value,
                {arg("value", o.copies), arg("option", "--copies"), arg("expected", "1 … 9")}};
  }
  Desk& desk = ctx.write();
  ctx.want_place(o.out);
  const auto done = form::print(desk, o);
  Answer answer;
  answer.figure("forms", done.forms).figure("pages", done.pages);
  answer.event(done.event);
  answer.text = text("form.printed", arg("forms", done.forms), arg("file", o.out));
  ctx.print(answer);
  return Exit::ok;
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
}

}  // namespace tmis::cmd
