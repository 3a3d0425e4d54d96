// Each is one question to a table that keeps the event of its rows.
#include "workflow/since.h"

#include <string_view>

namespace tmis::workflow {

bool decided_since(Desk& desk, std::int64_t table, std::int64_t record, std::int64_t seq) {
  auto find = desk.db.statement(
      "SELECT state FROM item_state WHERE table_id = ? AND record = ? AND seq > ?");
  find.with(table, record, seq);
  return find.step() && find.text(0) != name(ItemState::submitted) &&
         find.text(0) != name(ItemState::draft);
}

bool signed_since(Desk& desk, const std::vector<SignSet>& sets, std::int64_t teacher,
                  std::int64_t table, std::int64_t seq) {
  std::string_view set_id;
  for (const SignSet& set : sets) {
    for (const auto* t : set.tables) {
      if (t->number == table) set_id = set.id;
    }
  }
  auto find = desk.db.statement(
      "SELECT 1 FROM signature WHERE teacher = ? AND set_id = ? AND state = 'signed' AND seq > ?");
  find.with(teacher, set_id, seq);
  return find.step();
}

bool reported_since(Desk& desk, std::int64_t teacher, std::int64_t seq) {
  auto find = desk.db.statement("SELECT 1 FROM submission_dossier WHERE teacher = ? AND seq > ?");
  find.with(teacher, seq);
  return find.step();
}

}  // namespace tmis::workflow
