// Rows and their states are merged record by record; an entry is made only where the dossier counts
// otherwise after it. What was signed is compared by a sum over the versions there, not by hashes:
// a signature is over what stood when it was made.
#include "report/dossier_past.h"

#include <algorithm>
#include <tuple>

#include "dossier/item.h"
#include "journal/timeline.h"

namespace tmis::report {
namespace {

using journal::TimelineVersion;
using schema::FieldSet;
using store::program_table;
using workflow::ItemState;
using workflow::Standing;

ItemState state_called(std::string_view word) {
  for (std::size_t i = 0; i < workflow::kItemStates; ++i) {
    if (workflow::name(static_cast<ItemState>(i)) == word) return static_cast<ItemState>(i);
  }
  return ItemState::draft;
}

/// Spreads numbers over 64 bits (splitmix64), so that their sum tells sets of versions apart.
std::uint64_t spread(std::uint64_t n) {
  n += 0x9e3779b97f4a7c15U;
  n = (n ^ (n >> 30U)) * 0xbf58476d1ce4e5b9U;
  n = (n ^ (n >> 27U)) * 0x94d049bb133111ebU;
  return n ^ (n >> 31U);
}

std::uint64_t mark_of(const FieldSet& set, const TimelineVersion& v) {
  return spread(spread(spread(set.number) ^ static_cast<std::uint64_t>(v.row)) ^
                static_cast<std::uint64_t>(v.version));
}

/// Columns that say what a row is to its dossier: teacher, complete, business, then what the rules
/// for originals look at.
std::vector<std::string> columns_of(const FieldSet& set) {
  std::vector<std::string> out{"teacher", "complete", "business"};
  for (const auto& rule : set.originals) {
    for (const auto* test : {&rule.when, &rule.unless}) {
      if (*test) out.push_back(set.fields[(*test)->field].id);
    }
  }
  return out;
}

std::uint64_t called_by(const FieldSet& set, const Values& values,
                        const std::vector<std::string>& kinds) {
  std::uint64_t out = 0;
  std::size_t at = 3;
  for (const auto& rule : set.originals) {
    bool called = !rule.by_hand || values[2].is_null();
    if (rule.when && !(values[at++] == rule.when->value)) called = false;
    if (rule.unless && values[at++] == rule.unless->value) called = false;
    const auto kind = std::find(kinds.begin(), kinds.end(), rule.kind) - kinds.begin();
    if (called) out |= std::uint64_t{1} << static_cast<unsigned>(kind);
  }
  return out;
}

}  // namespace

DossierPast::DossierPast(Desk& desk, const Census& census) : desk_(desk), census_(census) {
  const auto& all = census.standings().all;
  for (std::size_t i = 0; i < all.size(); ++i)
    dossiers_[all[i].person.row] = static_cast<std::uint32_t>(i);
  rows_.emplace_back();  // the row that isn't there
  read_made();
  read_states();
  std::size_t place = 0;
  for (const FieldSet& set : desk.catalogue.all()) {
    sign_sets_.push_back(census.standings().set_of(set));
    read_rows(set, place++);
  }
  read_originals();
  read_signatures();
  read_reports();
  states_ = {};
  std::stable_sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) {
    return std::tie(a.dossier, a.seq, a.what) < std::tie(b.dossier, b.seq, b.what);
  });
  begins_.resize(all.size() + 1, changes_.size());
  for (std::size_t i = changes_.size(); i-- > 0;) begins_[changes_[i].dossier] = i;
  for (std::size_t i = all.size(); i-- > 0;) begins_[i] = std::min(begins_[i], begins_[i + 1]);
}

void DossierPast::add(Change change, std::int64_t teacher) {
  const auto found = dossiers_.find(teacher);
  if (found == dossiers_.end()) return;
  change.dossier = found->second;
  changes_.push_back(change);
}

void DossierPast::read_made() {
  std::int64_t last = 0;
  journal::each_version(desk_.db, program_table("teacher"), {}, census_.at(),
                        [&](const TimelineVersion& v) {
                          if (v.row != last) add({.seq = v.seq, .what = What::made}, v.row);
                          last = v.row;
                        });
}

