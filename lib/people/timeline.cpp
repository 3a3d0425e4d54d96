// A day is compared as its text: YYYY-MM-DD sorts like the calendar.
#include "people/timeline.h"

#include <algorithm>

#include "store/tables.h"

namespace tmis::people {

std::vector<Spell> timeline(store::Database& db, std::int64_t teacher) {
  auto rows = db.statement(
      "SELECT row, seq, status, from_day, until_day, cause, reason FROM status_change WHERE "
      "teacher = ? ORDER BY from_day");
  rows.with(teacher);
  std::vector<Spell> out;
  while (rows.step()) {
    out.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)},
                   std::string{rows.text(3)}, std::string{rows.text(4)}, std::string{rows.text(5)},
                   std::string{rows.text(6)}});
  }
  return out;
}

Spell spell_on(store::Database& db, std::int64_t teacher, Day day) {
  auto all = timeline(db, teacher);
  const std::string today = to_iso(day);
  const auto later =
      std::find_if(all.begin(), all.end(), [&](const Spell& s) { return s.from > today; });
  return later == all.begin() ? Spell{} : std::move(*(later - 1));
}

std::unordered_map<std::int64_t, Spell> spells_on(store::Database& db, Day day, std::int64_t at) {
  std::unordered_map<std::int64_t, Spell> out;
  const std::string today = to_iso(day);
  const journal::PastQuestion question{
      store::program_table("status_change"),
      {"teacher", "status", "from_day", "until_day", "cause", "reason"},
      at};
  journal::each_row(db, question, [&](const journal::PastRow& row) {
    const auto& from = row.values[2].text;
    Spell& spell = out[row.values[0].number];
    if (from > today || from < spell.from) return;
    spell = {row.row,
             row.seq,
             row.values[1].text,
             from,
             row.values[3].text,
             row.values[4].text,
             row.values[5].text};
  });
  return out;
}

std::unordered_set<std::int64_t> gone_on(store::Database& db, Day day, std::int64_t at) {
  std::unordered_set<std::int64_t> out;
  for (const auto& [teacher, spell] : spells_on(db, day, at)) {
    if (spell.employment() == Employment::gone) out.insert(teacher);
  }
  return out;
}

}  // namespace tmis::people
