// A row a dispute; the machine `claim` says which step is possible. Who the other side is stays in
// the row: answers leave it out.
#include "workflow/claim.h"

#include <algorithm>
#include <array>

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "journal/field_rows.h"
#include "keys/crockford.h"
#include "keys/secret.h"
#include "keys/teacher_number.h"
#include "people/person.h"
#include "schema/row_reader.h"
#include "workflow/case_file.h"
#include "workflow/transfer.h"

namespace tmis::workflow {
namespace {

using store::program_table;

constexpr std::string_view kResolve = "resolve";
constexpr std::array<std::string_view, 3> kOutcomes = {"keep", "error", "move"};

const store::TableDef& claim_table() { return program_table("identity_claim"); }

Values claim_columns(const Claim& c) {
  return {Value{c.id},     Value{c.dossier}, Value{c.holder},    Value{c.claimant},
          or_null(c.name), Value{c.state},   or_null(c.outcome), or_null(c.reason)};
}

Claim claim_of(const journal::PastRow& row) {
  const auto& v = row.values;
  return {row.row,   v[0].text, v[1].number, v[2].number, v[3].number,
          v[4].text, v[5].text, v[6].text,   v[7].text,   row.seq};
}

std::optional<Claim> find_claim(Desk& desk, std::string_view column, const Value& value) {
  auto find = desk.db.statement(
      "SELECT row, id, dossier, holder, claimant, name, state, outcome, reason, seq FROM "
      "identity_claim WHERE " +
      std::string{column} + " = ? ORDER BY row DESC LIMIT 1");
  find.lend(1, value);
  if (!find.step()) return std::nullopt;
  const auto said = [&](int i) { return std::string{find.text(i)}; };
  return Claim{find.integer(0), said(1), find.integer(2), find.integer(3), find.integer(4),
               said(5),         said(6), said(7),         said(8),         find.integer(9)};
}

/// The dossier that the claimant means: by a full number only, so that nobody can search.
std::int64_t claimed_dossier(Desk& desk, const ClaimRequest& request) {
  const std::string& word = request.teacher.empty() ? request.id_number : request.teacher;
  std::optional<people::Person> found;
  if (!request.teacher.empty()) {
    const auto number = keys::teacher_number(word);
    if (number) found = people::find_person(desk, *number);
  } else {
    const std::string index = journal::identity_index(desk.index_key(), word);
    auto find = desk.db.statement("SELECT row FROM teacher WHERE id_index = ?");
    find.bind_blob(1, index);
    if (find.step()) found = people::person(desk, find.integer(0));
  }
  if (!found) {
    const bool number = request.teacher.empty();
    throw Error{codes::teacher_not_found,
                {arg("word", number ? schema::masked_identity(word) : word)}};
  }
  return found->row;
}

/// The next open claim of a dossier, or a refusal by the machine.
Claim new_claim(Desk& desk, std::int64_t dossier, std::int64_t claimant, const std::string& name) {
  const auto last = find_claim(desk, "dossier", Value{dossier});
  const auto outcome = Machine::of("claim").step(last ? last->state : "none", "claim");
  Claim out;
  out.id = "C" + keys::crockford(keys::random_bytes(5));
  out.dossier = dossier;
  out.holder = people::person(desk, dossier).org;
  out.claimant = claimant;
  out.name = name;
  out.state = outcome.state;
  return out;
}

Claim known_claim(Desk& desk, const std::string& id, std::string_view command) {
  auto found = find_claim(desk, "id", Value{id});
  if (!found) {
    desk.permit(command);  // who may not at all is told that, not which ids exist
    throw Error{codes::claim_not_found, {arg("id", id)}};
  }
  return std::move(*found);
}

struct Asked {
  Claim claim;
  Permit permit;
};

Asked to_withdraw(Desk& desk, const std::string& id) {
  Claim claim = known_claim(desk, id, "accounts claim");
  access::Subject subject;
  subject.org = claim.claimant;
  try {
    return {claim, desk.permit("accounts claim", subject)};
  } catch (const Error& error) {
    if (&error.code() != &codes::denied_relation) throw;
    throw Error{codes::claim_not_found, {arg("id", id)}};
  }
}

Asked to_resolve(Desk& desk, const std::string& id) {
  constexpr std::string_view kCommand = "accounts resolve";
  Claim claim = known_claim(desk, id, kCommand);
  const auto& tree = desk.organisations();
  const auto* authority = common_authority(tree, claim.holder, claim.claimant);
  if (authority == nullptr) {
    desk.permit(kCommand);
    throw Error{codes::claim_no_authority, {arg("id", id)}};
  }
  // What stands directly below the authority on the claimant's side: of two authorities that one
  // person acts for, the right one is the nearest to it.
  access::Subject subject;
  subject.teacher = claim.dossier;
  subject.teacher_org = claim.holder;
  subject.org = claim.claimant;
  for (const auto* at = tree.find(claim.claimant); at != nullptr && at->row != authority->row;
       at = at->parent ? tree.find(*at->parent) : nullptr)
    subject.org = at->row;
  Permit permit = desk.permit(kCommand, subject);
  if (permit.org() != authority->row) {
    throw Error{codes::denied_relation,
                {arg("command", kCommand), arg("org", permit.org_code()),
                 arg("role", text("role.manager.authority"))}};
  }
  return {std::move(claim), std::move(permit)};
}

ClaimDone close(Desk& desk, const Asked& asked, std::string_view step, std::string_view result,
                const std::string& reason) {
  journal::Transaction tx{
      desk,
      asked.permit,
      {.args = {{"claim", Value{asked.claim.id}}, {"outcome", Value{result}}}, .reason = reason}};
  Claim claim = *find_claim(desk, "id", Value{asked.claim.id});  // under the lock
  claim.state = Machine::of("claim").step(claim.state, step).state;
  if (step == kResolve) want_other_person(desk, asked.permit, claim.opened, claim.id);
  claim.outcome = result;
  claim.reason = reason;
  tx.update(claim_table(), claim.row, claim_columns(claim));
  ClaimDone done{claim.id, claim.state};
  if (result == kOutcomes.back())
    done.transfer = settle_transfer(desk, tx, claim.dossier, claim.claimant, reason);
  done.event = tx.commit().seq;
  return done;
}

}  // namespace

bool claim_open(Desk& desk, std::int64_t teacher) {
  const auto last = find_claim(desk, "dossier", Value{teacher});
  return last && last->state == "open";
}

std::vector<std::int64_t> claimed_dossiers(Desk& desk) {
  std::vector<std::int64_t> out;
  for (const Claim& claim : all_claims(desk)) {
    if (claim.state == "open") out.push_back(claim.dossier);
  }
  std::sort(out.begin(), out.end());
  return out;
}

ClaimDone open_claim(Desk& desk, const ClaimRequest& request) {
  if (request.id_number.empty() == request.teacher.empty()) {
    throw Error{
        codes::usage_missing,
        {arg("what", "--id-number NUMBER | --teacher T"), arg("command", "accounts claim")}};
  }
  const Permit permit = desk.permit("accounts claim", people::subject_of(desk, request.org));
  const std::int64_t claimant = permit.about();
  if (!permit.reaches(claimant))  // an authority claims for one below it
    throw Error{codes::usage_missing, {arg("what", "--org"), arg("command", "accounts claim")}};
  const std::int64_t dossier = claimed_dossier(desk, request);
  if (people::person(desk, dossier).org == claimant)
    throw Error{codes::claim_own, {arg("org", desk.organisations().find(claimant)->code)}};
  journal::Transaction tx{desk, permit, {}};
  const Claim claim = new_claim(desk, dossier, claimant, request.name);
  tx.act().args.emplace_back("claim", Value{claim.id});
  tx.insert(claim_table(), claim_columns(claim));
  return {claim.id, claim.state, tx.commit().seq};
}

Permit withdraw_permit(Desk& desk, const std::string& id) { return to_withdraw(desk, id).permit; }
Permit resolve_permit(Desk& desk, const std::string& id) { return to_resolve(desk, id).permit; }

ClaimDone withdraw_claim(Desk& desk, const std::string& id) {
  return close(desk, to_withdraw(desk, id), "withdraw", "withdrawn", "");
}

ClaimDone resolve_claim(Desk& desk, const std::string& id, ClaimOutcome outcome,
                        const std::string& reason) {
  return close(desk, to_resolve(desk, id), kResolve, kOutcomes[static_cast<std::size_t>(outcome)],
               reason);
}

Claim claim_in(journal::Transaction& tx, Desk& desk, std::int64_t dossier, std::int64_t claimant,
               const std::string& name) {
  auto last = find_claim(desk, "dossier", Value{dossier});
  if (last && last->state == "open") return std::move(*last);
  Claim claim = new_claim(desk, dossier, claimant, name);
  claim.row = tx.insert(claim_table(), claim_columns(claim));
  return claim;
}

void close_claims(journal::Transaction& tx, Desk& desk, std::int64_t dossier) {
  auto last = find_claim(desk, "dossier", Value{dossier});
  if (!last || last->state != "open") return;
  last->state = Machine::of("claim").step(last->state, "correct").state;
  last->outcome = "corrected";
  tx.update(claim_table(), last->row, claim_columns(*last));
}

const access::Organisation* common_authority(const access::Organisations& tree, std::int64_t one,
                                             std::int64_t other) {
  const auto* at = tree.authority_of(one);
  while (at != nullptr && !tree.is_below(other, at->row)) at = tree.authority_of(at->row);
  return at;
}

std::vector<Claim> all_claims(Desk& desk, std::int64_t at) {
  std::vector<Claim> out;
  journal::each_row(desk.db,
                    {claim_table(),
                     {"id", "dossier", "holder", "claimant", "name", "state", "outcome", "reason"},
                     at},
                    [&](const journal::PastRow& row) { out.push_back(claim_of(row)); });
  // Opened by the event of its first version, whatever wrote it since.
  auto first = desk.db.statement(
      "SELECT seq FROM history WHERE table_id = ? AND record = ? AND version = 1");
  for (Claim& claim : out) {
    first.with(std::int64_t{claim_table().number}, claim.row);
    if (first.step()) claim.opened = first.integer(0);
    first.reset();
  }
  return out;
}

std::vector<Claim> claims(Desk& desk, const Permit& permit) {
  std::vector<Claim> out;
  for (Claim& claim : all_claims(desk)) {
    const bool holds = permit.reaches(claim.holder), claims = permit.reaches(claim.claimant);
    if (!holds && !claims) continue;
    if (!holds) claim.holder = claim.dossier = 0;
    if (!claims) claim.claimant = 0, claim.name.clear();
    out.push_back(std::move(claim));
  }
  return out;
}

}  // namespace tmis::workflow
