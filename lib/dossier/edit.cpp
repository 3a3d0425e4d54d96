// One row, one event. The machine `item` says which step is possible, schema what a value may be.
#include "dossier/edit.h"

#include <algorithm>

#include "base/error.h"
#include "campaign/lock.h"
#include "dossier/business.h"
#include "dossier/opening.h"
#include "dossier/typed_row.h"
#include "journal/transaction.h"
#include "people/timeline.h"

namespace tmis::dossier {
namespace {

using schema::FieldSet;

access::TableSource source_of(const FieldSet& set) {
  return set.from_school() ? access::TableSource::school : access::TableSource::teacher;
}

/// The permit for a single edit, and what it needs: an open self-entry for a teacher, a reason of a
/// manager (`reason` nullptr: that is asked later).
people::Admitted admitted(Desk& desk, std::string_view command, const FieldSet& set,
                          std::string_view teacher, const std::string* reason, bool returned_item) {
  auto a = people::admit(desk, command, teacher, source_of(set));
  if (reason != nullptr && a.permit.lacks_reason(*reason)) throw Error{codes::record_reason};
  require_open_dossier(desk, a.person);
  if (a.permit.role() == "teacher") campaign::require_open(desk, a.person, returned_item);
  return a;
}

/// What a step on one named record leads to; a refusal names the record.
Machine::Outcome refusable(const Item& item, const Permit& permit, std::string_view step) {
  auto outcome = look(item, permit, step);
  if (outcome.refusal == nullptr) return outcome;
  throw Error{
      *outcome.refusal,
      {arg("label", item.set->label.here()), arg("state", item.state), arg("value", item.id())}};
}

void refuse_by_hand(const FieldSet& set, const Assignments& assignments) {
  for (const auto& [name, text] : assignments) {
    const auto field = set.field_index(name);
    if (field && !set.fields[*field].by_hand()) {
      throw Error{codes::record_by_business,
                  {arg("label", set.fields[*field].label.here()), arg("value", text)}};
    }
  }
}

/// What was made with the account changes with the authority's consent alone.
void refuse_key_data(const FieldSet& set, const Values& before, const Values& after) {
  for (const std::size_t field : set.account_fields) {
    if (before[field].is_null() || before[field] == after[field]) continue;
    throw Error{codes::record_key_data, {arg("label", set.fields[field].label.here())}};
  }
}

journal::RecordHead head_for(Desk& desk, const FieldSet& set, std::int64_t teacher,
                             const Values& values) {
  journal::RecordHead head;
  head.teacher = teacher;
  head.key = journal::record_key(set, desk.hash_key(set), values);
  return head;
}

journal::Record stored(Desk& desk, const RecordId& id) {
  auto record = journal::find_record(desk, *id.set, "r.row = ?", id.record);
  if (!record)
    throw Error{codes::record_not_found, {arg("id", id.set->id + "#" + std::to_string(id.record))}};
  if (record->closed) throw Error{codes::key_needed, {arg("what", id.set->label.here())}};
  return std::move(*record);
}

bool key_taken(Desk& desk, const FieldSet& set, const journal::RecordHead& head,
               std::int64_t except) {
  auto find = desk.db.statement("SELECT 1 FROM \"" + set.id +
                                "\" WHERE teacher = ? AND key = ? AND row <> ?");
  find.bind(1, head.teacher).bind_blob(2, head.key).bind(3, except);
  return find.step();
}

void check_none(Desk& desk, const FieldSet& set, std::int64_t teacher, const Values& values,
                std::int64_t except) {
  if (!set.none_row) return;
  const bool none = values[set.none_row->field] == set.none_row->value;
  const Presence there = presence(desk, set, teacher, except);
  if (none ? there.real : there.none) {
    throw Error{codes::record_none_conflict, {arg("label", set.label.here()), arg("value", "")}};
  }
}

Done insert(Desk& desk, const FieldSet& set, const people::Admitted& who, const Values& values,
            const std::string& reason) {
  const auto head = head_for(desk, set, who.person.row, values);
  if (key_taken(desk, set, head, 0))
    throw Error{codes::record_exists, {arg("table", set.label.here())}};
  check_none(desk, set, who.person.row, values, 0);
  journal::Sealer sealer{desk, set};
  sealer.prepare(head.teacher);
  Values columns;
  journal::Transaction tx{desk, who.permit, {.args = {{"set", Value{set.id}}}, .reason = reason}};
  sealer.columns(head, values, tx.next_record(desk.table(set)), columns);
  const std::int64_t record = tx.insert(desk.table(set), columns);
  const auto written = tx.commit();
  return {set.id + "#" + std::to_string(record), std::string{first_state(set)}, written.seq, false};
}

}  // namespace

Done add(Desk& desk, const std::string& set_id, const std::string& teacher,
         const Assignments& assignments, const std::string& reason) {
  const FieldSet& set = desk.catalogue.at(set_id);
  const auto who = admitted(desk, "record add", set, teacher, &reason, false);
  refuse_by_hand(set, assignments);
  Values values(set.fields.size());
  TypedRow typed{desk, set};
  typed.lay_over(assignments, values);
  typed.check(with_computed(desk, set, who.person.row, values));
  return insert(desk, set, who, values, reason);
}

namespace {

/// A stored row that is to be changed, and where its item goes.
struct Changing {
  people::Admitted who;
  Item present, moved;
  journal::Record record;
};

Changing changing(Desk& desk, const std::string& id, const std::string* reason) {
  const RecordId record_id_ = record_id(desk, id);
  const FieldSet& set = *record_id_.set;
  const Item present = item(desk, record_id_);
  const bool open_item = open_after_deadline(desk, present);
  const auto who = admitted(desk, "record edit", set, people::person(desk, present.teacher).number,
                            reason, open_item);
  if (present.business)
    throw Error{codes::record_by_business, {arg("label", set.label.here()), arg("value", id)}};
  return {who, present, after(present, refusable(present, who.permit, "fill")),
          stored(desk, record_id_)};
}

}  // namespace

bool key_taken(Desk& desk, const FieldSet& set, std::int64_t teacher, const Values& values,
               std::int64_t except) {
  return key_taken(desk, set, head_for(desk, set, teacher, values), except);
}

Opened open_new(Desk& desk, const std::string& set_id, const std::string& teacher) {
  const FieldSet& set = desk.catalogue.at(set_id);
  auto who = admitted(desk, "record add", set, teacher, nullptr, false);
  const Presence there = presence(desk, set, who.person.row, 0);
  if (there.none) {
    throw Error{codes::record_none_conflict, {arg("label", set.label.here()), arg("value", "")}};
  }
  Values empty(set.fields.size());
  if (set.one_row() && key_taken(desk, set, who.person.row, empty, 0))
    throw Error{codes::record_exists, {arg("table", set.label.here())}};
  return {&set, std::move(who), std::move(empty), 0, 0};
}

Opened open_stored(Desk& desk, const std::string& id) {
  Changing c = changing(desk, id, nullptr);
  return {c.present.set, std::move(c.who), std::move(c.record.values), c.present.record,
          c.present.version};
}

Done edit(Desk& desk, const std::string& id, const Assignments& assignments,
          const std::string& reason) {
  const Changing c = changing(desk, id, &reason);
  const auto& [who, present, moved, record] = c;
  const FieldSet& set = *present.set;
  refuse_by_hand(set, assignments);
  Values values = record.values;
  TypedRow typed{desk, set};
  typed.lay_over(assignments, values);
  refuse_key_data(set, record.values, values);
  typed.check(with_computed(desk, set, present.teacher, values));
  if (values == record.values && record.head.complete) return {id, present.state, -1, true};
  const auto head = head_for(desk, set, present.teacher, values);
  if (key_taken(desk, set, head, present.record))
    throw Error{codes::record_exists, {arg("table", set.label.here())}};
  check_none(desk, set, present.teacher, values, present.record);
  Values columns;
  journal::Sealer{desk, set}.columns(head, values, record, columns);
  journal::Transaction tx{desk, who.permit, {.args = {{"record", Value{id}}}, .reason = reason}};
  tx.update(desk.table(set), present.record, columns);
  if (moved.state != present.state || moved.removal != present.removal) put_state(tx, moved);
  return {id, moved.state, tx.commit().seq, false};
}

Values laid_over(Desk& desk, const FieldSet& set, const journal::Record& record,
                 const Assignments& assignments) {
  Values values = record.values;
  TypedRow typed{desk, set};
  typed.lay_over(assignments, values);
  typed.check(with_computed(desk, set, record.head.teacher, values), false);
  return values;
}

Done remove(Desk& desk, const std::string& id, const std::string& reason) {
  const RecordId record_id_ = record_id(desk, id);
  const Item present = item(desk, record_id_);
  const bool open_item = open_after_deadline(desk, present);
  const auto who = admitted(desk, "record remove", *record_id_.set,
                            people::person(desk, present.teacher).number, &reason, open_item);
  if (present.business) {
    throw Error{codes::record_by_business,
                {arg("label", present.set->label.here()), arg("value", id)}};
  }
  if (!present.set->account_fields.empty())  // the row that says whose dossier it is
    throw Error{codes::record_key_data, {arg("label", present.set->label.here())}};
  const auto outcome = refusable(present, who.permit, "remove");
  if (outcome.unchanged) return {id, present.state, -1, true};
  journal::Transaction tx{desk, who.permit, {.args = {{"record", Value{id}}}, .reason = reason}};
  const Item moved = after(present, outcome);
  if (moved.state == "withdrawn") {
    tx.withdraw(desk.table(*present.set), present.record);
  } else {
    put_state(tx, moved);  // audited before: the removal is proposed and waits for the audit
  }
  return {id, moved.state, tx.commit().seq, false};
}

Done declare_none(Desk& desk, const std::string& set_id, const std::string& teacher,
                  const std::string& reason) {
  const FieldSet& set = desk.catalogue.at(set_id);
  if (!set.none_row) throw Error{codes::record_no_none, {arg("table", set.label.here())}};
  const auto who = admitted(desk, "record none", set, teacher, &reason, false);
  const Presence there = presence(desk, set, who.person.row, 0);
  if (there.none) return {set.id, std::string{first_state(set)}, -1, true};
  // Other required fields of a "none" row have only one sensible value: their first code or their
  // default.
  Values values(set.fields.size());
  values[set.none_row->field] = set.none_row->value;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& field = set.fields[i];
    if (!field.required || !values[i].is_null()) continue;
    if (field.default_value) {
      values[i] = *field.default_value;
    } else if (field.codes != nullptr) {
      values[i] = Value{field.codes->entries().front().code};
    }
  }
  TypedRow typed{desk, set};
  typed.lay_over({}, values);
  typed.check(values);
  return insert(desk, set, who, values, reason);
}

