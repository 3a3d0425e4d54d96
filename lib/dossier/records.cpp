// One query a table; names and states come with it.
#include "dossier/records.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "dossier/business.h"
#include "journal/event.h"
#include "schema/row_reader.h"

namespace tmis::dossier {
namespace {

using schema::Field;
using schema::FieldSet;

void visit_records(Desk& desk, const FieldSet& set, const Permit& permit,
                   const std::vector<people::Person>& persons,
                   const std::function<void(Reading&)>& visit) {
  // Some see audited items only, in the version that passed.
  const bool audited_only =
      permit.limited(access::Limit::audited) || permit.limited(access::Limit::reported);
  Reading reading;
  for (const people::Person& person : persons) {
    reading.person = person;
    each_row(desk, set, person.row, [&](journal::Record& record, const Item& item) {
      if (audited_only && !take_audited(desk, item, record)) return;
      fill_computed(desk, set, record);
      std::swap(reading.record, record);
      reading.item = item;
      visit(reading);
    });
  }
}

}  // namespace

void each_record(Desk& desk, const FieldSet& set, const Permit& permit,
                 const std::string& department, const std::function<void(Reading&)>& visit) {
  visit_records(desk, set, permit, people::persons(desk, permit, department), visit);
}

std::vector<Reading> records_of(Desk& desk, const FieldSet& set, const Permit& permit,
                                const people::Person& person) {
  std::vector<Reading> out;
  visit_records(desk, set, permit, {person}, [&](Reading& r) { out.push_back(r); });
  return out;
}

bool hidden(const Field& field, const Permit& permit, bool closed) {
  return field.sensitive && (closed || permit.limited(access::Limit::unsealed));
}

std::string shown_value(const Field& field, const Value& value, schema::Form form, bool reveal) {
  if (field.role == "identity_number" && !reveal) return schema::masked_identity(value.text);
  return schema::display(field, value, form);
}

std::vector<Version> history(Desk& desk, const RecordId& id) {
  const FieldSet& set = *id.set;
  std::vector<Version> out;
  const auto add = [&](std::uint32_t version, std::int64_t seq, const Values& columns) {
    Version v;
    v.version = version;
    v.seq = seq;
    journal::Record record;
    journal::read_columns(desk, set, id.record, columns, record);
    v.values = std::move(record.values);
    v.closed = record.closed;
    out.push_back(std::move(v));
  };
  {
    auto live = desk.db.statement("SELECT " + journal::record_columns(desk.table(set), "r") +
                                  " FROM \"" + set.id + "\" r WHERE r.row = ?");
    live.with(id.record);
    if (live.step()) {
      Values columns;
      for (int i = 3; i < live.columns(); ++i) columns.push_back(live.value(i));
      add(static_cast<std::uint32_t>(live.integer(1)), live.integer(2), columns);
    }
  }
  {
    auto old = desk.db.statement(
        "SELECT version, seq, body FROM history WHERE table_id = ? AND record = ? AND body IS NOT "
        "NULL ORDER BY version DESC");
    old.with(std::int64_t{set.number}, id.record);
    while (old.step()) {
      add(static_cast<std::uint32_t>(old.integer(0)), old.integer(1),
          journal::decode_columns(desk.table(set), old.blob(2)));
    }
  }
  if (out.empty())
    throw Error{codes::record_not_found, {arg("id", set.id + "#" + std::to_string(id.record))}};
  auto events = desk.db.statement("SELECT body FROM event WHERE seq = ?");
  for (Version& v : out) {
    events.with(v.seq);
    const auto event = events.step() ? journal::from_body(events.blob(0)) : std::nullopt;
    events.reset();
    if (!event) continue;
    v.at = event->t;
    v.actor = event->actor;
    v.kind = event->kind;
    v.reason = event->reason;
  }
  return out;
}

}  // namespace tmis::dossier
