// Erasures: a version may be without content only where an event of that kind says so.
// The version itself is held against its item by check_rows, as every other one.
#include <algorithm>

#include "journal/verify_steps.h"

namespace tmis::journal {

Erasures::Erasures(Inspection& in) : in_(in) {
  auto runs = in.desk.db.statement(
      "SELECT seq, table_id, record, version, n, c FROM item WHERE op = ? AND seq > ? ORDER BY "
      "seq, "
      "idx");
  runs.with(static_cast<int>(Op::erase), in.how.since);
  while (runs.step()) {
    const std::string_view c = runs.blob(5);
    const auto n = static_cast<std::size_t>(std::max<std::int64_t>(runs.integer(4), 0));
    for (std::size_t i = 0; i < n && (i + 1) * sizeof(keys::Hash) <= c.size(); ++i) {
      add(runs.integer(0),
          {static_cast<std::uint16_t>(runs.integer(1)),
           runs.integer(2) + static_cast<std::int64_t>(i),
           static_cast<std::uint32_t>(runs.integer(3))},
          c.substr(i * sizeof(keys::Hash), sizeof(keys::Hash)));
    }
  }
}

void Erasures::add(std::int64_t seq, const Key& key, std::string_view c) {
  ++count_;
  const auto [table, record, version] = key;
  if (!erased_.emplace(key, keys::to_array<32>(c)).second) {
    in_.report(codes::journal_erased, seq, in_.name_of(table), record);
    return;
  }
  check(seq, key);
}

void Erasures::check(std::int64_t seq, const Key& key) {
  const auto [number, record, version] = key;
  auto row = in_.desk.db.statement(
      "SELECT salt IS NULL AND body IS NULL AND seq < ?1 FROM history WHERE table_id = ?2 AND "
      "record = ?3 AND version = ?4");
  row.with(seq, std::int64_t{number}, record, std::int64_t{version});
  const bool gone = row.step() && row.integer(0) != 0;
  row.reset();
  const store::TableDef* table = in_.table(number);
  if (!gone || table == nullptr) {
    in_.report(codes::journal_erased, seq, in_.name_of(number), record);
    return;
  }
  if (const auto objection = in_.rights.against_erasure(seq, *table, record))
    in_.report(*objection, seq, table->name, record);
}

const keys::Hash* Erasures::of(std::uint16_t table, std::int64_t record,
                               std::uint32_t version) const {
  if (erased_.empty()) return nullptr;
  const auto found = erased_.find({table, record, version});
  return found == erased_.end() ? nullptr : &found->second;
}

}  // namespace tmis::journal
