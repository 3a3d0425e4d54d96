// The items of a dossier and where each stands in its workflow.
// Which step may follow which the machine `item` says; who may take it the matrix.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/machine.h"
#include "journal/desk.h"
#include "journal/field_rows.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::dossier {

/// One row of one table of a dossier.
struct Item {
  const schema::FieldSet* set = nullptr;
  std::int64_t record = 0;
  std::int64_t teacher = 0;
  std::uint32_t version = 0;
  std::string state;                             // draft, submitted, returned, audited, reopened
  std::optional<std::uint32_t> audited_version;  // last version that passed
  std::string reason;                            // of a return
  bool removal = false;                          // proposed to be withdrawn; a pass does it
  bool complete = true;
  bool business = false;        // written by a process, not by hand
  std::int64_t seq = 0;         // event that wrote this version
  std::int64_t state_seq = -1;  // event that brought it into its state; -1: the same
  bool changed() const { return audited_version && *audited_version != version; }
  std::string id() const { return set->id + "#" + std::to_string(record); }
};

/// A record named `TABLE#ROW`. Throws record.not-found (6), schema.not-found.
struct RecordId {
  const schema::FieldSet* set = nullptr;
  std::int64_t record = 0;
};
RecordId record_id(Desk& desk, std::string_view id);
/// Whose dossier a row belongs or belonged to, erased or not. Throws record.not-found (6).
std::int64_t owner(Desk& desk, const RecordId& id);

/// The items of one dossier, in the order of the tables.
std::vector<Item> items(Desk& desk, std::int64_t teacher);
/// The items of one table in the reach of a permit, in stored order; only those in `state` when it
/// isn't empty.
void each_item(Desk& desk, const schema::FieldSet& set, const Permit& permit,
               const std::function<void(const Item&)>& visit, std::string_view state = {});
Item item(Desk& desk, const RecordId& id);

/// The rows of one table of a dossier, values and item at once, in stored order. `visit` may change
/// the record.
void each_row(Desk& desk, const schema::FieldSet& set, std::int64_t teacher,
              const std::function<void(journal::Record&, const Item&)>& visit);

/// Puts the version that was passed in the place of the newest one in `record`. False when none
/// ever was.
bool take_audited(Desk& desk, const Item& item, journal::Record& record);

/// State of a row without an entry in item_state: draft in a teacher's table, submitted in a
/// school's.
std::string_view first_state(const schema::FieldSet& set);

/// What the step leads to for this item, with the facts that the machine `item` asks for.
Machine::Outcome look(const Item& item, const Permit& permit, std::string_view step);
/// The same where a refusal ends the command: throws it, naming state and open steps.
Machine::Outcome step(const Item& item, const Permit& permit, std::string_view step);
/// The item after a step: its state, and whether its removal is proposed.
Item after(Item item, const Machine::Outcome& outcome);

/// Writes state, audited_version and reason of `item` into the transaction (a new row or a new
/// version).
void put_state(journal::Transaction& tx, const Item& item);

}  // namespace tmis::dossier
