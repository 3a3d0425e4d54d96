// One query a table; names and states come with it.
#include "dossier/records.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "dossier/business.h"
#include "journal/event.h"
#include "journal/versions.h"
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

bool hidden(const FieldSet& set, const Field& field, const Permit& permit, bool closed,
            bool reveal) {
  const bool sealed = closed || permit.limited(access::Limit::unsealed);
  if (field.role == "birth_date")
    return !sealed && !reveal && set.with_role("identity_number").has_value();
  return field.sensitive && sealed;
}

std::string shown_value(const Field& field, const Value& value, schema::Form form, bool reveal) {
  if (field.role == "identity_number" && !reveal) return schema::masked_identity(value.text);
  const std::string text = schema::display(field, value, form);
  return field.sensitive && !reveal ? schema::with_masked_identities(text) : text;
}

std::vector<Version> history(Desk& desk, const RecordId& id) {
  const FieldSet& set = *id.set;
  const store::TableDef& table = desk.table(set);
  const auto erasures = journal::erasures(desk.db, table, id.record);
  auto stored = journal::versions(desk.db, table, id.record);
  std::vector<Version> out;
  for (auto version = stored.rbegin(); version != stored.rend(); ++version) {
    Version v;
    v.version = version->row.version;
    v.seq = version->seq;
    if (const auto erased = erasures.find(v.version); erased != erasures.end()) {
      v.erased_by = erased->second.seq;
      v.values.resize(set.fields.size());
    } else {
      journal::Record record;
      journal::read_columns(desk, set, id.record, version->columns, record);
      v.values = std::move(record.values);
      v.closed = record.closed;
    }
    out.push_back(std::move(v));
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
