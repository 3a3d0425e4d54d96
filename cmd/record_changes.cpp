// tmis record propose, proposals: changes of key data, which the authority accepts.
#include "base/message.h"
#include "cmd/record.h"
#include "people/person.h"
#include "workflow/key_data.h"

namespace tmis::cmd {
namespace {

struct ProposeOptions {
  std::string teacher, reason, withdraw;
  std::vector<std::string> values;
};

Exit print_proposed(Context& ctx, const workflow::ProposeDone& done) {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state);
  answer.event(done.event);
  answer.text = text(done.unchanged ? "unchanged" : "change." + done.state, arg("id", done.id));
  ctx.print(answer);
  return Exit::ok;
}

Exit propose(Context& ctx, const ProposeOptions& o) {
  Desk& desk = ctx.write();
  if (!o.withdraw.empty()) {
    return print_proposed(ctx, workflow::withdraw_proposal(desk, o.withdraw, o.reason));
  }
  for (const auto& [what, given] :
       {std::pair{"--teacher", !o.teacher.empty()}, std::pair{"--set", !o.values.empty()}}) {
    if (!given)
      throw Error{codes::usage_missing, {arg("what", what), arg("command", "record propose")}};
  }
  return print_proposed(ctx, workflow::propose(desk, {o.teacher, assignments(o.values), o.reason}));
}

struct ProposalsOptions {
  std::string teacher, org;
  bool all = false;
};

Exit list_proposals(Context& ctx, const ProposalsOptions& o) {
  Desk& desk = ctx.read();
  std::optional<std::int64_t> teacher;
  const Permit permit = [&] {
    if (o.teacher.empty()) return desk.permit("record proposals", people::subject_of(desk, o.org));
    const auto who = people::admit(desk, "record proposals", o.teacher);
    teacher = who.person.row;
    return who.permit;
  }();
  Table table{{{"id"},
               {"teacher_number"},
               {"name"},
               {"org"},
               {"field"},
               {"label"},
               {"before"},
               {"after"},
               {"state", Kind::text, {}, "state.change."},
               {"since"},
               {"by"},
               {"submission"},
               {"reason"}},
              {}};
  for (const auto& p : workflow::proposals(desk, permit, teacher, o.all)) {
    table.rows.push_back({Value{"key_data_proposal#" + std::to_string(p.row)},
                          Value{p.teacher.number}, Value{p.teacher.name}, Value{p.teacher.org_code},
                          or_null(p.field), or_null(p.label), or_null(p.before), Value{p.after},
                          Value{p.state}, Value{p.day}, Value{p.by}, or_null(p.submission),
                          Value{p.reason}});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

}  // namespace

void add_record_changes(Verb record) {
  auto o = std::make_shared<ProposeOptions>();
  Verb verb = record.verb("propose");
  verb.option("--teacher", o->teacher);
  verb.option("--set", o->values);
  verb.required("--reason", o->reason);
  verb.option("--withdraw", o->withdraw);
  verb.run([o](Context& ctx) { return propose(ctx, *o); });

  auto l = std::make_shared<ProposalsOptions>();
  Verb list_verb = record.verb("proposals");
  list_verb.option("--teacher", l->teacher);
  list_verb.option("--org", l->org);
  list_verb.flag("--all", l->all);
  list_verb.lists();
  list_verb.run([l](Context& ctx) { return list_proposals(ctx, *l); });
}

}  // namespace tmis::cmd
