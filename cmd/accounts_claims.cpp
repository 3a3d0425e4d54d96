// tmis accounts duplicates, different, claim, resolve: persons who may be one, and persons whom two
// organisations claim.
#include <algorithm>
#include <iostream>

#include "base/message.h"
#include "base/text.h"
#include "cmd/accounts.h"
#include "journal/as_of.h"
#include "people/person.h"
#include "workflow/claim.h"
#include "workflow/duplicates.h"

namespace tmis::cmd {
namespace {

struct DuplicatesOptions {
  std::string org;
  bool all = false;
};

/// One line, whatever it is about: empty is what the asker may not see or what isn't there.
struct DuplicateLine {
  const Code* code = nullptr;
  Args args;
  std::string id, number, name, org, department, other_number, other_org, since, state, outcome,
      reason;
};

DuplicateLine line_of(const workflow::Pair& pair) {
  DuplicateLine out;
  out.code = &codes::person_possible_duplicate;
  out.args = {arg("one", pair.one.number), arg("other", pair.other.number),
              arg("name", pair.one.name)};
  if (pair.row != 0) out.id = "declared_different#" + std::to_string(pair.row);
  out.number = pair.one.number;
  out.name = pair.one.name;
  out.org = pair.one.org_code;
  out.department = pair.one.department;
  out.other_number = pair.other.number;
  out.other_org = pair.other.org_code;
  out.since = pair.day;
  out.state = pair.row == 0 ? "waiting" : "different";
  out.reason = pair.reason;
  return out;
}

DuplicateLine line_of(Desk& desk, journal::Events& events, const workflow::Claim& claim) {
  const auto code = [&](std::int64_t org) {
    const auto* found = desk.organisations().find(org);
    return found == nullptr ? std::string{} : found->code;
  };
  DuplicateLine out;
  out.code = &codes::person_claim_open;
  out.id = claim.id;
  out.name = claim.name;
  if (claim.dossier != 0) {
    const auto person = people::person(desk, claim.dossier);
    out.number = person.number;
    out.name = person.name;
    out.department = person.department;
  }
  out.args = {arg("teacher", out.number.empty() ? out.name : out.number)};
  out.org = code(claim.holder);
  out.other_org = code(claim.claimant);
  out.since = events.day(claim.opened);
  out.state = claim.state;
  out.outcome = claim.outcome;
  out.reason = claim.reason;
  return out;
}

Exit list_duplicates(Context& ctx, const DuplicatesOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("accounts duplicates", people::subject_of(desk, o.org));
  std::vector<DuplicateLine> lines;
  for (const auto& pair : workflow::possible_duplicates(desk, permit, o.all))
    lines.push_back(line_of(pair));
  journal::Events events{desk.db};
  for (const auto& claim : workflow::claims(desk, permit)) {
    if (claim.state == "open" || o.all) lines.push_back(line_of(desk, events, claim));
  }
  Table table{{{"code", Kind::text, {}, "duplicate."},
               {"id"},
               {"teacher_number"},
               {"name"},
               {"org"},
               {"department"},
               {"other_number"},
               {"other_org"},
               {"since"},
               {"state", Kind::text, {}, "state.duplicate."},
               {"outcome", Kind::text, {}, "outcome.claim."},
               {"reason"},
               {"message"}},
              {}};
  bool waits = false;
  for (const DuplicateLine& l : lines) {
    const bool undecided = l.state == "waiting" || l.state == "open";
    waits = waits || undecided;
    const Finding finding{l.code, 0, 0, "", {}, l.args};
    table.rows.push_back({Value{l.code->name}, or_null(l.id), or_null(l.number), or_null(l.name),
                          or_null(l.org), or_null(l.department), or_null(l.other_number),
                          or_null(l.other_org), or_null(l.since), Value{l.state},
                          or_null(l.outcome), or_null(l.reason),
                          undecided ? Value{message(finding)} : Value{}});
  }
  ctx.print(list(std::move(table)));
  return waits ? Exit::findings : Exit::ok;
}

void add_different(Verb accounts) {
  struct Options {
    std::string one, other, reason;
  };
  auto o = std::make_shared<Options>();
  Verb verb = accounts.verb("different");
  verb.required("TEACHER", o->one);
  verb.required("OTHER", o->other);
  verb.required("--reason", o->reason);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::different_permit(desk, o->one));
    const auto done = workflow::declare_different(desk, o->one, o->other, o->reason);
    Answer answer;
    answer.figure("id", done.id).figure("state", done.unchanged ? "unchanged" : "different");
    answer.event(done.event);
    answer.text = text(done.unchanged ? "unchanged" : "accounts.different", arg("one", o->one),
                       arg("other", o->other));
    ctx.print(answer);
    return Exit::ok;
  });
}

