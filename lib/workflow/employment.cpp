// The timeline is read under the write lock: two managers at one person can't both be right.
#include "workflow/employment.h"

#include <algorithm>
#include <map>

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "campaign/lock.h"
#include "dossier/business.h"
#include "journal/field_rows.h"
#include "journal/transaction.h"
#include "schema/display.h"
#include "workflow/credit_follow.h"
#include "workflow/effects.h"
#include "workflow/given.h"
#include "workflow/rotation.h"
#include "workflow/transfer.h"

namespace tmis::workflow {
namespace {

using people::Employment;
using people::Spell;
using store::program_table;

const schema::CodeTable& status_codes(Desk& desk) {
  return desk.catalogue.codes("personnel_status");
}

/// Why: what was said, else what the status means by itself.
std::string cause_of(Desk& desk, const NewStatus& given, const std::string& status) {
  const std::string_view table = people::cause_table(people::employment(status));
  if (table.empty()) return {};
  if (!given.cause.empty()) return code_meant(desk.catalogue.codes(table), given.cause, "--cause");
  const std::string usual{people::usual_cause(status)};
  if (usual.empty())
    throw Error{codes::usage_missing, {arg("what", "--cause"), arg("command", "status set")}};
  return usual;
}

std::string_view status_step(Employment target) {
  switch (target) {
    case Employment::serving:
      return "serve";
    case Employment::absent:
      return "leave";
    case Employment::gone:
      return "depart";
  }
  return {};
}

std::string shown_status(Desk& desk, const std::string& code) {
  return schema::code_label(status_codes(desk), code);
}

class StatusChange {
 public:
  StatusChange(Desk& desk, const NewStatus& given)
      : desk_(desk),
        given_(given),
        code_(code_meant(status_codes(desk), given.status, "--status")) {
    next_ = {0,
             -1,
             code_,
             day_given(given.from, "--from"),
             day_given(given.until, "--until"),
             people::set_by(code_).empty() ? cause_of(desk, given, code_) : "",
             given.reason};
    if (!next_.until.empty() && next_.until < next_.from)
      throw Error{codes::status_days, {arg("from", next_.from), arg("until", next_.until)}};
  }

  StatusDone run() {
    const auto [permit, person] = people::admit(desk_, "status set", given_.teacher);
    journal::Transaction tx{desk_,
                            permit,
                            {.args = {{"teacher", Value{person.number}},
                                      {"status", Value{code_}},
                                      {"from", Value{next_.from}}},
                             .reason = given_.reason}};
    auto line = people::timeline(tx.db(), person.row);
    const Spell last = line.empty() ? Spell{} : line.back();
    const std::string present = last.row == 0 ? std::string{people::usual_status()} : last.status;
    const auto outcome = judge(line, present);
    StatusDone done;
    done.state = outcome.state;
    done.unchanged = outcome.unchanged;
    done.without_end = next_.employment() == Employment::absent && next_.until.empty() &&
                       !people::open_ended(code_);
    done.id = "status#" + std::to_string(last.row);
    if (outcome.unchanged) return done;
    const bool replaces = given_.correct && last.row != 0;
    const Values columns{Value{person.row},    Value{code_},         Value{next_.from},
                         or_null(next_.until), or_null(next_.cause), or_null(next_.reason)};
    const auto& table = program_table("status_change");
    next_.row = replaces ? last.row : tx.next_record(table);
    if (replaces) {
      tx.update(table, last.row, columns);
    } else {
      tx.insert(table, columns);
    }
    done.id = "status#" + std::to_string(next_.row);
    const Case of{done.id, person.row, {{"month", Value{next_.from.substr(0, 7)}}}};
    if (replaces && last.employment() == Employment::gone)
      done.rows += write_effect(desk_, tx, permit, "status.return", of);
    if (next_.employment() == Employment::gone) {
      done.rows += write_effect(desk_, tx, permit, "status.depart", of);
      close_transfers(desk_, tx, person.row);
      end_credits(tx, desk_, person.row);
      done.rows += close_rotations(desk_, tx, permit, person.row, next_.from);
    }
    done.event = tx.commit().seq;
    return done;
  }

