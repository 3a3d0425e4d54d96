// tmis accounts: dossiers with their accounts in a batch, and accounts of officers.
#include "cmd/accounts.h"

#include <iostream>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "campaign/lock.h"
#include "cmd/import_answer.h"
#include "cmd/passwords.h"
#include "cmd/verbs.h"
#include "dossier/records.h"
#include "dossier/rejects.h"
#include "people/account.h"
#include "people/account_batch.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

struct Single {
  std::string name, sex, birth, id_type = "1", id_number, department, contract_months;
};

struct Create {
  sheet::OpenOptions from;
  people::BatchOptions how;
  std::string rejects, passwords;
  Single one;
};

/// A single teacher is a list of one line: the same checks, the same answer.
std::string as_lines(Desk& desk, const Single& one, bool number_from_input) {
  std::string number = one.id_number;
  if (number_from_input) std::getline(std::cin, number);
  const auto& set = desk.catalogue.accounts();
  const auto id = [&](std::string_view role) { return set.fields[set.with_role(role).value()].id; };
  const auto quoted = [](const std::string& s) {
    std::string out = "\"";
    for (const char c : s) out.append(c == '"' ? "\"\"" : std::string(1, c));
    return out + "\"";
  };
  return id("name") + "," + id("sex") + "," + id("birth_date") + "," + id("identity_type") + "," +
         id("identity_number") + "," + id("department") + "," + id("contract_months") + "\n" +
         quoted(one.name) + "," + quoted(one.sex) + "," + quoted(one.birth) + "," +
         quoted(one.id_type) + "," + quoted(number) + "," + quoted(one.department) + "," +
         quoted(one.contract_months) + "\n";
}

/// What of a campaign's scope rule the list can tell: contracts under a year, and age.
people::ScopeRule scope_rule(Desk& desk, const std::string& org_code) {
  const auto subject = people::subject_of(desk, org_code);
  const auto campaign = campaign::campaign_of(
      desk, subject.org.value_or(desk.actor.grants.empty() ? 0 : desk.actor.grants.front().org));
  if (!campaign) return {};
  return [campaign](const people::Candidate& c) -> const Code* {
    const bool establishment = !c.contract_months;
    const auto born = month_from_iso(std::string_view{c.birth_date}.substr(0, 7));
    const auto facts = [&](std::string_view fact) -> std::optional<Value> {
      if (fact == "basic_information.on_establishment") return Value{std::int64_t{establishment}};
      if (fact == "employment.contract_months" && c.contract_months)
        return Value{*c.contract_months};
      if (fact == "retirement.due_month" && born) {
        // Without a post the later of a woman's two ages: whoever may be collected is.
        const auto due =
            campaign->retirement.due_month(campaign::retirement_group(c.sex, ""), *born);
        return Value{month_to_iso(due)};
      }
      return std::nullopt;
    };
    return campaign->judge(facts).scope == campaign::Judgement::Scope::out ? &codes::scope_out
                                                                           : nullptr;
  };
}

Exit create(Context& ctx, Create& o) {
  Desk& desk = ctx.write();
  Passwords passwords{ctx, o.passwords, "accounts create"};
  o.how.hand_over = passwords.keep();
  const bool single = !o.one.name.empty();
  if (single == !o.from.path.empty()) {
    throw Error{codes::usage_missing,
                {arg("what", "--from FILE | --name …"), arg("command", "accounts create")}};
  }
  o.how.out_of_scope = scope_rule(desk, o.how.org_code);
  o.how.progress = ctx.console.progress(text("accounts.progress"));
  const auto source = single ? sheet::open_bytes(as_lines(desk, o.one, o.one.id_number == "-"),
                                                 {"--name", "", "utf-8"})
                             : sheet::open(o.from);
  if (!o.rejects.empty() && !ctx.globals.dry_run) {
    o.how.give_back = [&](const people::BatchReport& report) {
      if (report.rejected == 0) return;
      dossier::write_rejects(o.from, desk.catalogue.accounts(), report.findings,
                             report.rejected_rows, o.rejects);
    };
  }
  const auto report = people::create_accounts(desk, *source, o.how);
  ctx.console.end_progress();
  passwords.made();
  const Imported imported{
      report.origin,    "accounts",      report.read,      report.accepted, 0,
      report.unchanged, report.rejected, &report.findings, report.unlisted, report.event,
      report.stored};
  return print_import(ctx, {imported}, o.how.partial, o.rejects);
}

void add_create(Verb accounts) {
  auto o = std::make_shared<Create>();
  Verb verb = accounts.verb("create");
  verb.option("--from", o->from.path);
  verb.option("--sheet", o->from.sheet);
  verb.option("--encoding", o->from.encoding);
  verb.flag("--partial", o->how.partial);
  verb.option("--rejects", o->rejects);
  verb.option("--passwords", o->passwords);
  verb.option("--org", o->how.org_code);
  verb.option("--name", o->one.name);
  verb.option("--sex", o->one.sex);
  verb.option("--birth", o->one.birth);
  verb.option("--id-type", o->one.id_type);
  verb.option("--id-number", o->one.id_number);
  verb.option("--department", o->one.department);
  verb.option("--contract-months", o->one.contract_months);
  verb.run([o](Context& ctx) { return create(ctx, *o); });
}