void DossierPast::read_states() {
  journal::each_version(desk_.db, program_table("item_state"), {"table_id", "record", "state"},
                        census_.at(), [&](const TimelineVersion& v) {
                          if (!v.gone) {
                            states_.push_back({v.values[0].number, v.values[1].number, v.seq,
                                               state_called(v.values[2].text), false});
                          } else if (!states_.empty()) {  // of the row that was visited last
                            State over = states_.back();
                            over.seq = v.seq;
                            over.gone = true;
                            states_.push_back(over);
                          }
                        });
  std::stable_sort(states_.begin(), states_.end(), [](const State& a, const State& b) {
    return std::tie(a.table, a.record, a.seq) < std::tie(b.table, b.record, b.seq);
  });
}

std::uint32_t DossierPast::add_row(std::int64_t teacher, std::int64_t seq, std::size_t place,
                                   std::uint32_t before, const Row& after) {
  if (rows_[before] == after) return before;
  const auto at = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back(after);
  add({.seq = seq,
       .what = What::row,
       .place = static_cast<std::uint16_t>(place),
       .before = before,
       .after = at},
      teacher);
  return at;
}

void DossierPast::read_rows(const FieldSet& set, std::size_t place) {
  const auto& kinds = census_.standings().kinds;
  const ItemState first = state_called(dossier::first_state(set));
  auto state = std::lower_bound(states_.begin(), states_.end(), set.number,
                                [](const State& s, std::int64_t table) { return s.table < table; });
  std::int64_t record = 0, teacher = 0;
  Row now;
  std::uint32_t place_of_now = 0;
  // States that were written after the last version of the row, up to event `seq`.
  const auto catch_up = [&](std::int64_t seq) {
    for (; state != states_.end() && state->table == set.number && state->record <= record &&
           (state->record < record || state->seq <= seq);
         ++state) {
      if (state->record < record) continue;
      now.state = state->gone ? first : state->state;
      if (now.there) place_of_now = add_row(teacher, state->seq, place, place_of_now, now);
    }
  };
  journal::each_version(desk_.db, desk_.table(set), columns_of(set), census_.at(),
                        [&](const TimelineVersion& v) {
                          if (v.row != record) {
                            catch_up(census_.at());
                            record = v.row;
                            now = {};
                            now.state = first;
                            place_of_now = 0;
                          }
                          catch_up(v.seq - 1);
                          Row after;
                          after.state = now.state;
                          if (!v.gone) {
                            teacher = v.values[0].number;
                            after.there = true;
                            after.incomplete = v.values[1].number == 0;
                            after.business = !v.values[2].is_null();
                            after.called = called_by(set, v.values, kinds);
                            after.mark = mark_of(set, v);
                          }
                          now = after;
                          place_of_now = add_row(teacher, v.seq, place, place_of_now, now);
                        });
  catch_up(census_.at());
}

void DossierPast::read_originals() {
  const auto& kinds = census_.standings().kinds;
  std::int64_t row = 0, teacher = 0;
  std::size_t kind = 0;
  journal::each_version(
      desk_.db, program_table("original"), {"teacher", "kind", "seen_original"}, census_.at(),
      [&](const TimelineVersion& v) {
        if (!v.gone) {
          row = v.row;
          teacher = v.values[0].number;
          kind = static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), v.values[1].text) -
                                          kinds.begin());
        }
        if (v.row != row || kind >= kinds.size()) return;
        add({.seq = v.seq,
             .what = What::original,
             .place = static_cast<std::uint16_t>(kind),
             .now = !v.gone && v.values[2].number != 0,
             .id = v.row},
            teacher);
      });
}

void DossierPast::read_signatures() {
  const auto& sets = census_.standings().sets;
  journal::each_version(desk_.db, program_table("signature"), {"teacher", "set_id", "state"},
                        census_.at(), [&](const TimelineVersion& v) {
                          if (v.gone) return;
                          const auto set =
                              std::find_if(sets.begin(), sets.end(),
                                           [&](const auto& s) { return s.id == v.values[1].text; });
                          if (set == sets.end()) return;
                          add({.seq = v.seq,
                               .what = What::signature,
                               .place = static_cast<std::uint16_t>(set - sets.begin()),
                               .word = word(v.values[2].text)},
                              v.values[0].number);
                        });
}