 private:
  Machine::Outcome judge(const std::vector<Spell>& line, const std::string& present) const {
    const bool replaces = given_.correct && !line.empty();
    const std::size_t before = line.size() - (replaces ? 1 : 0);
    const std::string earliest = line.empty() || before == 0 ? "" : line[before - 1].from;
    Machine::Facts facts;
    const auto target = next_.employment();
    if (people::set_by(code_) == "rotation" ||
        (people::set_by(present) == "rotation" && target != Employment::gone))
      facts.emplace_back("by-rotation");
    if (people::set_by(code_) == "transfer") facts.emplace_back("by-transfer");
    if (!line.empty() && line.back().status == code_ && line.back().from == next_.from &&
        line.back().until == next_.until && line.back().cause == next_.cause)
      facts.emplace_back("same");
    if (next_.from <= earliest) facts.emplace_back("early");
    if (given_.correct) facts.emplace_back("correct");
    if (people::follows(code_, present)) facts.emplace_back("follows");
    const auto outcome = Machine::of("status").look(people::name(people::employment(present)),
                                                    status_step(target), facts);
    if (outcome.refusal != nullptr) {
      throw Error{
          *outcome.refusal,
          {arg("state", shown_status(desk_, present)), arg("status", shown_status(desk_, code_)),
           arg("from", line.empty() ? "" : line.back().from)}};
    }
    return outcome;
  }