Exit print_claim(Context& ctx, const workflow::ClaimDone& done, const std::string& key) {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state);
  answer.event(done.event);
  if (!done.transfer.empty()) answer.figure("transfer", done.transfer);
  answer.text = text(key, arg("id", done.id), arg("transfer", done.transfer));
  ctx.print(answer);
  return Exit::ok;
}

void add_claim(Verb accounts) {
  struct Options {
    workflow::ClaimRequest what;
    std::string withdraw;
  };
  auto o = std::make_shared<Options>();
  Verb verb = accounts.verb("claim");
  verb.option("--id-number", o->what.id_number);
  verb.option("--teacher", o->what.teacher);
  verb.option("--name", o->what.name);
  verb.option("--org", o->what.org);
  verb.option("--withdraw", o->withdraw);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    if (!o->withdraw.empty()) {
      ctx.want_recent_password(workflow::withdraw_permit(desk, o->withdraw));
      return print_claim(ctx, workflow::withdraw_claim(desk, o->withdraw), "claim.withdrawn");
    }
    if (o->what.id_number == "-") std::getline(std::cin, o->what.id_number);
    ctx.want_recent_password(desk.permit("accounts claim", people::subject_of(desk, o->what.org)));
    return print_claim(ctx, workflow::open_claim(desk, o->what), "claim.opened");
  });
}

void add_resolve(Verb accounts) {
  struct Options {
    std::string id, reason;
    bool keep = false, error = false, move = false;
  };
  auto o = std::make_shared<Options>();
  Verb verb = accounts.verb("resolve");
  verb.required("ID", o->id);
  verb.flag("--keep", o->keep);
  verb.flag("--error", o->error);
  verb.flag("--move", o->move);
  verb.required("--reason", o->reason);
  verb.run([o](Context& ctx) {
    if (int{o->keep} + int{o->error} + int{o->move} != 1) {
      throw Error{codes::usage_missing,
                  {arg("what", "--keep | --move | --error"), arg("command", "accounts resolve")}};
    }
    Desk& desk = ctx.write();
    ctx.want_recent_password(workflow::resolve_permit(desk, o->id));
    using workflow::ClaimOutcome;
    const auto outcome = o->keep   ? ClaimOutcome::keep
                         : o->move ? ClaimOutcome::move
                                   : ClaimOutcome::error;
    return print_claim(ctx, workflow::resolve_claim(desk, o->id, outcome, o->reason),
                       o->keep   ? "claim.kept"
                       : o->move ? "claim.moved"
                                 : "claim.error");
  });
}

}  // namespace

void add_account_claims(Verb accounts) {
  auto o = std::make_shared<DuplicatesOptions>();
  Verb duplicates = accounts.verb("duplicates");
  duplicates.option("--org", o->org);
  duplicates.flag("--all", o->all);
  duplicates.lists();
  duplicates.run([o](Context& ctx) { return list_duplicates(ctx, *o); });
  add_different(accounts);
  add_claim(accounts);
  add_resolve(accounts);
}

}  // namespace tmis::cmd
