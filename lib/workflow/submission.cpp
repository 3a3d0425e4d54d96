// One row a submission, one a dossier in it. An authority sends on what it has accepted.
#include "workflow/submission.h"

#include <algorithm>
#include <unordered_map>

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "dossier/completeness.h"
#include "journal/transaction.h"
#include "keys/crockford.h"
#include "keys/secret.h"
#include "people/key_giving.h"
#include "workflow/claim.h"
#include "workflow/key_data.h"

namespace tmis::workflow {
namespace {

using store::program_table;

/// Where a dossier is with one sender: its last row in a submission from there.
struct Last {
  std::string state = "none";
  std::string content;
};

/// What is to be sent: a dossier and whether it is ready.
struct Candidate {
  const Standing* standing = nullptr;
  Last last;
  bool ready = false;
};

const access::Organisation& addressee(Desk& desk, const Permit& permit, const std::string& to) {
  const auto& tree = desk.organisations();
  const auto* authority = tree.authority_of(permit.org());
  if (authority == nullptr)
    throw Error{codes::submission_no_authority, {arg("org", permit.org_code())}};
  if (!to.empty()) {
    const auto named = people::subject_of(desk, to).org;
    if (named != authority->row) {
      throw Error{codes::submission_not_my_authority,
                  {arg("to", to), arg("authority", authority->code)}};
    }
  }
  return *authority;
}

/// The last rows of all dossiers in submissions from one organisation, or to it.
std::unordered_map<std::int64_t, Last> last_rows(store::Database& db, std::string_view column,
                                                 std::int64_t org) {
  std::unordered_map<std::int64_t, Last> out;
  auto rows = db.statement(
      "SELECT d.teacher, d.state, d.content_hash FROM submission_dossier d JOIN submission s ON "
      "s.row = d.submission WHERE s." +
      std::string{column} + " = ? ORDER BY d.row");
  rows.with(org);
  while (rows.step()) out[rows.integer(0)] = {std::string{rows.text(1)}, std::string{rows.blob(2)}};
  return out;
}

/// Dossiers that the sender could report: a school its own, an authority those it has accepted.
std::vector<Candidate> candidates(Desk& desk, const Permit& permit, const Standings& now) {
  auto sent = last_rows(desk.db, "from_org", permit.org());
  const bool school = desk.organisations().find(permit.org())->kind == "school";
  const auto received = school ? std::unordered_map<std::int64_t, Last>{}
                               : last_rows(desk.db, "to_org", permit.org());
  std::vector<Candidate> out;
  for (const Standing& s : now.all) {
    const auto here = received.find(s.person.row);
    if (school ? s.person.org != permit.org() : here == received.end()) continue;
    out.push_back(
        {&s, sent[s.person.row], school ? s.complete() : here->second.state == "accepted"});
  }
  return out;
}

void note(SendOutcome& out, const people::Person& teacher, const std::string& table,
          const Code& code, Args args = {}) {
  out.shortcomings.push_back({teacher, table, 0, "", &code, std::move(args)});
}

/// Everything that keeps a dossier of a school from being complete.
void add_shortcomings(Desk& desk, const Standings& now, const Standing& s, SendOutcome& out) {
  const std::size_t before = out.shortcomings.size();
  if (!s.teacher_part_clean || !s.school_part_clean) {
    for (const dossier::Gap& gap : dossier::gaps(desk, s.person, dossier::Part::all)) {
      out.shortcomings.push_back(
          {s.person, gap.set->id, gap.record, gap.field, gap.code, gap.args});
    }
  }
  std::size_t i = 0;
  for (const schema::FieldSet& set : desk.catalogue.all()) {
    const TableStanding& t = s.tables[i++];
    const unsigned open = t.rows() - t.in(ItemState::audited);
    if (open > 0) note(out, s.person, set.id, codes::submission_unaudited, {arg("n", open)});
  }
  for (i = 0; i < now.kinds.size(); ++i) {
    if (s.seen[i] < s.called[i]) {
      note(out, s.person, "", codes::submission_original,
           {arg("kind", text("evidence." + now.kinds[i])), arg("n", s.called[i] - s.seen[i])});
    }
  }
  for (i = 0; i < now.sets.size(); ++i) {
    if (s.sets[i].wanted && s.sets[i].state != "signed") {
      note(out, s.person, now.sets[i].id, codes::submission_signature,
           {arg("state", Machine::of("signature").state_text(s.sets[i].state))});
    }
  }
  if (out.shortcomings.size() == before) note(out, s.person, "", codes::submission_not_accepted);
}

std::string new_id() { return "S" + keys::crockford(keys::random_bytes(5)); }

}  // namespace

SendOutcome send(Desk& desk, const SendRequest& request) {
  if (request.teacher.empty() && !request.all) {
    throw Error{codes::usage_missing, {arg("what", "--all"), arg("command", "submission send")}};
  }
  const Permit permit = desk.permit("submission send", people::subject_of(desk, request.org));
  const auto& authority = addressee(desk, permit, request.to);
  std::optional<std::int64_t> only;
  // An authority's own reach is itself; the dossiers it sends on are those of the schools below.
  const bool school = desk.organisations().find(permit.org())->kind == "school";
  const Permit seen = school ? permit : desk.permit("submission list");
  if (!request.teacher.empty()) {
    const auto person = people::person(desk, seen, request.teacher);
    if (seen.refusal(person.row, person.org) == &codes::dossier_in_transfer)
      throw Error{codes::dossier_in_transfer, {arg("command", permit.command())}};
    only = person.row;
  }

  SendOutcome out;
  out.from = permit.org();
  out.to = authority.row;
  journal::Transaction tx{desk, permit, {.args = {{"to", Value{authority.code}}}}};
  const Standings now = standings(desk, seen, {journal::kNow, only, true, desk.today()});
  const auto claimed = claimed_dossiers(desk);
  const auto proposed = school ? waiting_proposals(desk) : std::vector<std::int64_t>{};
  const auto among = [](const std::vector<std::int64_t>& all, const Candidate& c) {
    return std::binary_search(all.begin(), all.end(), c.standing->person.row);
  };
  std::vector<const Standing*> ready;
  for (const Candidate& c : candidates(desk, permit, now)) {
    const bool changes = c.last.content != c.standing->content || among(proposed, c);
    const auto outcome =
        Machine::of("submission")
            .look(c.last.state, "send", changes ? Machine::Facts{"changes"} : Machine::Facts{});
    if (outcome.unchanged) {
      ++out.unchanged;
    } else if (among(claimed, c)) {
      if (only) throw Error{codes::person_claim_open, {arg("teacher", c.standing->person.number)}};
      ++out.skipped;
      note(out, c.standing->person, "", codes::person_claim_open,
           {arg("teacher", c.standing->person.number)});
    } else if (c.ready && outcome.refusal == nullptr) {
      ready.push_back(c.standing);
    } else {
      ++out.skipped;
      add_shortcomings(desk, now, *c.standing, out);
    }
  }
  if (only && out.skipped > 0) {
    Findings details;
    for (const Shortcoming& s : out.shortcomings)
      details.push_back({s.code, 0, 0, s.table, "", s.args});
    const std::size_t n = details.size();
    throw Error{codes::submission_incomplete,
                {arg("teacher", out.shortcomings.front().teacher.number), arg("n", n)}}
        .with(std::move(details));
  }
  if (only && ready.empty() && out.unchanged == 0) {
    throw people::no_teacher(request.teacher);
  }
  if (ready.empty()) return out;
  out.id = new_id();
  tx.act().args.emplace_back("submission", Value{out.id});
  const std::int64_t submission = tx.insert(
      program_table("submission"), Values{Value{out.id}, Value{permit.org()}, Value{authority.row},
                                          Value{to_iso(desk.clock.now())}});
  people::BatchKey key{desk, out.id, authority.row};
  Sending sending{submission, out.id, out.from, out.to, {}};
  for (const Standing* s : ready) {
    sending.dossiers.push_back({s->person.row, s->content});
    key.add(s->person.row);
    tx.insert(program_table("submission_dossier"),
              Values{Value{submission}, Value{s->person.row}, Value{"sent"},
                     Value::blob(s->content), Value{}, Value{}});
    ++out.done;
  }
  if (request.before_commit) request.before_commit(tx, sending);
  for (const Standing* s : ready) {  // a package shows them as they were proposed
    if (school) carry_proposal(tx, desk, submission, s->person.row);
  }
  out.event = tx.commit().seq;
  return out;
}

std::string accepted_content(store::Database& db, std::int64_t teacher, std::int64_t from,
                             std::int64_t to) {
  auto find = db.statement(
      "SELECT d.content_hash FROM submission_dossier d JOIN submission s ON s.row = d.submission "
      "WHERE d.teacher = ? AND s.from_org = ? AND s.to_org = ? AND d.state = 'accepted' ORDER BY "
      "d.row DESC LIMIT 1");
  find.with(teacher, from, to);
  return find.step() ? std::string{find.blob(0)} : std::string{};
}

std::vector<Submission> submissions(Desk& desk, const Permit& permit) {
  journal::Events events{desk.db};
  std::vector<Submission> out;
  auto rows = desk.db.statement(
      "SELECT s.id, s.from_org, s.to_org, s.sent_at, s.seq, count(*), sum(d.state IN ('sent', "
      "'received')), "
      "sum(d.state = 'accepted'), sum(d.state = 'returned'), max(d.reason) FROM submission s JOIN "
      "submission_dossier d ON "
      "d.submission = s.row GROUP BY s.row ORDER BY s.row");
  while (rows.step()) {
    const auto* from = desk.organisations().find(rows.integer(1));
    const auto* to = desk.organisations().find(rows.integer(2));
    if (from == nullptr || to == nullptr ||
        (!permit.reaches(from->row) && !permit.reaches(to->row)))
      continue;
    Submission s{std::string{rows.text(0)},
                 from->code,
                 to->code,
                 std::string{rows.text(3).substr(0, 10)},
                 events.at(rows.integer(4)).actor,
                 rows.integer(5),
                 rows.integer(6),
                 rows.integer(7),
                 rows.integer(8),
                 "",
                 std::string{rows.text(9)}};
    s.state = s.open > 0       ? "sent"
              : s.returned > 0 ? "returned"
              : s.accepted > 0 ? "accepted"
                               : "recalled";
    out.push_back(std::move(s));
  }
  return out;
}

namespace {

struct DossierRow {
  std::int64_t row = 0, teacher = 0;
  std::string state, content;
};

std::vector<DossierRow> dossiers(store::Database& db, std::int64_t submission,
                                 std::optional<std::int64_t> teacher) {
  std::vector<DossierRow> out;
  auto rows = db.statement(
      "SELECT row, teacher, state, content_hash FROM submission_dossier WHERE submission = ? ORDER "
      "BY row");
  rows.with(submission);
  while (rows.step()) {
    if (teacher && *teacher != rows.integer(1)) continue;
    out.push_back(
        {rows.integer(0), rows.integer(1), std::string{rows.text(2)}, std::string{rows.blob(3)}});
  }
  return out;
}

/// Whose command it is: of the authority that it was addressed to, or of the sender.
enum class Side : std::uint8_t { receiver, sender };

/// The submission, and the permit of the side that acts.
struct Addressed {
  std::int64_t row = 0;
  Permit permit;
};

Addressed addressed(Desk& desk, std::string_view command, const std::string& id, Side side) {
  std::int64_t row = 0, from = 0, to = 0;
  {
    auto find = desk.db.statement("SELECT row, from_org, to_org FROM submission WHERE id = ?");
    find.with(std::string_view{id});
    if (!find.step()) {
      desk.permit(command);  // who may not at all is told that, not which ids exist
      throw Error{codes::submission_not_found, {arg("id", id)}};
    }
    row = find.integer(0), from = find.integer(1), to = find.integer(2);
  }
  access::Subject subject;
  subject.org = from;
  Permit permit = desk.permit(command, subject);
  if (permit.org() != (side == Side::receiver ? to : from)) {
    throw Error{codes::denied_relation,
                {arg("command", command), arg("org", permit.org_code()),
                 arg("role", text("role.manager.authority"))}};
  }
  return {row, std::move(permit)};
}

/// Whether it was read from a package: then the dossiers are kept up in another file.
bool came_by_package(store::Database& db, std::int64_t submission) {
  auto find = db.statement("SELECT 1 FROM package WHERE submission = ? AND way = 'in'");
  find.with(submission);
  return find.step();
}

DecideOutcome decide(Desk& desk, const std::string& id, const std::string& teacher,
                     std::string_view step, const std::string& reason, Side side) {
  const auto [submission, permit] = addressed(desk, "submission " + std::string{step}, id, side);
  std::optional<std::int64_t> only;
  if (!teacher.empty()) only = people::person(desk, permit, teacher).row;
  journal::EventArgs args{{"submission", Value{id}}};
  if (only) args.emplace_back("teacher", Value{people::person(desk, *only).number});
  journal::Transaction tx{desk, permit, {.args = std::move(args), .reason = reason}};
  DecideOutcome out{id, "", 0, 0, -1};
  const auto all = dossiers(desk.db, submission, only);
  if (all.empty()) throw people::no_teacher(teacher);
  const Machine& machine = Machine::of("submission");
  const bool apply = !came_by_package(desk.db, submission);
  const Code* refusal = nullptr;
  std::string refused_state;
  for (const DossierRow& d : all) {
    const auto outcome = machine.look(d.state, step);
    if (outcome.refusal != nullptr) {
      refused_state = d.state;
      refusal = outcome.refusal;
      continue;
    }
    out.state = outcome.state;
    if (outcome.unchanged) {
      ++out.unchanged;
      continue;
    }
    std::string content = d.content;
    if (decide_proposal(tx, desk, submission, d.teacher, step, apply)) {
      tx.settle();
      content = standings(desk, permit, {journal::kNow, d.teacher}).all.at(0).content;
    }
    tx.update(program_table("submission_dossier"), d.row,
              Values{Value{submission}, Value{d.teacher}, Value{outcome.state},
                     Value::blob(content), or_null(reason), Value{to_iso(desk.clock.now())}});
    if (outcome.state != "accepted") people::take_from_batch(desk, id, d.teacher);
    ++out.done;
  }
  if (refusal != nullptr && out.done == 0 && out.unchanged == 0)
    machine.step(refused_state, step);  // throws it
  if (out.done > 0) out.event = tx.commit().seq;
  return out;
}

}  // namespace

Permit decision_permit(Desk& desk, std::string_view command, const std::string& id) {
  return addressed(desk, command, id, Side::receiver).permit;
}

Permit recall_permit(Desk& desk, const std::string& id) {
  return addressed(desk, "submission recall", id, Side::sender).permit;
}

DecideOutcome recall(Desk& desk, const std::string& id, const std::string& teacher) {
  return decide(desk, id, teacher, "recall", "", Side::sender);
}

DecideOutcome accept(Desk& desk, const std::string& id, const std::string& teacher) {
  return decide(desk, id, teacher, "accept", "", Side::receiver);
}

DecideOutcome give_back(Desk& desk, const std::string& id, const std::string& teacher,
                        const std::string& reason) {
  if (reason.empty()) {
    throw Error{codes::usage_missing,
                {arg("what", "--reason"), arg("command", "submission return")}};
  }
  return decide(desk, id, teacher, "return", reason, Side::receiver);
}

}  // namespace tmis::workflow
