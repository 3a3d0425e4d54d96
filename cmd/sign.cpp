// tmis sign: signatures of teachers over audited tables.
#include "base/message.h"
#include "cmd/verbs.h"
#include "workflow/signature.h"

namespace tmis::cmd {

std::string signed_words(const Desk& desk, const std::string& set) {
  const auto* table = desk.catalogue.named(set);
  return table == nullptr ? text("sign.dossier") : table->label.here();
}

namespace {

struct SignOptions {
  std::string teacher, set, paper, reason, org;
};

Table signatures_table(const std::vector<workflow::SignLine>& lines) {
  Table table{{{"teacher_number"},
               {"name"},
               {"department"},
               {"set", Kind::set, {}, "sign."},
               {"state", Kind::text, {}, "state.signature."},
               {"day"},
               {"by"},
               {"paper"},
               {"reason"}},
              {}};
  for (const auto& l : lines) {
    table.rows.push_back({Value{l.teacher.number}, Value{l.teacher.name},
                          Value{l.teacher.department}, Value{l.set}, Value{l.standing.state},
                          or_null(l.day), or_null(l.by), or_null(l.standing.paper),
                          or_null(l.standing.reason)});
  }
  return table;
}

/// The id of what is signed, a table of the school or the dossier, given so or as lists call it.
std::string set_named(const Desk& desk, const std::string& word) {
  if (word == text("sign.dossier")) return "dossier";
  const auto* table = desk.catalogue.named(word);
  return table == nullptr ? word : table->id;
}

Exit print_done(Context& ctx, const workflow::SignDone& done, const std::string& what,
                std::string_view key = "sign.done") {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state);
  answer.event(done.event);
  answer.text = text(done.unchanged ? "unchanged" : key, arg("set", what));
  ctx.print(answer);
  return Exit::ok;
}

/// For what a teacher does with the own signature, who has given the password just now.
Desk& own_desk(Context& ctx, std::string_view command) {
  Desk& desk = ctx.write();
  access::Subject subject;
  subject.teacher = desk.actor.teacher;
  subject.teacher_org = desk.actor.teacher_org;
  ctx.want_recent_password(desk.permit(command, subject));
  return desk;
}

}  // namespace

void add_sign(Verb app) {
  Verb group = app.verb("sign");
  auto o = std::make_shared<SignOptions>();
  Verb confirm = group.verb("confirm");
  confirm.required("--set", o->set);
  confirm.run([o](Context& ctx) {
    Desk& desk = own_desk(ctx, "sign confirm");
    return print_done(ctx, workflow::confirm(desk, set_named(desk, o->set)),
                      signed_words(desk, o->set));
  });

  auto f = std::make_shared<SignOptions>();
  Verb refuse = group.verb("refuse");
  refuse.required("--set", f->set);
  refuse.required("--reason", f->reason);
  refuse.run([f](Context& ctx) {
    Desk& desk = own_desk(ctx, "sign refuse");
    return print_done(ctx, workflow::refuse(desk, set_named(desk, f->set), f->reason),
                      signed_words(desk, f->set), "sign.objected");
  });

  auto r = std::make_shared<SignOptions>();
  Verb record = group.verb("record");
  record.required("--teacher", r->teacher);
  record.required("--set", r->set);
  record.required("--paper", r->paper);
  record.run([r](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(people::admit(desk, "sign record", r->teacher).permit);
    return print_done(
        ctx, workflow::record_signature(desk, r->teacher, set_named(desk, r->set), r->paper),
        signed_words(desk, r->set));
  });

  auto l = std::make_shared<SignOptions>();
  Verb list_verb = group.verb("list");
  list_verb.option("--teacher", l->teacher);
  list_verb.option("--org", l->org);
  list_verb.lists(Verb::Departments::yes);
  list_verb.run([l](Context& ctx) {
    Desk& desk = ctx.read();
    if (l->teacher.empty()) {
      ctx.print(list(signatures_table(workflow::signatures(
          desk, desk.permit("sign list", people::subject_of(desk, l->org)), std::nullopt))));
    } else {
      const auto who = people::admit(desk, "sign list", l->teacher);
      ctx.print(list(signatures_table(workflow::signatures(desk, who.permit, who.person.row))));
    }
    return Exit::ok;
  });

  auto m = std::make_shared<SignOptions>();
  Verb missing = group.verb("missing");
  missing.option("--org", m->org);
  missing.lists(Verb::Departments::yes);
  missing.run([m](Context& ctx) {
    Desk& desk = ctx.read();
    const auto lines = workflow::missing_signatures(
        desk, desk.permit("sign missing", people::subject_of(desk, m->org)));
    ctx.print(list(signatures_table(lines)));
    return lines.empty() ? Exit::ok : Exit::findings;
  });
}

}  // namespace tmis::cmd