  Desk& desk_;
  const NewStatus& given_;
  std::string code_;
  Spell next_;
};

}  // namespace

StatusDone set_status(Desk& desk, const NewStatus& given) {
  return StatusChange{desk, given}.run();
}

void put_status(Desk& desk, journal::Transaction& tx, std::int64_t teacher, std::string_view code,
                const std::string& from, const std::string& until, const std::string& reason) {
  const auto day = day_from_iso(from);
  const Spell now = day ? people::spell_on(desk.db, teacher, *day) : Spell{};
  if (now.row != 0 && now.status == code) return;  // else the timeline begins with it
  const auto& table = program_table("status_change");
  const Values columns{Value{teacher}, Value{code}, Value{from},
                       or_null(until), Value{},     or_null(reason)};
  if (now.from == from) {
    tx.update(table, now.row, columns);
  } else {
    tx.insert(table, columns);
  }
}

namespace {

/// The field of the person's table that says which posts one holds; the group hangs on it.
constexpr std::string_view kPresentPost = "current_post_category";

/// Throws status.plan-range for a month that the rule doesn't leave to choice.
void check_month(Desk& desk, const people::Person& person, const RetirementPlan& given) {
  const auto month = month_from_iso(given.month);
  if (!month) return;
  const auto campaign = campaign::campaign_of(desk, person.org);
  const auto& rule = campaign ? campaign->retirement : campaign::retirement_law();
  const auto& set = desk.catalogue.person();
  auto record = journal::find_record(desk, set, "r.teacher = ?", person.row);
  if (record) dossier::fill_computed(desk, set, *record);
  const auto value = [&](std::optional<std::size_t> field) {
    return record && field ? record->values[*field].text : std::string{};
  };
  const std::string sex = value(set.with_role("sex"));
  const auto birth = month_from_iso(value(set.with_role("birth_date")).substr(0, 7));
  if (sex.empty() || !birth) throw Error{codes::status_no_birth, {arg("name", person.name)}};
  const std::string group =
      given.group.empty() ? campaign::retirement_group(sex, value(set.field_index(kPresentPost)))
                          : given.group;
  const auto original = rule.original_month(group, *birth), due = rule.due_month(group, *birth);
  const auto first = std::max(original, due - rule.earlier_at_most);
  const auto last = due + rule.later_at_most;
  if (*month < first || *month > last) {
    throw Error{codes::status_plan_range,
                {arg("month", given.month), arg("due", month_to_iso(due)),
                 arg("first", month_to_iso(first)), arg("last", month_to_iso(last))}};
  }
}

void check_plan(const RetirementPlan& given) {
  const auto& law = campaign::retirement_law();
  if (given.month.empty() && given.group.empty())
    throw Error{codes::usage_missing, {arg("what", "--month"), arg("command", "status plan")}};
  if (!given.group.empty() && law.group(given.group) == nullptr) {
    std::vector<std::string> ids;
    for (const auto& g : law.groups) ids.push_back(g.id);
    throw Error{
        codes::usage_value,
        {arg("value", given.group), arg("option", "--group"), arg("expected", joined(ids, ", "))}};
  }
  month_given(given.month, "--month");
}

}  // namespace

StatusDone plan_retirement(Desk& desk, const RetirementPlan& given) {
  check_plan(given);
  const auto [permit, person] = people::admit(desk, "status plan", given.teacher);
  check_month(desk, person, given);
  journal::Transaction tx{
      desk, permit, {.args = {{"teacher", Value{person.number}}}, .reason = given.reason}};
  const auto& table = program_table("retirement_plan");
  const Values columns{Value{person.row}, or_null(given.group), or_null(given.month),
                       Value{given.reason}};
  std::int64_t row = 0;
  StatusDone done{"", "planned", -1, 0, false, false};
  {
    auto find =
        tx.db().statement("SELECT row, group_id, month FROM retirement_plan WHERE teacher = ?");
    find.with(person.row);
    if (find.step()) {
      row = find.integer(0);
      done.unchanged = find.text(1) == given.group && find.text(2) == given.month;
    }
  }
  done.id = "retirement#" + std::to_string(row == 0 ? tx.next_record(table) : row);
  if (done.unchanged) return done;
  if (row == 0) {
    tx.insert(table, columns);
  } else {
    tx.update(table, row, columns);
  }
  done.event = tx.commit().seq;
  return done;
}

namespace {

/// One line in the list of the school that let go: all that it keeps of the person.
void add_transferred(Desk& desk, const Permit& permit, const StatusFilter& filter,
                     const std::string& wanted, Day day, std::vector<StatusLine>& out) {
  if (permit.own() || (!wanted.empty() && wanted != people::transferred_status()) ||
      (!filter.state.empty() && filter.state != people::name(Employment::gone)))
    return;
  for (Departure& left : departures(desk, to_iso(day))) {
    if (!permit.reaches(left.person.org)) continue;
    StatusLine line;
    line.status = people::transferred_status();
    line.spell.status = line.status;
    line.spell.from = left.day;
    line.person = std::move(left.person);
    out.push_back(std::move(line));
  }
}

}  // namespace

std::vector<StatusLine> statuses(Desk& desk, const Permit& permit, const StatusFilter& filter,
                                 Day day) {
  const std::string wanted =
      filter.status.empty() ? "" : code_meant(status_codes(desk), filter.status, "--status");
  const auto spells = people::spells_on(desk.db, day, journal::last_event_of(desk.db, day));
  std::vector<StatusLine> out;
  for (auto& person : people::persons(desk, permit)) {
    const auto found = spells.find(person.row);
    StatusLine line{std::move(person), found == spells.end() ? Spell{} : found->second, "", 0};
    line.status =
        line.spell.status.empty() ? std::string{people::usual_status()} : line.spell.status;
    const auto state = people::employment(line.status);
    if (!wanted.empty() && line.status != wanted) continue;
    if (!filter.state.empty() && people::name(state) != filter.state) continue;
    if (wanted.empty() && filter.state.empty() && state == Employment::serving) continue;
    const auto until = day_from_iso(line.spell.until);
    if (state == Employment::absent && until && *until < day)
      line.days_over = day.number - until->number;
    out.push_back(std::move(line));
  }
  add_transferred(desk, permit, filter, wanted, day, out);
  return out;
}

}  // namespace tmis::workflow
