// tmis audit slips: on paper, what was returned to whom.
#include "base/date.h"
#include "base/message.h"
#include "cmd/verbs.h"
#include "form/slips.h"

namespace tmis::cmd {
namespace {

Exit slips(Context& ctx, const form::SlipOptions& o) {
  if (!o.until.empty() && !day_from_iso(o.until)) {
    throw Error{codes::usage_value,
                {arg("value", o.until), arg("option", "--until"), arg("expected", "YYYY-MM-DD")}};
  }
  Desk& desk = ctx.write();
  if (!ctx.globals.dry_run) ctx.want_place(o.out);
  const auto done = form::print_slips(desk, o);
  Answer answer;
  answer.figure("slips", done.slips).figure("items", done.items).figure("pages", done.pages);
  answer.event(done.event);
  answer.text = text(done.slips == 0 ? "audit.no-slips" : "audit.slips", arg("slips", done.slips),
                     arg("items", done.items), arg("file", o.out));
  ctx.print(answer);
  return Exit::ok;
}

}  // namespace

void add_audit_slips(Verb audit) {
  auto o = std::make_shared<form::SlipOptions>();
  Verb verb = audit.verb("slips");
  verb.required("--out", o->out);
  verb.option("--org", o->org_code);
  verb.option("--department", o->department);
  verb.option("--until", o->until);
  verb.run([o](Context& ctx) { return slips(ctx, *o); });
}

}  // namespace tmis::cmd
