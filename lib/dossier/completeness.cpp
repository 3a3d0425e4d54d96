// Two queries a table: who has a row, and which rows are not complete.
#include "dossier/completeness.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/text.h"
#include "people/account_batch.h"

namespace tmis::dossier {
namespace {

using schema::FieldSet;

bool wanted(const FieldSet& set, Part part) {
  return part == Part::all || (part == Part::school) == set.from_school();
}

/// A fault "required:institution", as the stored row has it, as a gap.
Gap to_gap(const people::Person& person, const FieldSet& set, std::int64_t record,
           std::string_view fault) {
  Gap gap{person, &set, record, {}, &codes::record_unfinished, {}};
  const auto colon = fault.find(':');
  if (colon != std::string_view::npos) gap.field = fault.substr(colon + 1);
  const auto field = set.field_index(gap.field);
  gap.args = {arg("table", set.label.here()),
              arg("field", field ? set.fields[*field].label.here() : set.label.here())};
  return gap;
}

/// A row as the account made it: everything that the form requires and the account didn't give.
void add_unfilled(const people::Person& person, const FieldSet& set, const FieldSet& account,
                  std::int64_t record, std::vector<Gap>& out) {
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    if (!set.fields[i].required || !set.fields[i].by_hand()) continue;
    if (account.field_index(set.fields[i].id)) continue;
    out.push_back(to_gap(person, set, record, "required:" + set.fields[i].id));
  }
}

Gap missing(const people::Person& person, const FieldSet& set) {
  return {person,
          &set,
          0,
          {},
          &codes::record_missing_table,
          {arg("table", set.label.here()),
           arg("none", set.may_declare_none && set.none_row ? set.id : "")}};
}

class Collector {
 public:
  Collector(Desk& desk, Part part, const std::vector<people::Person>& persons)
      : desk_(desk), part_(part), persons_(persons) {
    for (std::size_t i = 0; i < persons.size(); ++i) place_[persons[i].row] = i;
  }

  std::vector<Gap> run(const std::string& where, const std::vector<std::int64_t>& bound) {
    std::vector<std::vector<Gap>> by_person(persons_.size());
    for (const FieldSet& set : desk_.catalogue.all()) {
      if (wanted(set, part_)) collect(set, where, bound, by_person);
    }
    std::vector<Gap> out;
    for (auto& gaps_of_one : by_person) {
      out.insert(out.end(), std::make_move_iterator(gaps_of_one.begin()),
                 std::make_move_iterator(gaps_of_one.end()));
    }
    return out;
  }

 private:
  void collect(const FieldSet& set, const std::string& where,
               const std::vector<std::int64_t>& bound, std::vector<std::vector<Gap>>& out) {
    std::vector<bool> has(persons_.size());
    auto rows =
        desk_.db.statement("SELECT teacher, row, complete, faults FROM \"" + set.id + "\"" + where);
    for (std::size_t i = 0; i < bound.size(); ++i) rows.bind(static_cast<int>(i) + 1, bound[i]);
    while (rows.step()) {
      const auto at = place_.find(rows.integer(0));
      if (at == place_.end()) continue;
      has[at->second] = true;
      if (rows.integer(2) != 0) continue;
      auto& gaps_here = out[at->second];
      const auto first = static_cast<std::ptrdiff_t>(gaps_here.size());
      if (rows.text(3) == people::kUntouched) {
        add_unfilled(persons_[at->second], set, desk_.catalogue.accounts(), rows.integer(1),
                     gaps_here);
        continue;
      }
      for (const auto fault : split(rows.text(3), ' '))
        gaps_here.push_back(to_gap(persons_[at->second], set, rows.integer(1), fault));
      // As the form asks for them: the rules between fields were found after the fields.
      std::stable_sort(gaps_here.begin() + first, gaps_here.end(), [&](const Gap& a, const Gap& b) {
        return set.field_index(a.field) < set.field_index(b.field);
      });
    }
    if (!set.starred()) return;
    for (std::size_t i = 0; i < persons_.size(); ++i) {
      if (!has[i]) out[i].push_back(missing(persons_[i], set));
    }
  }

  Desk& desk_;
  Part part_;
  const std::vector<people::Person>& persons_;
  std::unordered_map<std::int64_t, std::size_t> place_;
};

}  // namespace

std::vector<Gap> gaps(Desk& desk, const people::Person& teacher, Part part) {
  const std::vector<people::Person> one{teacher};
  return Collector{desk, part, one}.run(" WHERE teacher = ?", {teacher.row});
}

std::vector<Gap> gaps(Desk& desk, const Permit& permit, Part part) {
  const auto all = people::serving_persons(desk, permit);
  return Collector{desk, part, all}.run("", {});
}

}  // namespace tmis::dossier
