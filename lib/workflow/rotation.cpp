// A row a rotation; confirming and ending it write the timeline of the status and the row of the
// dossier.
#include "workflow/rotation.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "people/organisation.h"
#include "people/timeline.h"
#include "workflow/effects.h"
#include "workflow/employment.h"
#include "workflow/given.h"
#include "workflow/transfer.h"

namespace tmis::workflow {
namespace {

constexpr std::string_view kAway = "205";

CaseFile known_rotation(Desk& desk, const std::string& command, const std::string& id) {
  auto found = case_file(desk.db, kRotationTable, std::string_view{id});
  if (!found) {
    desk.permit(command);  // who may not at all is told that, not which ids exist
    throw Error{codes::rotation_not_found, {arg("id", id)}};
  }
  return std::move(*found);
}

void want_no_transfer(Desk& desk, const people::Person& person) {
  for (const CaseFile& file : case_files(desk.db, kTransferTable, person.row)) {
    if (turn_of(file)) throw Error{codes::rotation_transfer_open, {arg("teacher", person.number)}};
  }
}

void want_serving(Desk& desk, const people::Person& person) {
  const auto spell = people::spell_on(desk.db, person.row, desk.today());
  if (spell.row != 0 && spell.status != people::usual_status())
    throw Error{codes::rotation_not_serving,
                {arg("teacher", person.number), arg("status", spell.status)}};
}

/// Days on which the person is or will be on another one.
void want_no_overlap(Desk& desk, const people::Person& person, const std::string& from,
                     const std::string& until) {
  for (const CaseFile& file : case_files(desk.db, kRotationTable, person.row)) {
    if (is_closed(file)) continue;
    if (from <= file.text("until_day") && file.text("from_day") <= until)
      throw Error{codes::rotation_overlap,
                  {arg("id", file.id), arg("from", file.text("from_day")),
                   arg("until", file.text("until_day"))}};
  }
}

Case effect_case(Desk& desk, const CaseFile& file, const std::string& day) {
  return {file.id,
          *file.is.teacher,
          {{"month", Value{day.substr(0, 7)}},
           {"rotation_type", file.value("type")},
           {"from_name", Value{desk.organisations().find(file.org("org"))->name}},
           {"to_name", file.value("host_name")}}};
}

std::int64_t finish(Desk& desk, journal::Transaction& tx, const Permit& permit, CaseFile& file,
                    const std::string& day) {
  file.set("ended_on", Value{day});
  return write_effect(desk, tx, permit, "rotation.end", effect_case(desk, file, day));
}

/// What follows for a dossier that is kept here follows with the step; in another file, when it is
/// told there.
RotationDone step_rotation(Desk& desk, const std::string& verb, const RotationStep& step) {
  const std::string command = "rotation " + verb;
  const Permit permit = rotation_permit(desk, command, step);
  const std::string on = step.on.empty() ? to_iso(desk.today()) : day_given(step.on, "--on");
  journal::Transaction tx{
      desk,
      permit,
      {.args = {{std::string{journal::kCaseArgument}, Value{step.id}}}, .reason = step.note}};
  CaseFile file = known_rotation(desk, command, step.id);
  const auto outcome = next_state(desk, permit, file, verb);
  RotationDone done{file.id, std::string{outcome.state}, -1, 0, outcome.unchanged};
  if (outcome.unchanged) return done;
  file.set("state", Value{outcome.state});
  file.set("note", or_null(step.note));
  if (outcome.state == kRotationInForce && !people::has_own_file(desk.db, file.org("org"))) {
    done.rows = begin_rotation(desk, tx, permit, file);
  } else if (verb == "end") {
    if (on < file.text("from_day"))
      throw Error{codes::rotation_days, {arg("from", file.text("from_day")), arg("until", on)}};
    done.rows = finish(desk, tx, permit, file, on);
    put_status(desk, tx, *file.is.teacher, people::usual_status(), on, "", step.note);
  }
  tx.update(*file.table, file.is.row, file.columns);
  done.event = tx.commit().seq;
  return done;
}

RotationLine rotation_line(Desk& desk, journal::Events& events, CaseFile file) {
  const auto person = person_of_case(desk, file);
  RotationLine out{
      {}, person.number, person.name, person.department, events.day(file.seq), turn_of(file), 0};
  const auto until = day_from_iso(file.text("until_day"));
  if (file.text("state") == kRotationInForce && until && *until < desk.today())
    out.days_over = desk.today().number - until->number;
  out.file = std::move(file);
  return out;
}

/// Whether a side is to be told by packages. Only then the case itself says who it is about.
bool is_told(Desk& desk, std::int64_t authority, std::optional<std::int64_t> host) {
  return !people::works_here(desk, authority) || (host && !people::works_here(desk, *host));
}

}  // namespace

std::int64_t begin_rotation(Desk& desk, journal::Transaction& tx, const Permit& permit,
                            const CaseFile& file) {
  const auto person = people::person(desk, *file.is.teacher);
  want_no_transfer(desk, person);
  want_serving(desk, person);
  const std::string& from = file.text("from_day");
  const auto rows =
      write_effect(desk, tx, permit, "rotation.confirm", effect_case(desk, file, from));
  put_status(desk, tx, person.row, kAway, from, file.text("until_day"), file.text("reason"));
  return rows;
}

Permit rotation_apply_permit(Desk& desk, const std::string& org) {
  access::Subject subject = people::subject_of(desk, org);
  if (subject.org) subject.parties = {{"sending", *subject.org}};
  return desk.permit("rotation apply", subject);
}

RotationDone apply_rotation(Desk& desk, const RotationApplication& given) {
  const std::string type = code_meant(desk.catalogue.codes("rotation_type"), given.type, "--type");
  const std::string from = day_given(given.from, "--from"),
                    until = day_given(given.until, "--until");
  if (until < from) throw Error{codes::rotation_days, {arg("from", from), arg("until", until)}};
  const Permit permit = rotation_apply_permit(desk, given.org);
  const auto person = people::find_person(desk, given.teacher);
  if (!person || person->org != permit.org()) throw people::no_teacher(given.teacher);
  std::optional<std::int64_t> host;
  std::string host_name{trimmed(given.unit)};
  if (!given.to.empty()) {
    const auto unit = people::organisation(desk, given.to);
    host = unit.row;
    host_name = unit.name;
  }
  if (host_name.empty())
    throw Error{codes::usage_missing, {arg("what", "--to"), arg("command", "rotation apply")}};
  const auto* school = desk.organisations().find(permit.org());
  if (host == school->row || host_name == school->name)
    throw Error{codes::rotation_same_unit, {arg("org", school->code)}};
  const auto* authority = desk.organisations().authority_of(school->row);
  if (authority == nullptr) throw Error{codes::transfer_no_authority, {arg("org", school->code)}};
  const std::string id = new_case_id('R');
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{std::string{journal::kCaseArgument}, Value{id}},
                                    {"teacher", Value{person->number}}},
                           .reason = given.reason}};
  want_serving(desk, *person);
  want_no_transfer(desk, *person);
  want_no_overlap(desk, *person, from, until);
  const auto state = Machine::of("rotation").step("none", "apply", {"school"}).state;
  const bool told = is_told(desk, authority->row, host);
  tx.insert(store::program_table(kRotationTable),
            Values{Value{id}, Value{person->row}, Value{person->number},
                   told ? Value{person->name} : Value{}, Value{school->row}, Value{authority->row},
                   or_null(host), Value{host_name}, Value{type}, Value{from}, Value{until}, Value{},
                   Value{state}, or_null(given.reason), Value{}, Value{}});
  return {id, std::string{state}, tx.commit().seq, 0, false};
}

