// What must hold whatever was done: the file is read by plain queries and compared with the model.
#include <algorithm>

#include "base/text.h"
#include "journal/credit_ledger.h"
#include "journal/verify.h"
#include "people/person.h"
#include "walk.h"
#include "workflow/claim.h"
#include "workflow/rotation.h"
#include "workflow/transfer.h"

namespace tmis::walk {
namespace {

std::string listed(const std::vector<std::string>& all) {
  std::string out = "[";
  for (const std::string& one : all) out += " " + one;
  return out + " ]";
}

std::vector<std::string> sorted(std::vector<std::string> all) {
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> of(const std::set<std::string>& all) { return {all.begin(), all.end()}; }

}  // namespace

void Walk::demand(bool holds, const std::string& what) const {
  if (!holds) throw Failure{what + "\n  after: " + said_};
}

/// The first column of a query about one row, sorted as text.
std::vector<std::string> Walk::column(const std::string& sql, std::int64_t about) {
  auto rows = place_.desk.db.statement(sql);
  rows.with(about);
  std::vector<std::string> out;
  while (rows.step()) out.emplace_back(rows.text(0));
  return sorted(std::move(out));
}

void Walk::check_teacher(Id t) {
  const Teacher& of_model = m_.teachers[t];
  const std::int64_t about = row(t);
  const std::string who = " of " + number(t);
  const auto same = [&](const char* what, const std::string& sql,
                        const std::vector<std::string>& expected) {
    const auto found = column(sql, about), wanted = sorted(expected);
    demand(found == wanted,
           std::string{what} + who + ": " + listed(found) + ", expected " + listed(wanted));
  };
  // One person is in one place: the dossier, its account and the model name the same school.
  const std::string& home = m_.org(of_model.org).code;
  same("school",
       "SELECT o.code FROM teacher t JOIN organisation o ON o.row = t.org WHERE t.row = ?", {home});
  same("school of the account",
       "SELECT o.code FROM account a JOIN organisation o ON o.row = a.org WHERE a.teacher = ? AND "
       "a.name IS NULL",
       {home});
  std::vector<std::string> expected;
  for (const auto& [from, spell] : of_model.line) expected.push_back(from + " " + spell.status);
  same("status", "SELECT from_day || ' ' || status FROM status_change WHERE teacher = ?", expected);
  expected.clear();
  std::size_t open = 0;
  for (const Transfer& tr : of_model.transfers) {
    expected.push_back(tr.id + " " + tr.state + " " + m_.org(tr.to).code);
    if (tr.open()) ++open;
  }
  demand(open <= 1, "two open transfers" + who);
  same("transfers",
       "SELECT c.id || ' ' || c.state || ' ' || o.code FROM transfer_case c JOIN organisation o ON "
       "o.row = c.to_org WHERE c.teacher = ?",
       expected);
  expected.clear();
  open = 0;
  for (const Rotation& r : of_model.rotations) {
    expected.push_back(r.id + " " + r.state);
    if (r.open()) ++open;
    demand(!r.open() || r.org == of_model.org, "a rotation from another school" + who);
  }
  same("rotations", "SELECT id || ' ' || state FROM rotation_case WHERE teacher = ?", expected);
  expected.clear();
  for (const Claim& c : of_model.claims) expected.push_back(c.id + (c.open ? " open" : " closed"));
  same("claims", "SELECT id || ' ' || state FROM identity_claim WHERE dossier = ?", expected);
  expected.clear();
  for (const CreditClaim& c : of_model.studies)
    expected.push_back(c.id + " " + c.state + " " + m_.org(c.authority).code);
  same("claims of credits",
       "SELECT c.id || ' ' || c.state || ' ' || o.code FROM credit_claim c JOIN organisation o ON "
       "o.row = c.authority WHERE c.teacher = ?",
       expected);
  // No credit is counted twice, and none is there that nobody confirmed.
  same("entries", "SELECT case_id FROM credit_entry WHERE teacher = ?", of(of_model.trainings));
  same(
      "entries that count too much",
      "SELECT case_id FROM credit_entry WHERE teacher = ? AND (counted < 0 OR counted + surplus <> "
      "credits)",
      {});
  // The dossier has what the processes wrote, and nothing else that says so.
  same("rows of domestic_training",
       "SELECT business FROM domestic_training WHERE teacher = ? AND business IS NOT NULL",
       of(of_model.trainings));
  same("rows of exchange_rotation",
       "SELECT business FROM exchange_rotation WHERE teacher = ? AND business IS NOT NULL",
       of(of_model.exchanges));
  same("places of work",
       "SELECT count(*) FROM work_experience WHERE teacher = ? AND unit_name IN (SELECT name FROM "
       "organisation)",
       {std::to_string(of_model.arrivals.size())});
  // The ledger is the sum of its entries.
  same("ledger",
       "SELECT l.n || ' entries, ' || l.total || ' against ' || e.total FROM (SELECT "
       "coalesce(sum(total), 0) AS total, coalesce(sum(entries), 0) AS n FROM credit_ledger WHERE "
       "teacher = ?1) l, (SELECT coalesce(sum(counted), 0) AS total, count(*) AS n FROM "
       "credit_entry WHERE teacher = ?1) e WHERE l.n <> e.n OR l.total <> e.total",
       {});
}

void Walk::check_project(const Project& p) {
  const std::int64_t about = std::stoll(p.id.substr(p.id.find('#') + 1));
  const auto same = [&](const char* what, const std::string& sql,
                        const std::vector<std::string>& expected) {
    const auto found = column(sql, about), wanted = sorted(expected);
    demand(found == wanted, std::string{what} + " of " + p.id + ": " + listed(found) +
                                ", expected " + listed(wanted));
  };
  same("state", "SELECT state FROM credit_project WHERE row = ?", {p.state});
  std::vector<std::string> people, parts, entries;
  for (const auto& [t, e] : p.people) {
    people.push_back(number(t) + " " + e.state + " " + e.result);
    if (e.state == "confirmed") entries.push_back(number(t));
  }
  for (const auto& [province, part] : p.parts)
    parts.push_back(m_.org(province).code + " " + part.state);
  same("participants",
       "SELECT t.number || ' ' || e.state || ' ' || coalesce(e.result, '') FROM credit_enrolment e "
       "JOIN teacher t ON t.row = e.teacher WHERE e.project = ?",
       people);
  same("parts",
       "SELECT o.code || ' ' || c.state FROM credit_part c JOIN organisation o ON o.row = "
       "c.authority WHERE c.project = ?",
       parts);
  same("credited",
       "SELECT t.number FROM credit_entry e JOIN teacher t ON t.row = e.teacher WHERE e.case_id = "
       "'project#' || ?",
       entries);
}

/// Somebody looks at a dossier: whether he may, follows from where it is.
void Walk::check_reading(const Step& s) {
  const Id t = (s.teacher + s.detail) % m_.teachers.size();
  const Id actor = s.choice % m_.country.officers.size();
  bool sees = false, any = false;
  for (const Role& role : m_.actors[actor].roles) {
    const std::string& kind = m_.org(role.org).kind;
    const Id home = m_.teachers[t].org;
    if (role.role == "sysadmin" || kind == "institution") continue;
    any = true;
    if (role.org == home) sees = true;
    if (kind == "authority" && role.org != home && m_.below(home, role.org)) sees = true;
  }
  if (m_.teaches(actor)) any = true, sees = m_.own(actor, t);
  const std::string want = sees ? "seen" : any ? "teacher.not-found:6" : "denied.role:4";
  const auto got = answer(actor, [&] {
    people::admit(place_.desk, "record show", number(t));
    return std::string{"seen"};
  });
  if (got != unless_shut(actor, want))
    throw Failure{"record show " + number(t) + " by " + m_.actors[actor].login + ": " + got +
                  ", expected " + want + "\n  after: " + said_};
}

/// The cases that somebody's lists have are those of his organisation, or those below it.
void Walk::check_lists(Id actor) {
  const auto schools = m_.manages(actor, "school"), above = m_.manages(actor, "authority");
  if (plural(actor) || (schools.empty() && above.empty()) || shut(actor)) return;
  place_.sit(m_.actors[actor].login);
  const auto mine = [&](std::initializer_list<Id> sides) {
    return std::any_of(sides.begin(), sides.end(), [&](Id side) {
      return above.empty() ? side == schools.front() : m_.below(side, above.front());
    });
  };
  std::vector<std::string> transfers, rotations, claims, found;
  for (const Teacher& of_model : m_.teachers) {
    for (const Transfer& tr : of_model.transfers) {
      if (mine({tr.to, tr.to_authority, tr.from, tr.from_authority})) transfers.push_back(tr.id);
    }
    for (const Rotation& r : of_model.rotations) {
      if (mine({r.org, r.authority, r.host})) rotations.push_back(r.id);
    }
    for (const Claim& c : of_model.claims) {
      if (mine({c.holder, c.claimant})) claims.push_back(c.id);
    }
  }
  Desk& desk = place_.desk;
  const auto compare = [&](const char* what, std::vector<std::string>& expected) {
    demand(sorted(found) == sorted(expected),
           std::string{what} + " that " + m_.actors[actor].login +
               " sees: " + listed(sorted(found)) + ", expected " + listed(sorted(expected)));
    found.clear();
  };
  for (const auto& line : workflow::transfers(desk, desk.permit("transfer list"),
                                              {.state = "", .teacher = "", .all = true}))
    found.push_back(line.file.id);
  compare("transfers", transfers);
  for (const auto& line :
       workflow::rotations(desk, desk.permit("rotation list"), {.state = "", .all = true}))
    found.push_back(line.file.id);
  compare("rotations", rotations);
  for (const auto& claim : workflow::claims(desk, desk.permit("accounts duplicates")))
    found.push_back(claim.id);
  compare("claims", claims);
}

void Walk::check_all() {
  for (Id t = 0; t < m_.teachers.size(); ++t) check_teacher(t);
  for (const Project& p : m_.projects) check_project(p);
  for (Id actor = 0; actor < m_.country.officers.size(); ++actor) check_lists(actor);
  journal::check_credit_ledger(place_.desk.db, [&](std::int64_t teacher) {
    throw Failure{"the ledger of teacher " + std::to_string(teacher) +
                  " isn't what its entries say\n  after: " + said_};
  });
  for (Id t = 0; t < m_.teachers.size(); ++t) {
    std::vector<std::string> expected, found;
    for (const auto& [id, item] : m_.teachers[t].items) {
      if (item.set == "paper") expected.push_back(id + " " + item.state);
    }
    if (expected.empty()) continue;
    found = column(
        "SELECT 'paper#' || p.row || ' ' || coalesce(s.state, 'draft') FROM paper p LEFT JOIN "
        "item_state s ON s.table_id = 14 AND s.record = p.row WHERE p.teacher = ?",
        row(t));
    demand(found == sorted(expected), "papers of " + number(t) + ": " + listed(found) +
                                          ", expected " + listed(sorted(expected)));
  }
}

void Walk::verify() {
  const auto verdict = journal::verify(place_.desk);
  for (const auto& d : verdict.findings) {
    throw Failure{std::string{"journal verify: "} + d.code->name + " at event " +
                  std::to_string(d.seq) + " " + d.table + " " + std::to_string(d.record) +
                  "\n  last: " + said_};
  }
}

}  // namespace tmis::walk
