// A signature is one row a teacher and set; its event carries who signed, and the key.
#include "workflow/signature.h"

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "journal/transaction.h"
#include "workflow/paper.h"

namespace tmis::workflow {
namespace {

/// A step of the machine `signature`, with what belongs to it.
struct Step {
  std::string_view name;
  std::string paper = {};
  std::string reason = {};
  bool agrees = true;  // with the content, which must be audited then
};

/// A paper named by the code at its foot must be this form, over the present content.
void check_paper(Desk& desk, const people::Person& person, const std::string& set,
                 const std::string& paper) {
  const auto code = typed_paper_code(paper);
  const auto found = code ? find_paper(desk, *code) : std::nullopt;
  if (!found) return;  // a place in a folder, in words of one's own
  if (found->person.row != person.row || found->kind != set) {
    throw Error{codes::sign_other_print,
                {arg("code", *code), arg("teacher", person.number), arg("set", set)}};
  }
  if (!found->valid) throw Error{codes::sign_stale_print, {arg("code", *code)}};
}

SignDone put(Desk& desk, const Permit& permit, const people::Person& person,
             const std::string& set_id, const Step& step) {
  const auto sets = sign_sets(desk);
  journal::EventArgs args{{"set", Value{set_id}}, {"teacher", Value{person.number}}};
  if (!step.paper.empty()) args.emplace_back("paper", Value{step.paper});
  journal::Transaction tx{desk, permit, {.args = std::move(args), .reason = step.reason}};
  const Standings now = standings(desk, permit, {journal::kNow, person.row});
  const std::size_t index = now.set_index(set_id);
  if (now.all.empty()) throw people::no_teacher(person.number);
  const SetStanding& set = now.all.front().sets[index];
  const auto& machine = Machine::of("signature");
  const auto outcome = machine.step(set.state, step.name,
                                    set.audited ? Machine::Facts{"audited"} : Machine::Facts{});
  // A signed set that isn't fully audited any more (an item was opened again) is not signed anew.
  if (step.agrees && !set.audited && !outcome.unchanged)
    throw Error{codes::sign_not_audited, {arg("set", set_id)}};
  SignDone done{"signature#" + std::to_string(set.row), std::string{outcome.state}, -1,
                outcome.unchanged};
  if (outcome.unchanged) return done;
  tx.act().args.emplace_back("content", Value{to_hex(set.content)});
  const Values columns{Value{person.row},        Value{set_id},       Value{outcome.state},
                       Value::blob(set.content), or_null(step.paper), or_null(step.reason)};
  const auto& table = store::program_table("signature");
  if (set.row == 0) {
    done.id = "signature#" + std::to_string(tx.insert(table, columns));
  } else {
    tx.update(table, set.row, columns);
  }
  done.event = tx.commit().seq;
  return done;
}

std::vector<SignLine> lines(Desk& desk, const Permit& permit, std::optional<std::int64_t> teacher,
                            std::optional<Day> serving_on, bool (*wanted)(const SetStanding&)) {
  std::vector<SignLine> out;
  journal::Events events{desk.db};
  auto origin = desk.db.statement(
      "SELECT signer, signed_on FROM signature_origin WHERE teacher = ? AND set_id = ? AND seq = "
      "?");
  const Standings now = standings(desk, permit, {journal::kNow, teacher, false, serving_on});
  for (const Standing& s : now.all) {
    for (std::size_t i = 0; i < now.sets.size(); ++i) {
      const SetStanding& set = s.sets[i];
      if (!wanted(set)) continue;
      SignLine line{s.person, now.sets[i].id, set, "", ""};
      if (set.row != 0) {
        line.day = events.day(set.seq);
        line.by = events.at(set.seq).actor;
        origin.with(s.person.row, std::string_view{line.set}, set.seq);
        if (origin.step()) line.by = origin.text(0), line.day = origin.text(1);
        origin.reset();
      }
      out.push_back(std::move(line));
    }
  }
  return out;
}

}  // namespace

namespace {

SignDone by_teacher(Desk& desk, std::string_view command, const std::string& set,
                    const Step& step) {
  access::Subject own;
  own.teacher = desk.actor.teacher;
  own.teacher_org = desk.actor.teacher_org;
  const Permit permit = desk.permit(command, own);
  return put(desk, permit, people::person(desk, permit.own().value()), set, step);
}

}  // namespace

SignDone confirm(Desk& desk, const std::string& set) {
  return by_teacher(desk, "sign confirm", set, {"confirm"});
}

SignDone refuse(Desk& desk, const std::string& set, const std::string& reason) {
  if (trimmed(reason).empty())
    throw Error{codes::usage_missing, {arg("what", "--reason"), arg("command", "sign refuse")}};
  return by_teacher(desk, "sign refuse", set, {"refuse", {}, reason, false});
}

SignDone record_signature(Desk& desk, const std::string& teacher, const std::string& set,
                          const std::string& paper) {
  const auto [permit, person] = people::admit(desk, "sign record", teacher);
  if (trimmed(paper).empty())
    throw Error{codes::usage_missing, {arg("what", "--paper"), arg("command", "sign record")}};
  check_paper(desk, person, set, paper);
  return put(desk, permit, person, set, {"record", paper});
}

std::vector<SignLine> signatures(Desk& desk, const Permit& permit,
                                 std::optional<std::int64_t> teacher) {
  return lines(desk, permit, teacher, std::nullopt,
               [](const SetStanding& set) { return set.row != 0; });
}

std::vector<SignLine> missing_signatures(Desk& desk, const Permit& permit) {
  return lines(desk, permit, std::nullopt, desk.today(),
               [](const SetStanding& set) { return set.wanted && set.state != "signed"; });
}

}  // namespace tmis::workflow
