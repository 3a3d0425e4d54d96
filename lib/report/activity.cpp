// Items are counted by the runs that the journal keeps, not one by one; whose hand wrote a row that
// was passed is looked up over all of them at once.
#include "report/activity.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "journal/as_of.h"
#include "journal/commitment.h"
#include "journal/look.h"
#include "report/dimension.h"

namespace tmis::report {
namespace {

using journal::Event;
using schema::FieldSet;
using Count = ActivityColumn::Count;

/// How many items of each event, all and those of rows of the field sets.
struct Items {
  std::int64_t all = 0, rows = 0;
};

std::unordered_map<std::int64_t, Items> items_by_event(Desk& desk) {
  std::set<std::int64_t> sets;
  for (const FieldSet& set : desk.catalogue.all()) sets.insert(set.number);
  std::unordered_map<std::int64_t, Items> out;
  auto runs = desk.db.statement("SELECT seq, table_id, sum(n) FROM item GROUP BY seq, table_id");
  while (runs.step()) {
    Items& items = out[runs.integer(0)];
    items.all += runs.integer(2);
    if (sets.contains(runs.integer(1))) items.rows += runs.integer(2);
  }
  return out;
}

/// A version of a row that an event passed.
struct Pass {
  std::int64_t table = 0, record = 0, version = 0, event = 0;
};

class SameHand {
 public:
  /// Of the events that are numbered here.
  SameHand(Desk& desk, const std::unordered_map<std::int64_t, std::string>& actors)
      : desk_(desk), actors_(actors) {
    if (actors.empty()) return;
    read_passes();
    for (const FieldSet& set : desk.catalogue.all()) {
      if (!set.from_school()) read_rows(set);
    }
  }

  std::int64_t of(std::int64_t event) const {
    const auto found = count_.find(event);
    return found == count_.end() ? 0 : found->second;
  }

 private:
  void add_pass(std::int64_t event, std::int64_t table, std::int64_t record, const Value& version) {
    if (!version.is_null() && actors_.contains(event))
      passes_.push_back({table, record, version.number, event});
  }

  void read_passes() {
    auto live = desk_.db.statement("SELECT seq, table_id, record, audited_version FROM item_state");
    while (live.step()) add_pass(live.integer(0), live.integer(1), live.integer(2), live.value(3));
    const auto& table = store::program_table("item_state");
    const std::size_t of_table = table.column("table_id"), of_record = table.column("record"),
                      of_version = table.column("audited_version");
    auto past =
        desk_.db.statement("SELECT seq, body FROM history WHERE table_id = ? AND body IS NOT NULL");
    past.with(std::int64_t{table.number});
    while (past.step()) {
      if (!actors_.contains(past.integer(0))) continue;
      const Values columns = journal::decode_columns(table, past.blob(1));
      add_pass(past.integer(0), columns[of_table].number, columns[of_record].number,
               columns[of_version]);
    }
    std::sort(passes_.begin(), passes_.end(), [](const Pass& a, const Pass& b) {
      return std::tie(a.table, a.record, a.version) < std::tie(b.table, b.record, b.version);
    });
  }

  /// Compares who wrote each version with who passed it.
  void read_rows(const FieldSet& set) {
    const auto meet = [&](std::int64_t record, std::int64_t version, std::int64_t seq) {
      const Pass wanted{set.number, record, version, 0};
      const auto [from, to] = std::equal_range(
          passes_.begin(), passes_.end(), wanted, [](const Pass& a, const Pass& b) {
            return std::tie(a.table, a.record, a.version) < std::tie(b.table, b.record, b.version);
          });
      for (auto pass = from; pass != to; ++pass) {
        if (author(seq) == actors_.at(pass->event)) ++count_[pass->event];
      }
    };
    auto live = desk_.db.statement("SELECT row, version, seq FROM \"" + set.id +
                                   "\" WHERE business IS NULL");
    while (live.step()) meet(live.integer(0), live.integer(1), live.integer(2));
    auto past = desk_.db.statement("SELECT record, version, seq FROM history WHERE table_id = ?");
    past.with(std::int64_t{set.number});
    while (past.step()) meet(past.integer(0), past.integer(1), past.integer(2));
  }

  const std::string& author(std::int64_t seq) {
    const auto known = authors_.find(seq);
    return known != authors_.end() ? known->second
                                   : authors_.emplace(seq, events_.at(seq).actor).first->second;
  }

  Desk& desk_;
  const std::unordered_map<std::int64_t, std::string>& actors_;
  journal::Events events_{desk_.db};
  std::vector<Pass> passes_;
  std::unordered_map<std::int64_t, std::string> authors_;
  std::unordered_map<std::int64_t, std::int64_t> count_;
};

bool counts(const ActivityColumn& column, const Event& event) {
  return std::find(column.kinds.begin(), column.kinds.end(), event.kind) != column.kinds.end();
}

/// Officers by the name of their account, teachers by that of their dossier.
std::unordered_map<std::string, std::string> names(Desk& desk) {
  const FieldSet& set = desk.catalogue.person();
  std::unordered_map<std::string, std::string> out;
  auto rows = desk.db.statement(
      "SELECT a.login, coalesce(a.name, p.\"" + set.fields[set.with_role("name").value()].id +
      "\") FROM account a LEFT JOIN \"" + set.id + "\" p ON p.teacher = a.teacher");
  while (rows.step()) out.emplace(rows.text(0), rows.text(1));
  return out;
}

}  // namespace

std::vector<ActivityLine> activity(Desk& desk, const Permit& permit, std::optional<Day> since,
                                   std::optional<Day> until) {
  auto events = journal::events(
      desk, permit, {.actor = "", .since = since ? to_iso(*since) : "", .teacher = std::nullopt});
  if (until) {
    const std::string last = to_iso(*until);
    std::erase_if(events, [&](const Event& e) { return e.t.substr(0, 10) > last; });
  }
  const auto& columns = activity_columns();
  std::unordered_map<std::int64_t, std::string> passing;
  for (const Event& e : events) {
    for (const auto& column : columns) {
      if (column.count == Count::own_rows && counts(column, e)) passing.emplace(e.seq, e.actor);
    }
  }
  const SameHand same_hand{desk, passing};
  const auto items = items_by_event(desk);
  const auto name_of = names(desk);
  std::map<std::tuple<std::string, std::string, std::string>, ActivityLine> lines;
  for (const Event& e : events) {
    ActivityLine& line = lines[{e.org, e.actor, e.role}];
    const std::string day = e.t.substr(0, 10);
    if (line.events++ == 0) {
      const auto name = name_of.find(e.actor);
      line = {e.actor,
              name == name_of.end() ? "" : name->second,
              e.role,
              e.org,
              std::vector<std::int64_t>(columns.size()),
              1,
              day,
              day};
    }
    line.last = std::max(line.last, day);
    const auto found = items.find(e.seq);
    const Items mine = found == items.end() ? Items{} : found->second;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!counts(columns[i], e)) continue;
      line.counts[i] += columns[i].count == Count::events  ? 1
                        : columns[i].count == Count::items ? mine.all
                        : columns[i].count == Count::rows  ? mine.rows
                                                           : same_hand.of(e.seq);
    }
  }
  std::vector<ActivityLine> out;
  for (auto& [key, line] : lines) out.push_back(std::move(line));
  std::stable_sort(out.begin(), out.end(), [](const ActivityLine& a, const ActivityLine& b) {
    return std::tie(a.organisation, b.events) < std::tie(b.organisation, a.events);
  });
  return out;
}

}  // namespace tmis::report
