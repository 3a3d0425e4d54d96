// Personnel status comes from its timeline, the number from the account, the rest from other
// tables.
#include "dossier/business.h"

#include "base/error.h"
#include "dossier/derived.h"
#include "people/timeline.h"

namespace tmis::dossier {
namespace {

using schema::Field;
using schema::FieldSet;

Value number_of(Desk& desk, std::int64_t teacher) {
  auto find = desk.db.statement("SELECT number FROM teacher WHERE row = ?");
  find.with(teacher);
  return find.step() ? find.value(0) : Value{};
}

Value computed_field(Desk& desk, const Field& field, std::int64_t teacher, Derived& derived) {
  if (field.pick) return derived.pick(*field.pick);
  if (field.role == "personnel_status")
    return or_null(people::spell_on(desk.db, teacher, desk.today()).status);
  if (field.role == "teacher_number") return number_of(desk, teacher);
  return {};
}

}  // namespace

Value computed(Desk& desk, const FieldSet& set, std::size_t field, std::int64_t teacher) {
  Derived derived{desk, teacher};
  return computed_field(desk, set.fields[field], teacher, derived);
}

void fill_computed(Desk& desk, const FieldSet& set, journal::Record& record) {
  Derived derived{desk, record.head.teacher};
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    if (set.fields[i].stored()) continue;
    record.values[i] = computed_field(desk, set.fields[i], record.head.teacher, derived);
  }
}

bool agrees(Desk& desk, const FieldSet& set, std::size_t field, std::int64_t teacher,
            const Value& given, const journal::Record* known) {
  if (set.fields[field].stored()) return known != nullptr && known->values[field] == given;
  const Value there = computed(desk, set, field, teacher);
  return there.is_null() || there == given;
}

void require_open_dossier(Desk& desk, const people::Person& teacher) {
  if (people::spell_on(desk.db, teacher.row, desk.today()).employment() == people::Employment::gone)
    throw Error{codes::dossier_closed, {arg("name", teacher.name)}};
}

void open_timeline(Desk& desk, journal::Transaction& tx, std::int64_t teacher,
                   const Value& status) {
  {
    auto find = desk.db.statement("SELECT 1 FROM status_change WHERE teacher = ? LIMIT 1");
    find.with(teacher);
    if (find.step()) return;
  }
  tx.insert(store::program_table("status_change"),
            Values{Value{teacher}, status, Value{to_iso(desk.today())}, Value{}, Value{}, Value{}});
}

Presence presence(Desk& desk, const FieldSet& set, std::int64_t teacher, std::int64_t except) {
  Presence out;
  if (!set.none_row) return out;
  auto rows = desk.db.statement("SELECT " + journal::record_columns(desk.table(set), "r") +
                                " FROM \"" + set.id + "\" r WHERE r.teacher = ?");
  rows.with(teacher);
  journal::Record record;
  while (rows.step()) {
    journal::read_row(desk, set, rows, record);
    if (record.row == except) continue;
    (record.values[set.none_row->field] == set.none_row->value ? out.none : out.real) = true;
  }
  return out;
}

}  // namespace tmis::dossier
