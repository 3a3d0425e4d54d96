// The walk asks for one item at a time, so that it sees what others did meanwhile.
#include "workflow/audit_view.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "dossier/records.h"
#include "journal/as_of.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

using dossier::Item;
using schema::FieldSet;

}  // namespace

Waiting waiting(Desk& desk, const WaitingFilter& filter) {
  const FieldSet* only = filter.set.empty() ? nullptr : &desk.catalogue.at(filter.set);
  Waiting out;
  const auto fits = [&](const Item& item) {
    return item.state == filter.state && (only == nullptr || only == item.set);
  };
  if (!filter.teacher.empty()) {
    const auto who = people::admit(desk, "audit list", filter.teacher);
    WaitingDossier one{who.person, {}};
    for (const Item& item : dossier::items(desk, who.person.row)) {
      if (fits(item)) one.items.push_back({item.set, item.record});
    }
    out.items = one.items.size();
    if (out.items > 0) out.dossiers.push_back(std::move(one));
    return out;
  }
  const Permit permit = desk.permit("audit list", people::subject_of(desk, filter.org));
  std::unordered_map<std::int64_t, std::vector<dossier::RecordId>> by_teacher;
  for (const FieldSet& set : desk.catalogue.all()) {
    if (only != nullptr && only != &set) continue;
    dossier::each_item(desk, set, permit, [&](const Item& item) {
      if (fits(item)) by_teacher[item.teacher].push_back({item.set, item.record});
    });
  }
  for (auto& person : people::persons(desk, permit, filter.department)) {
    const auto items = by_teacher.find(person.row);
    if (items == by_teacher.end()) continue;
    out.items += items->second.size();
    out.dossiers.push_back({std::move(person), std::move(items->second)});
  }
  const auto own = desk.actor.teacher;
  if (own &&
      permit.refusal(*own, desk.actor.teacher_org.value_or(0)) == &codes::denied_own_dossier) {
    const auto mine = dossier::items(desk, *own);
    out.own = static_cast<std::size_t>(std::count_if(mine.begin(), mine.end(), fits));
  }
  return out;
}

namespace {

/// The values of a row as they were passed last; empty when it never was, or was erased.
std::optional<dossier::Version> version_passed_last(Desk& desk, const dossier::RecordId& id,
                                                    const Item& item) {
  if (!item.audited_version) return std::nullopt;
  for (auto& version : dossier::history(desk, id)) {
    if (version.version == *item.audited_version && version.erased_by < 0)
      return std::move(version);
  }
  return std::nullopt;
}

std::vector<FieldView> fields_of(const FieldSet& set, const Permit& permit,
                                 const dossier::Reading& now,
                                 const std::optional<dossier::Version>& before, bool reveal) {
  std::vector<FieldView> out;
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    const schema::Field& field = set.fields[i];
    const auto text = [&](const Value& value, bool closed) {
      if (value.is_null() && !closed) return std::string{};
      if (dossier::hidden(set, field, permit, closed, reveal)) return std::string{"***"};
      return dossier::shown_value(field, value, schema::Form::label, reveal);
    };
    FieldView view{&field, text(now.record.values[i], now.record.closed), "", false};
    if (before && field.stored()) {
      view.before = text(before->values[i], before->closed);
      // Under a mask two values may look alike.
      view.changed = !(before->values[i] == now.record.values[i]);
    }
    out.push_back(std::move(view));
  }
  return out;
}

std::vector<PaperView> papers_of(Desk& desk, const Permit& permit, const people::Person& teacher,
                                 const FieldSet& set, const dossier::Reading& row) {
  std::vector<PaperView> out;
  std::optional<Standings> now;
  for (const auto& rule : set.originals) {
    if (!rule.calls(row.record.values, row.item.business)) continue;
    if (!now) now = standings(desk, permit, {journal::kNow, teacher.row});
    PaperView paper{rule.kind, "", 0, 0, {}};
    const auto kind = static_cast<std::size_t>(
        std::find(now->kinds.begin(), now->kinds.end(), rule.kind) - now->kinds.begin());
    if (!now->all.empty() && kind < now->kinds.size()) {
      paper.called = now->all.front().called[kind];
      paper.seen = now->all.front().seen[kind];
    }
    if (rule.number && !(row.record.closed && set.fields[*rule.number].sensitive))
      paper.number = row.record.values[*rule.number].text;
    for (auto& one : originals(desk, permit, teacher.row)) {
      if (one.kind == rule.kind) paper.recorded.push_back(std::move(one));
    }
    out.push_back(std::move(paper));
  }
  return out;
}

}  // namespace

