// A row a claim. A file that is shown is not kept: its hash says later whether a paper is the same.
#include "workflow/credit_claim.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "keys/hash.h"
#include "people/organisation.h"
#include "workflow/given.h"

namespace tmis::workflow {
namespace {

using store::program_table;

constexpr const char* kClaimCredits = "credits claim";
/// Codes of training_category and training_mode for study of one's own.
constexpr std::string_view kSelfDirected = "6", kSelfDirectedMode = "9";

const Machine& credit_claim_machine() { return Machine::of("credit_claim"); }

CreditClaim credit_claim_of(const journal::PastRow& row) {
  const auto& v = row.values;
  CreditClaim c;
  c.row = row.row;
  c.teacher = v[1].number, c.authority = v[2].number;
  c.name = v[3].text, c.institution = v[4].text;
  c.facts = {v[5].text, v[6].text, v[7].text, v[8].text, v[9].text, v[10].text};
  c.hours = v[11].number;
  if (!v[12].is_null()) c.times = v[12].number;
  c.start = v[13].text, c.end = v[14].text;
  c.evidence = v[15].text, c.file_name = v[16].text, c.file_hash = v[17].text;
  c.state = v[18].text, c.reason = v[19].text;
  c.seq = row.seq;
  return c;
}

std::vector<std::string> credit_claim_names() {
  std::vector<std::string> out;
  for (const auto& column : program_table("credit_claim").columns) out.push_back(column.name);
  return out;
}

/// Lays what was given over the claim.
void fill_claim(Desk& desk, const NewCreditClaim& given, CreditClaim& c) {
  const auto set = [](std::string& to, const std::string& from) {
    if (!from.empty()) to = from;
  };
  set(c.name, given.name);
  set(c.institution, given.institution);
  set(c.start, day_given(given.start, "--start"));
  set(c.end, day_given(given.end, "--end"));
  set(c.facts.course, given.course);
  set(c.facts.activity, given.activity);
  set(c.facts.honour, given.honour);
  if (!given.mode.empty())
    c.facts.mode = code_meant(desk.catalogue.codes("training_mode"), given.mode, "--mode");
  if (!given.country.empty()) {
    c.facts.country =
        code_meant(desk.catalogue.codes("country_region"), given.country, "--country");
  }
  if (given.hours > 0) c.hours = given.hours;
  if (given.times) c.times = given.times;
  set(c.evidence, given.evidence);
  if (!given.file.empty()) {
    const FileBytes bytes{given.file};
    const keys::Hash hash = keys::hash(bytes.view());
    c.file_name = always_utf8(file_name(given.file));
    c.file_hash = std::string{keys::bytes(hash)};
  }
}

void check_claim(const CreditClaim& c) {
  people::check_name(needed(c.name, "--name", kClaimCredits), "--name");
  needed(c.start, "--start", kClaimCredits);
  needed(c.end, "--end", kClaimCredits);
  if (c.hours <= 0) needed("", "--hours", kClaimCredits);
  if (c.end < c.start) throw Error{codes::project_days, {arg("start", c.start), arg("end", c.end)}};
}

/// One to be filled: to the authority above one's school.
CreditClaim new_credit_claim(Desk& desk) {
  CreditClaim c;
  c.teacher = desk.actor.teacher.value();
  const std::int64_t org = people::person(desk, c.teacher).org;
  const auto* authority = desk.organisations().authority_of(org);
  if (authority == nullptr)
    throw Error{codes::credits_no_authority, {arg("org", desk.organisations().find(org)->code)}};
  c.authority = authority->row;
  c.facts.category = kSelfDirected;
  c.facts.mode = kSelfDirectedMode;
  c.state = "none";
  return c;
}

/// The own claim with this id. Throws credits.not-found, also for one of others.
CreditClaim own_credit_claim(Desk& desk, const std::string& id) {
  CreditClaim c = credit_claim(desk, id);
  if (c.teacher != desk.actor.teacher) throw Error{codes::credits_not_found, {arg("id", id)}};
  return c;
}

}  // namespace

Values credit_claim_columns(const CreditClaim& c) {
  return {Value{c.id()},
          Value{c.teacher},
          Value{c.authority},
          Value{c.name},
          or_null(c.institution),
          Value{c.facts.category},
          Value{c.facts.mode},
          or_null(c.facts.course),
          or_null(c.facts.activity),
          or_null(c.facts.honour),
          or_null(c.facts.country),
          Value{c.hours},
          or_null(c.times),
          Value{c.start},
          Value{c.end},
          or_null(c.evidence),
          or_null(c.file_name),
          c.file_hash.empty() ? Value{} : Value::blob(c.file_hash),
          Value{c.state},
          or_null(c.reason)};
}

CreditClaim credit_claim_in(std::int64_t row, const Values& columns) {
  return credit_claim_of({row, 0, -1, 0, columns});
}

std::vector<CreditClaim> all_credit_claims(Desk& desk, std::int64_t at,
                                           std::optional<std::int64_t> teacher) {
  journal::PastQuestion question{program_table("credit_claim"), credit_claim_names(), at};
  if (teacher) question.where = {"teacher", *teacher};
  std::vector<CreditClaim> out;
  journal::each_row(desk.db, question,
                    [&](const journal::PastRow& row) { out.push_back(credit_claim_of(row)); });
  return out;
}

CreditClaim credit_claim(Desk& desk, const std::string& id) {
  constexpr std::string_view kPrefix = "credit_claim#";
  const std::string digits = id.starts_with(kPrefix) ? id.substr(kPrefix.size()) : "";
  if (!digits.empty() && is_digits(digits) && digits.size() < 18) {
    const auto names = credit_claim_names();
    auto find = desk.db.statement("SELECT seq, " + joined(names, ", ") +
                                  " FROM credit_claim WHERE row = ?");
    const std::int64_t wanted = std::stoll(digits);
    find.with(wanted);
    if (find.step()) {
      journal::PastRow row{wanted, 0, find.integer(0), 0, {}};
      for (std::size_t i = 0; i < names.size(); ++i)
        row.values.push_back(find.value(static_cast<int>(i) + 1));
      return credit_claim_of(row);
    }
  }
  throw Error{codes::credits_not_found, {arg("id", id)}};
}

void put_credit_claim(journal::Transaction& tx, const CreditClaim& claim) {
  tx.update(program_table("credit_claim"), claim.row, credit_claim_columns(claim));
}

CaseDone claim_credits(Desk& desk, const NewCreditClaim& given) {
  const Permit permit = desk.permit(kClaimCredits);
  CreditClaim c =
      given.again.empty() ? new_credit_claim(desk) : own_credit_claim(desk, given.again);
  fill_claim(desk, given, c);
  check_claim(c);
  journal::Transaction tx{desk, permit, {}};
  if (c.row != 0) c.state = credit_claim(desk, c.id()).state;  // under the lock
  Machine::Facts facts;
  if (c.evidence.empty() && c.file_hash.empty()) facts.emplace_back("no-evidence");
  c.state = credit_claim_machine().step(c.state, "claim", facts).state;
  c.reason.clear();
  if (c.row == 0) {
    c.row = tx.next_record(program_table("credit_claim"));
    tx.insert(program_table("credit_claim"), credit_claim_columns(c));
  } else {
    put_credit_claim(tx, c);
  }
  tx.act().args.emplace_back("case", Value{c.id()});
  return {c.id(), c.state, tx.commit().seq, false};
}

CaseDone withdraw_credit_claim(Desk& desk, const std::string& id) {
  const Permit permit = desk.permit("credits claim withdraw");
  own_credit_claim(desk, id);
  journal::Transaction tx{desk, permit, {.args = {{"case", Value{id}}}}};
  CreditClaim c = credit_claim(desk, id);  // under the lock
  const auto outcome = credit_claim_machine().step(c.state, "withdraw");
  if (outcome.unchanged) return {c.id(), c.state, -1, true};
  c.state = outcome.state;
  put_credit_claim(tx, c);
  return {c.id(), c.state, tx.commit().seq, false};
}

std::vector<CreditClaimLine> credit_claims(Desk& desk, const Permit& permit,
                                           const std::string& state) {
  std::vector<CreditClaimLine> out;
  for (CreditClaim& c : all_credit_claims(desk, journal::kNow, permit.own())) {
    if (!state.empty() && c.state != state) continue;
    const bool seen = permit.own() ? *permit.own() == c.teacher : permit.reaches(c.authority);
    if (!seen) continue;
    people::Person person = people::person(desk, c.teacher);
    out.push_back({std::move(c), std::move(person)});
  }
  return out;
}

}  // namespace tmis::workflow