namespace {

Submitted submit_these(Desk& desk, const Permit& permit, const std::vector<people::Person>& persons,
                       const std::vector<Gap>& gaps) {
  Submitted out;
  std::vector<std::int64_t> held;
  for (const Gap& gap : gaps) {
    if (held.empty() || held.back() != gap.teacher.row) held.push_back(gap.teacher.row);
  }
  out.incomplete = gaps;
  out.skipped = static_cast<std::int64_t>(held.size());
  std::vector<Item> moved;
  for (const people::Person& person : persons) {
    if (std::find(held.begin(), held.end(), person.row) != held.end()) continue;
    std::int64_t moved_here = 0;
    for (Item& one : items(desk, person.row)) {
      if (one.set->from_school()) continue;
      const auto outcome = look(one, permit, "submit");
      if (outcome.refusal != nullptr || outcome.unchanged) continue;
      moved.push_back(after(std::move(one), outcome));
      ++moved_here;
    }
    ++(moved_here > 0 ? out.dossiers : out.unchanged);
  }
  out.items = static_cast<std::int64_t>(moved.size());
  if (moved.empty()) return out;
  journal::Transaction tx{desk, permit, {.args = {{"dossiers", Value{out.dossiers}}}}};
  for (const Item& one : moved) put_state(tx, one);
  out.event = tx.commit().seq;
  return out;
}

}  // namespace