ItemView look_at(Desk& desk, const Permit& permit, const people::Person& teacher,
                 const dossier::RecordId& id, bool reveal) {
  ItemView view;
  bool found = false;
  for (auto& line : items_of(desk, permit, teacher)) {
    if (line.item.set != id.set || line.item.record != id.record) continue;
    view.line = std::move(line);
    found = true;
  }
  for (const auto& row : dossier::records_of(desk, *id.set, permit, teacher)) {
    if (!found || row.item.record != id.record) continue;
    const auto before = version_passed_last(desk, id, row.item);
    if (before) view.passed_written = before->at.substr(0, 10);
    view.fields = fields_of(*id.set, permit, row, before, reveal);
    view.papers = papers_of(desk, permit, teacher, *id.set, row);
    view.own_hand = view.line.same_hand && view.line.by == desk.actor.login;
    return view;
  }
  throw Error{codes::record_not_found, {arg("id", id.set->id + "#" + std::to_string(id.record))}};
}

namespace {

/// Lines that are summed up, with the dossiers of each.
class Sums {
 public:
  void add(const std::string& department, const FieldSet* set, const QueueLine& line,
           bool own_hand) {
    const auto key = std::pair{department, set == nullptr ? std::size_t{0} : place_[set]};
    CoverLine& sum = lines_.try_emplace(key, CoverLine{department, set}).first->second;
    ++sum.items;
    sum.same_hand += own_hand;
    sum.original_pending += line.original_pending;
    sum.dossiers += dossiers_[key].insert(line.teacher.row).second;
  }
  /// By department, in the order of the tables.
  std::vector<CoverLine> all() const {
    std::vector<CoverLine> out;
    for (const auto& [key, line] : lines_) out.push_back(line);
    return out;
  }

  explicit Sums(const Desk& desk) {
    for (const FieldSet& set : desk.catalogue.all()) place_.emplace(&set, place_.size() + 1);
  }

 private:
  using Key = std::pair<std::string, std::size_t>;
  std::unordered_map<const FieldSet*, std::size_t> place_;
  std::map<Key, CoverLine> lines_;
  std::map<Key, std::unordered_set<std::int64_t>> dossiers_;
};

}  // namespace

Cover cover(Desk& desk, const ItemFilter& filter) {
  const FieldSet* only = filter.set.empty() ? nullptr : &desk.catalogue.at(filter.set);
  const Permit permit = desk.permit("audit list", people::subject_of(desk, filter.org));
  Cover out;
  Sums both{desk}, departments{desk}, tables{desk};
  std::unordered_set<std::int64_t> all;
  for (const QueueLine& line : queue(desk, permit, {.department = filter.department})) {
    const FieldSet* set = line.item.set;
    if (only != nullptr && only != set) continue;
    const bool own_hand = !set->from_school() && line.by == desk.actor.login;
    both.add(line.teacher.department, set, line, own_hand);
    departments.add(line.teacher.department, nullptr, line, own_hand);
    tables.add("", set, line, own_hand);
    ++out.items;
    out.same_hand += own_hand;
    out.original_pending += line.original_pending;
    if (!all.insert(line.teacher.row).second) continue;
    ++out.dossiers;
    if (out.first.size() < kFirstNames)
      out.first.push_back(line.teacher.name.empty() ? line.teacher.number : line.teacher.name);
  }
  out.lines = both.all();
  out.departments = departments.all();
  out.tables = tables.all();
  return out;
}

}  // namespace tmis::workflow