Permit rotation_permit(Desk& desk, const std::string& command, const RotationStep& step) {
  const CaseFile file = known_rotation(desk, command, step.id);
  return desk.permit(command, subject_of_case(desk, file, step.as));
}

RotationDone confirm_rotation(Desk& desk, const RotationStep& step) {
  return step_rotation(desk, "confirm", step);
}
RotationDone reject_rotation(Desk& desk, const RotationStep& step) {
  return step_rotation(desk, "reject", step);
}
RotationDone withdraw_rotation(Desk& desk, const RotationStep& step) {
  return step_rotation(desk, "withdraw", step);
}
RotationDone end_rotation(Desk& desk, const RotationStep& step) {
  return step_rotation(desk, "end", step);
}

std::optional<std::string> rotation_in_force(Desk& desk, std::int64_t teacher) {
  for (const CaseFile& file : case_files(desk.db, kRotationTable, teacher)) {
    if (file.text("state") == kRotationInForce) return file.id;
  }
  return std::nullopt;
}

std::int64_t close_rotations(Desk& desk, journal::Transaction& tx, const Permit& permit,
                             std::int64_t teacher, const std::string& day) {
  std::int64_t rows = 0;
  for (CaseFile& file : case_files(desk.db, kRotationTable, teacher)) {
    if (is_closed(file)) continue;
    const bool in_force = file.text("state") == kRotationInForce;
    file.set("state", Value{Machine::of("rotation").step(file.text("state"), "close").state});
    file.set("outcome", Value{codes::person_left.name});
    if (in_force) rows += finish(desk, tx, permit, file, std::max(day, file.text("from_day")));
    tx.update(*file.table, file.is.row, file.columns);
  }
  return rows;
}

std::vector<RotationLine> rotations(Desk& desk, const Permit& permit,
                                    const RotationFilter& filter) {
  journal::Events events{desk.db};
  std::vector<RotationLine> out;
  for (CaseFile& file : case_files(desk.db, kRotationTable)) {
    if (!sees_case(permit, file)) continue;
    RotationLine line = rotation_line(desk, events, std::move(file));
    const std::string& state = line.file.text("state");
    if (!filter.state.empty() && state != filter.state) continue;
    if (filter.state.empty() && !filter.all && !line.turn) continue;
    if (filter.waiting_for_me && !waits_for_me(desk, line.turn)) continue;
    out.push_back(std::move(line));
  }
  return out;
}

RotationLine rotation(Desk& desk, const Permit& permit, const std::string& id) {
  auto file = case_file(desk.db, kRotationTable, std::string_view{id});
  if (!file || !sees_case(permit, *file)) throw Error{codes::rotation_not_found, {arg("id", id)}};
  journal::Events events{desk.db};
  return rotation_line(desk, events, std::move(*file));
}

}  // namespace tmis::workflow