Submitted submit(Desk& desk, const std::string& teacher) {
  const auto who = people::admit(desk, "record submit", teacher);
  require_open_dossier(desk, who.person);
  const auto missing = gaps(desk, who.person, Part::teacher);
  if (!missing.empty()) {
    Findings details;
    for (const Gap& gap : missing) details.push_back({gap.code, 0, 0, gap.field, {}, gap.args});
    throw Error{codes::record_incomplete,
                {arg("n", missing.size()), arg("number", who.person.number)}}
        .with(details);
  }
  if (who.permit.role() == "teacher")
    campaign::require_open(desk, who.person, any_open_after_deadline(desk, who.person.row));
  Submitted done = submit_these(desk, who.permit, {who.person}, {});
  // A dossier named alone answers with its own refusal: what was returned is as it was.
  if (done.items > 0) return done;
  for (const Item& one : items(desk, who.person.row)) {
    if (!one.set->from_school()) step(one, who.permit, "submit");
  }
  return done;
}

Submitted submit_all(Desk& desk, const std::string& org_code) {
  const Permit permit = desk.permit("record submit", people::subject_of(desk, org_code));
  return submit_these(desk, permit, people::serving_persons(desk, permit),
                      gaps(desk, permit, Part::teacher));
}

}  // namespace tmis::dossier
