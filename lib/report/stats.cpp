// Each field is read once for all persons; a value's group is made once, however many have it.
#include "report/stats.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/error.h"
#include "journal/as_of.h"
#include "report/audited.h"
#include "report/census.h"

namespace tmis::report {
namespace {

constexpr std::int64_t kWhole = 1000;

void add(Tally& tally, bool woman, bool full_time, const std::optional<int>& age) {
  ++tally.persons;
  if (woman) ++tally.women;
  if (full_time) ++tally.full_time;
  if (!age) return;
  tally.years += *age;
  ++tally.aged;
}

}  // namespace

std::vector<std::int64_t> shares(const std::vector<std::int64_t>& counts) {
  const std::int64_t all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  std::vector<std::int64_t> out(counts.size());
  if (all == 0) return out;
  std::vector<std::size_t> by_remainder(counts.size());
  std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
  const auto remainder = [&](std::size_t i) { return counts[i] * kWhole % all; };
  std::stable_sort(by_remainder.begin(), by_remainder.end(),
                   [&](auto a, auto b) { return remainder(a) > remainder(b); });
  std::int64_t left = kWhole;
  for (std::size_t i = 0; i < counts.size(); ++i) left -= out[i] = counts[i] * kWhole / all;
  for (std::size_t i = 0; left > 0; ++i, --left) ++out[by_remainder[i]];
  return out;
}

std::optional<std::int64_t> Tally::mean_age() const {
  if (aged == 0) return std::nullopt;
  return (years * 20 + aged) / (aged * 2);  // rounded half up
}

struct Stats::Rows {
  Audited audited;
};

struct Stats::Grouping {
  std::vector<GroupName> groups;  // sorted
  std::vector<std::size_t> of;    // by person
};

Stats::Stats(Desk& desk, const Permit& permit, const StatsQuestion& question)
    : desk_(desk),
      day_(question.day),
      at_(journal::last_event_of(desk.db, question.day)),
      small_groups_hidden_(permit.limited(access::Limit::small_groups)),
      rows_(std::make_unique<Rows>(Rows{Audited{desk, at_}})) {
  read_persons(permit, question.department);
  read_side_figures();
  for (const Person& p : persons_) add(all_, p.woman, p.full_time, p.age);
}

Stats::~Stats() = default;

void Stats::read_persons(const Permit& permit, const std::string& department) {
  const Census census{desk_, permit, day_};
  for (const auto& dossier : census.standings().all) {
    const auto& p = dossier.person;
    if (!department.empty() && p.department != department) continue;
    if (census.campaign(p.org) != nullptr && !census.collected(dossier)) continue;
    persons_.push_back({p.row, desk_.organisations().find(p.org), p.department,
                        census.spell(p.row).status, false, false, std::nullopt});
  }
}

void Stats::read_side_figures() {
  const SideFigures side = side_figures(desk_.catalogue);
  const auto read = [&](const Mark& mark, const auto& take) {
    if (mark.set == nullptr) return;
    const auto values = rows_->audited.present(*mark.set, mark.field, day_);
    for (Person& p : persons_) {
      if (const auto found = values.find(p.row); found != values.end()) take(p, found->second.text);
    }
  };
  read(side.women, [&](Person& p, const std::string& v) { p.woman = v == side.women.is; });
  read(side.full_time,
       [&](Person& p, const std::string& v) { p.full_time = v == side.full_time.is; });
  read(side.birth, [&](Person& p, const std::string& v) { p.age = full_years(v, day_); });
}

Stats::Grouping Stats::grouping(const Dimension& dimension) {
  Audited::ByTeacher values;
  if (dimension.set != nullptr)
    values = rows_->audited.present(*dimension.set, dimension.field, day_);
  const auto value_of = [&](const Person& p) -> Value {
    if (dimension.set != nullptr) {
      const auto found = values.find(p.row);
      return found == values.end() ? Value{} : found->second;
    }
    if (dimension.fact == "status") return or_null(p.status);
    if (dimension.fact == "department") return or_null(p.department);
    return Value{p.org->code};
  };
  using Key = std::pair<std::int64_t, std::string>;
  std::map<Key, std::size_t> known;
  Grouping out;
  std::map<GroupName, std::size_t> places;
  std::vector<std::size_t> of_value;  // place among the groups as they were found
  for (const Person& p : persons_) {
    const Value value = value_of(p);
    const auto [at, is_new] = known.try_emplace({value.number, value.text}, of_value.size());
    if (is_new) {
      GroupName group = dimension.group(value, day_);
      if (dimension.fact == "organisation") group.label = p.org->name;
      of_value.push_back(places.try_emplace(std::move(group), places.size()).first->second);
    }
    out.of.push_back(of_value[at->second]);
  }
  std::vector<std::size_t> sorted(places.size());
  for (const auto& [group, place] : places) {
    sorted[place] = out.groups.size();
    out.groups.push_back(group);
  }
  for (std::size_t& place : out.of) place = sorted[place];
  return out;
}

bool Stats::protects(const Dimension& dimension) const {
  return small_groups_hidden_ && dimension.small_groups;
}

StatsTable Stats::by(const Dimension& dimension) {
  StatsTable out;
  out.by = dimension;
  Grouping grouped = grouping(dimension);
  for (GroupName& group : grouped.groups) out.groups.push_back({std::move(group), {}, {}, 0});
  for (std::size_t i = 0; i < persons_.size(); ++i) {
    const Person& p = persons_[i];
    add(out.groups[grouped.of[i]].tally, p.woman, p.full_time, p.age);
  }
  std::vector<GroupCount> counts;
  std::vector<std::int64_t> numbers;
  for (const StatsGroup& group : out.groups) {
    counts.push_back({group.tally.persons});
    numbers.push_back(group.tally.persons);
  }
  out.numbers_alone = protects(dimension);
  if (out.numbers_alone && !protect(counts))
    throw Error{codes::report_too_few, {arg("by", dimension.label.here())}};
  const auto parts = shares(numbers);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    out.groups[i].count = counts[i];
    out.groups[i].share = parts[i];
  }
  return out;
}

CrossTable Stats::cross(const Dimension& down, const Dimension& across) {
  Grouping rows = grouping(down), columns = grouping(across);
  CrossTable out{down, across, std::move(rows.groups), std::move(columns.groups), {}};
  out.cells.assign(out.rows.size() + 1, std::vector<GroupCount>(out.columns.size() + 1));
  for (std::size_t i = 0; i < persons_.size(); ++i) {
    for (const std::size_t r : {rows.of[i], out.rows.size()}) {
      for (const std::size_t c : {columns.of[i], out.columns.size()}) ++out.cells[r][c].n;
    }
  }
  const bool protect_rows = protects(down), protect_columns = protects(across);
  if ((protect_rows || protect_columns) &&
      !protect(out.cells, {.open_rows = !protect_rows, .open_columns = !protect_columns})) {
    throw Error{codes::report_too_few, {arg("by", (protect_rows ? down : across).label.here())}};
  }
  return out;
}

}  // namespace tmis::report
