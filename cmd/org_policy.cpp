// tmis org policy: what an organisation settles for itself and those below it.
#include <memory>

#include "base/message.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "people/policy.h"

namespace tmis::cmd {
namespace {

std::string shown_value(const people::PolicyLine& line) {
  if (line.policy->days) return std::to_string(line.value);
  return line.value != 0 ? "on" : "off";
}

Exit list_policies(Context& ctx, const std::string& org) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("org policy", people::subject_of(desk, org));
  Table table{{{"policy"}, {"value"}, {"label"}, {"organisation"}, {"day"}, {"by"}}, {}};
  for (const auto& line : people::policies(desk, permit)) {
    table.rows.push_back({Value{line.policy->id}, Value{shown_value(line)},
                          Value{line.policy->label.here()}, or_null(line.org_code),
                          or_null(line.day), or_null(line.by)});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

}  // namespace

void add_org_policy(Verb org) {
  auto of = std::make_shared<std::string>();
  Verb group = org.verb("policy");
  group.option("--org", *of);
  group.lists();
  group.run([of](Context& ctx) { return list_policies(ctx, *of); });

  auto o = std::make_shared<people::PolicyChange>();
  Verb set = group.verb("set");
  set.required("POLICY", o->id);
  set.required("VALUE", o->value);
  set.option("--org", o->org_code);
  set.option("--reason", o->reason);
  set.run([o](Context& ctx) {
    const auto made = people::settle_policy(ctx.write(), *o);
    Answer answer;
    answer.figure("id", o->id).figure("state", made.event < 0 ? "unchanged" : o->value);
    answer.event(made.event);
    answer.text = made.event < 0
                      ? text("unchanged")
                      : text("org.policy-set", arg("policy", o->id), arg("value", o->value));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
