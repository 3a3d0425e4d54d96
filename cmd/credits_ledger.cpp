// tmis credits ledger, status, recompute: what is confirmed, who is behind, and what another rule
// set would give. They show; nothing here confirms.
#include <algorithm>

#include "base/file.h"
#include "base/message.h"
#include "cmd/credits.h"
#include "cmd/credits_tables.h"
#include "cmd/verbs.h"
#include "form/credits.h"
#include "journal/as_of.h"
#include "people/person.h"
#include "report/credits.h"
#include "schema/display.h"

namespace tmis::cmd {
namespace {

using workflow::CreditState;
using workflow::Ledger;

struct LedgerOptions {
  std::string teacher, cycle, out;
};

std::string label_of(Desk& desk, std::string_view table, const std::string& code) {
  return code.empty() ? code : schema::code_label(desk.catalogue.codes(table), code);
}

Table entries_table(Desk& desk, const Ledger& ledger) {
  Table table{{{"end_date"},
               {"case"},
               code_before_words("category"),
               {"category_label"},
               code_before_words("mode"),
               {"mode_label"},
               {"result", Kind::text, {}, "state.credit-result."},
               amount_column("hours"),
               amount_column("credits"),
               amount_column("counted"),
               amount_column("surplus"),
               amount_column("measured"),
               {"rule"},
               {"rule_version"},
               {"state", Kind::text, {}, "state.credit-entry."},
               {"version", Kind::number},
               {"event", Kind::number}},
              {}};
  for (const auto& line : ledger.lines) {
    const auto& row = line.row;
    const auto& traits = row.entry.traits;
    table.rows.push_back({Value{to_iso(row.entry.end)}, Value{row.case_id}, or_null(traits[0]),
                          or_null(label_of(desk, "training_category", traits[0])),
                          or_null(traits[1]), or_null(label_of(desk, "training_mode", traits[1])),
                          Value{credits::name(row.entry.result)}, amount(row.entry.hours),
                          amount(row.credits), amount(row.counted), amount(row.surplus),
                          line.replaced ? Value{} : amount(line.measured), Value{row.rule},
                          Value{row.rule_version},
                          Value{line.replaced     ? "replaced"
                                : row.version > 1 ? "corrected"
                                                  : "confirmed"},
                          Value{std::int64_t{row.version}}, Value{row.seq}});
  }
  return table;
}

Answer ledger_answer(Desk& desk, const Ledger& ledger) {
  Answer answer;
  answer.figure("teacher_number", ledger.person.number).figure("name", ledger.person.name);
  answer.figure("organisation", ledger.person.org_code);
  if (ledger.cycle) {
    const auto& set = ledger.cycle->rule->set;
    answer.figure("rule", set.id).figure("rule_version", ledger.cycle->rule->version);
    answer.figure("unit", set.unit);
    answer.figure("cycle_from", to_iso(ledger.cycle->first));
    answer.figure("cycle_until", to_iso(ledger.cycle->last()));
  }
  answer.figures.emplace_back("hours", amount(ledger.hours));
  answer.figures.emplace_back("credits", amount(ledger.credits));
  answer.figures.emplace_back("total", amount(ledger.counted));
  answer.figures.emplace_back("surplus", amount(ledger.surplus));
  answer.figures.emplace_back("measured", amount(ledger.measured));
  answer.tables.emplace_back("entries", entries_table(desk, ledger));
  answer.tables.emplace_back("requirements", requirements_table(ledger.requirements));
  return answer;
}

std::string summary(const Ledger& ledger) {
  if (!ledger.cycle) return text("credits.ledger.no-rule", arg("name", ledger.person.name));
  const auto& set = ledger.cycle->rule->set;
  return text("credits.ledger.summary", arg("name", ledger.person.name),
              arg("number", ledger.person.number),
              arg("rule", language() == Language::zh ? set.zh : set.en),
              arg("from", to_iso(ledger.cycle->first)), arg("until", to_iso(ledger.cycle->last())),
              arg("hours", to_text(ledger.hours)), arg("credits", to_text(ledger.credits)),
              arg("counted", to_text(ledger.measured)));
}

Exit show_ledger(Context& ctx, const LedgerOptions& o) {
  const std::string ending = o.out.empty() ? "" : file_ending(o.out);
  if (!o.out.empty() && ending != "pdf" && ending != "xlsx")
    throw Error{codes::file_ending, {arg("file", o.out), arg("endings", ".pdf, .xlsx")}};
  Desk& desk = o.out.empty() ? ctx.read() : ctx.write();
  const std::string command = "credits ledger";
  const auto [permit, person] = people::admit(desk, command, ctx.whose(o.teacher, command));
  workflow::RuleBook book{desk};
  const Ledger ledger = workflow::ledger(desk, book, person, o.cycle, ctx.day(""));
  Answer answer = ledger_answer(desk, ledger);
  if (o.out.empty()) {
    if (ctx.console.out_is_terminal()) answer.text = summary(ledger);
    ctx.print(answer);
    return Exit::ok;
  }
  if (!ctx.globals.dry_run) ctx.want_place(o.out);
  const auto printed = form::print_credits(desk, permit, ledger, o.out);
  answer.figure("file", o.out).figure("code", printed.code);
  answer.event(printed.event);
  answer.text = text("credits.ledger-written", arg("file", o.out), arg("code", printed.code));
  if (!ctx.globals.json) answer.tables.clear(), answer.figures.clear();
  ctx.print(answer);
  return Exit::ok;
}

struct StatusOptions {
  report::CreditQuestion question;
  std::string org, rule;
};

/// The requirements that make somebody late or behind, else those that are open: a teacher with
/// several has a line of each.
Exit show_status(Context& ctx, const StatusOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("credits status", people::subject_of(desk, o.org));
  workflow::RuleBook book{desk};
  auto question = o.question;
  question.asked = ctx.day("");
  Table table{{{"organisation"},
               {"department"},
               {"teacher_number"},
               {"name"},
               {"state", Kind::text, {}, "state.credits."},
               {"rule"},
               {"cycle_from"},
               {"cycle_until"},
               {"requirement"},
               {"label"},
               {"year", Kind::number},
               amount_column("at_least"),
               amount_column("have"),
               amount_column("short"),
               {"until"}},
              {}};
  bool behind = false;
  std::int64_t people_behind = 0;
  for (const auto& line : report::credit_status(desk, permit, book, question)) {
    const auto& p = line.person;
    const Values head{Value{p.org_code}, or_null(p.department), Value{p.number}, or_null(p.name)};
    if (line.state >= CreditState::behind) behind = true, ++people_behind;
    bool any = false;
    for (const auto& r : line.lines) {
      if (!question.all && r.state < CreditState::behind) continue;
      if (!r.requirement->checked) continue;
      any = true;
      Values row = head;
      const auto more = requirement_cells(r);
      row.insert(row.end(), {Value{workflow::name(r.state)}, Value{line.rule->set.id},
                             Value{to_iso(line.first)}, Value{to_iso(line.last)}});
      row.insert(row.end(), more.begin(), more.end());
      row.push_back(Value{to_iso(r.until)});
      table.rows.push_back(std::move(row));
    }
    if (any) continue;
    Values row = head;
    row.push_back(Value{line.rule == nullptr ? "none" : workflow::name(line.state)});
    row.push_back(or_null(line.rule == nullptr ? "" : line.rule->set.id));
    row.resize(table.columns.size());
    table.rows.push_back(std::move(row));
  }
  Answer answer = list(std::move(table));
  if (ctx.console.out_is_terminal())
    answer.text = text("credits.status.summary", arg("n", people_behind));
  ctx.print(std::move(answer));
  return behind ? Exit::findings : Exit::ok;
}

Exit show_recompute(Context& ctx, const StatusOptions& o) {
  if (!ctx.globals.dry_run) {
    throw Error{codes::usage_missing,
                {arg("what", "--dry-run"), arg("command", "credits recompute")}};
  }
  Desk& desk = ctx.read();
  desk.permit("credits recompute", people::subject_of(desk, o.org));
  const Permit reach = desk.permit("credits status");
  workflow::RuleBook book{desk};
  auto question = o.question;
  question.asked = ctx.day("");
  Table table{{{"organisation"},
               {"org-name"},
               {"teachers", Kind::number},
               {"entries", Kind::number},
               {"uncovered", Kind::number},
               amount_column("counted"),
               amount_column("counted_then"),
               {"met", Kind::number},
               {"met_then", Kind::number}},
              {}};
  for (const auto& l : report::recompute(desk, reach, book, o.rule, question)) {
    table.rows.push_back({Value{l.organisation}, Value{l.name}, Value{l.teachers}, Value{l.entries},
                          Value{l.uncovered}, amount(l.counted), amount(l.counted_then),
                          Value{l.met}, Value{l.met_then}});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

}  // namespace

void add_credit_ledger(Verb credits) {
  auto l = std::make_shared<LedgerOptions>();
  Verb ledger = credits.verb("ledger");
  ledger.option("--teacher", l->teacher);
  ledger.option("--cycle", l->cycle);
  ledger.option("--out", l->out);
  ledger.run([l](Context& ctx) { return show_ledger(ctx, *l); });

  auto s = std::make_shared<StatusOptions>();
  Verb status = credits.verb("status");
  status.option("--cycle", s->question.cycle);
  status.option("--org", s->org);
  status.flag("--all", s->question.all);
  status.lists(Verb::Departments::yes);
  status.run([s](Context& ctx) { return show_status(ctx, *s); });

  auto r = std::make_shared<StatusOptions>();
  Verb recompute = credits.verb("recompute");
  recompute.required("--rule", r->rule);
  recompute.option("--cycle", r->question.cycle);
  recompute.lists();
  recompute.run([r](Context& ctx) { return show_recompute(ctx, *r); });
}

}  // namespace tmis::cmd