void add_staff(Verb accounts) {
  struct Options {
    people::Officer officer;
    std::string passwords;
  };
  auto o = std::make_shared<Options>();
  Verb verb = accounts.verb("staff");
  verb.required("--login", o->officer.login);
  verb.required("--role", o->officer.role);
  verb.option("--name", o->officer.name);
  verb.option("--org", o->officer.org_code);
  verb.option("--teacher", o->officer.teacher);
  verb.option("--passwords", o->passwords);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    Passwords passwords{ctx, o->passwords, "accounts staff"};
    const auto made = people::add_officer(desk, o->officer, passwords.keep());
    passwords.made();
    return print_new_account(ctx, made, "accounts.staff-made");
  });
}

void add_template(Verb accounts) {
  auto out = std::make_shared<std::string>();
  Verb verb = accounts.verb("template");
  verb.required("--out", *out);
  verb.run([out](Context& ctx) {
    const auto catalogue = schema::Catalogue::load(ctx.schemas_folder());
    if (file_exists(*out)) throw Error{codes::file_exists, {arg("file", *out)}};
    dossier::write_template({&catalogue.accounts()}, *out);
    Answer answer;
    answer.figure("file", *out);
    answer.text = text("template.written", arg("file", *out));
    ctx.print(answer);
    return Exit::ok;
  });
}

std::string roles_of(const people::Account& account, bool read) {
  const auto word = [&](const std::string& role) { return read ? text("role." + role) : role; };
  std::vector<std::string> parts;
  for (const auto& [role, org] : account.roles) parts.push_back(word(role) + "@" + org);
  if (account.own || (parts.empty() && account.teacher)) parts.push_back(word("teacher"));
  return joined(parts, " ");
}

/// `read`: by people.
Table accounts_table(const std::vector<people::Account>& all, bool read) {
  Table table{{{"login"},
               {"name"},
               {"org"},
               {"department"},
               {"roles"},
               {"state", Kind::text, {}, "state.account."},
               {"initial_until"}},
              {}};
  for (const auto& a : all) {
    table.rows.push_back({Value{a.login}, Value{a.name}, Value{a.org_code}, Value{a.department},
                          Value{roles_of(a, read)}, Value{a.state}, or_null(a.initial_until)});
  }
  return table;
}

void add_account_list(Verb accounts) {
  struct Options {
    std::string org;
    people::AccountFilter filter;
  };
  auto o = std::make_shared<Options>();
  Verb verb = accounts.verb("list");
  verb.option("--org", o->org);
  verb.option("--department", o->filter.department);
  verb.option("--state", o->filter.state);
  verb.lists();
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("accounts list", people::subject_of(desk, o->org));
    check_state(o->filter.state, "account");
    ctx.print(list(accounts_table(people::accounts(desk, permit, o->filter), ctx.for_people())));
    return Exit::ok;
  });

  auto login = std::make_shared<std::string>();
  Verb show = accounts.verb("show");
  show.required("LOGIN", *login);
  show.run([login](Context& ctx) {
    Desk& desk = ctx.read();
    const auto account = people::account(desk, *login);
    access::Subject subject;
    subject.org = account.org;
    subject.teacher = account.teacher;
    if (account.teacher) subject.teacher_org = account.org;
    desk.permit("accounts show", subject);
    ctx.print(ctx.object(accounts_table({account}, !ctx.globals.json)));
    return Exit::ok;
  });
}

void add_account_steps(Verb accounts) {
  struct Options {
    std::string login, passwords;
    people::Closing why;
  };
  auto o = std::make_shared<Options>();
  const auto verb = [&](const char* name) -> Verb {
    Verb v = accounts.verb(name);
    v.required("LOGIN", o->login);
    return v;
  };
  Verb disable = verb("disable");
  disable.option("--reason", o->why.reason);
  disable.option("--suspect-since", o->why.suspect_since);
  disable.run([=](Context& ctx) {
    return print_moved(ctx, o->login, people::disable(ctx.write(), o->login, o->why), "disabled");
  });
  verb("enable").run([=](Context& ctx) {
    return print_moved(ctx, o->login, people::enable(ctx.write(), o->login), "active");
  });
  Verb reset = verb("reset");
  reset.option("--reason", o->why.reason);
  reset.option("--suspect-since", o->why.suspect_since);
  reset.option("--passwords", o->passwords);
  reset.run([=](Context& ctx) {
    Desk& desk = ctx.write();
    Passwords passwords{ctx, o->passwords, "accounts reset"};
    const auto made = people::reset(desk, o->login, o->why, passwords.keep());
    passwords.made();
    return print_new_account(ctx, made, "accounts.reset");
  });
  verb("unlock").run([=](Context& ctx) {
    people::unlock(ctx.write(), o->login);
    Answer answer;
    answer.figure("id", people::as_called(o->login)).figure("state", "unlocked");
    answer.text = text("accounts.unlocked", arg("login", people::as_called(o->login)));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_accounts(Verb app) {
  Verb accounts = app.verb("accounts");
  add_create(accounts);
  add_staff(accounts);
  add_template(accounts);
  add_account_list(accounts);
  add_account_steps(accounts);
  add_account_roles(accounts);
  add_account_services(accounts);
  add_account_claims(accounts);
}

}  // namespace tmis::cmd