void DossierPast::read_reports() {
  std::unordered_map<std::int64_t, std::int64_t> sender;
  journal::each_version(desk_.db, program_table("submission"), {"from_org"}, census_.at(),
                        [&](const TimelineVersion& v) {
                          if (!v.gone) sender[v.row] = v.values[0].number;
                        });
  journal::each_version(
      desk_.db, program_table("submission_dossier"), {"teacher", "submission", "state"},
      census_.at(), [&](const TimelineVersion& v) {
        if (v.gone) return;
        const auto dossier = dossiers_.find(v.values[0].number);
        if (dossier == dossiers_.end()) return;
        const auto& person = census_.standings().all[dossier->second].person;
        if (sender[v.values[1].number] != person.org) return;  // sent on by an authority
        add({.seq = v.seq, .what = What::report, .id = v.row, .word = word(v.values[2].text)},
            v.values[0].number);
      });
}

std::uint16_t DossierPast::word(const std::string& text) {
  const auto found = std::find(words_.begin(), words_.end(), text);
  if (found != words_.end()) return static_cast<std::uint16_t>(found - words_.begin());
  words_.push_back(text);
  return static_cast<std::uint16_t>(words_.size() - 1);
}

void DossierPast::count(Standing& s, const Row& row, std::size_t place, std::size_t sign_set,
                        std::vector<std::uint64_t>& marks, std::vector<std::int64_t>& wanted,
                        int by) {
  if (!row.there) return;
  const auto more = [&](std::uint16_t& n) { n = static_cast<std::uint16_t>(n + by); };
  more(s.tables[place].in_state[static_cast<std::size_t>(row.state)]);
  if (row.incomplete) more(s.tables[place].incomplete);
  for (std::size_t kind = 0; kind < s.called.size(); ++kind) {
    if ((row.called >> kind & 1U) != 0) more(s.called[kind]);
  }
  if (row.business) return;  // it carries its own signature
  wanted[sign_set] += by;
  marks[sign_set] += by > 0 ? row.mark : std::uint64_t{0} - row.mark;
}

void DossierPast::follow(std::size_t dossier, const std::vector<std::int64_t>& ends,
                         const After& after) {
  const auto& standings = census_.standings();
  struct Signed {
    std::string state = "unsigned";
    std::uint64_t mark = 0;
  };
  Standing s;
  s.tables.resize(sign_sets_.size());
  s.called.resize(standings.kinds.size());
  s.seen.resize(standings.kinds.size());
  s.sets.resize(standings.sets.size());
  std::vector<std::uint64_t> marks(s.sets.size());
  std::vector<std::int64_t> wanted(s.sets.size());
  std::vector<Signed> signed_sets(s.sets.size());
  std::unordered_map<std::int64_t, bool> seen;
  std::size_t i = begins_[dossier];
  for (std::size_t end = 0; end < ends.size(); ++end) {
    const std::size_t before = i;
    for (; i < begins_[dossier + 1] && changes_[i].seq <= ends[end]; ++i) {
      const Change& c = changes_[i];
      switch (c.what) {
        case What::made:
          s.person.row = standings.all[dossier].person.row;
          break;
        case What::row:
          count(s, rows_[c.before], c.place, sign_sets_[c.place], marks, wanted, -1);
          count(s, rows_[c.after], c.place, sign_sets_[c.place], marks, wanted, 1);
          break;
        case What::original: {
          bool& known = seen[c.id];
          s.seen[c.place] = static_cast<std::uint16_t>(s.seen[c.place] + c.now - known);
          known = c.now;
          break;
        }
        case What::signature:
          signed_sets[c.place] = {words_[c.word], marks[c.place]};
          break;
        case What::report:
          if (c.id < s.report.row) break;
          s.report.row = s.report.submission = c.id;
          s.report.state = words_[c.word];
          break;
      }
    }
    if (i == before || s.person.row == 0) continue;
    for (std::size_t set = 0; set < s.sets.size(); ++set) {
      s.sets[set].wanted = wanted[set] > 0;
      const bool same = signed_sets[set].state == "unsigned" || signed_sets[set].mark == marks[set];
      s.sets[set].state = same ? signed_sets[set].state : "stale";
    }
    workflow::conclude(desk_.catalogue, s);
    after(end, s);
  }
}

}  // namespace tmis::report
