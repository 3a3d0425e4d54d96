// tmis credits claim: what teachers have studied by themselves.
#include "base/message.h"
#include "cmd/credits.h"
#include "cmd/credits_cases.h"
#include "people/person.h"
#include "workflow/credit_claim.h"

namespace tmis::cmd {
namespace {

Table claims_table(Desk& desk, const std::vector<workflow::CreditClaimLine>& lines) {
  Table table{{{"id"},
               {"organisation"},
               {"teacher_number"},
               {"name"},
               {"study"},
               {"institution"},
               {"hours", Kind::number},
               {"times", Kind::number},
               {"start"},
               {"end"},
               {"evidence"},
               {"file"},
               {"authority"},
               {"state", Kind::text, {}, "state.credit_claim."},
               {"reason"}},
              {}};
  for (const auto& [c, person] : lines) {
    table.rows.push_back({Value{c.id()}, Value{person.org_code}, Value{person.number},
                          Value{person.name}, Value{c.name}, or_null(c.institution), Value{c.hours},
                          or_null(c.times), Value{c.start}, Value{c.end}, or_null(c.evidence),
                          or_null(c.file_name), Value{org_code(desk, c.authority)}, Value{c.state},
                          or_null(c.reason)});
  }
  return table;
}

}  // namespace

void add_credit_claims(Verb credits) {
  struct Options {
    workflow::NewCreditClaim claim;
    std::int64_t times = -1;
  };
  auto o = std::make_shared<Options>();
  Verb verb = credits.verb("claim");
  verb.option("--name", o->claim.name);
  verb.option("--hours", o->claim.hours);
  verb.option("--times", o->times);
  verb.option("--start", o->claim.start);
  verb.option("--end", o->claim.end);
  verb.option("--institution", o->claim.institution);
  verb.option("--mode", o->claim.mode);
  verb.option("--course", o->claim.course);
  verb.option("--activity", o->claim.activity);
  verb.option("--honour", o->claim.honour);
  verb.option("--country", o->claim.country);
  verb.option("--evidence", o->claim.evidence);
  verb.option("--file", o->claim.file);
  verb.option("--again", o->claim.again);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(desk.permit("credits claim"));
    o->claim.times = given(o->times);
    return print_case(ctx, workflow::claim_credits(desk, o->claim), "credits.claimed");
  });

  auto id = std::make_shared<std::string>();
  Verb withdraw = verb.verb("withdraw");
  withdraw.required("ID", *id);
  withdraw.run([id](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(desk.permit("credits claim withdraw"));
    return print_case(ctx, workflow::withdraw_credit_claim(desk, *id), "credits.claim.withdrawn");
  });

  struct Looks {
    std::string org, state;
  };
  auto l = std::make_shared<Looks>();
  Verb list_verb = verb.verb("list");
  list_verb.option("--state", l->state);
  list_verb.option("--org", l->org);
  list_verb.lists();
  list_verb.run([l](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("credits claim list", people::subject_of(desk, l->org));
    ctx.print(list(claims_table(desk, workflow::credit_claims(desk, permit, l->state))));
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
