// Numbers in rows stand plain, but for the identity number: that one is found by the index of
// persons, and what was recorded as evidence by its keyed hash. Nothing is opened.
#include "workflow/scan.h"

#include <algorithm>

#include "base/error.h"
#include "journal/as_of.h"
#include "workflow/item_states.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

using schema::FieldSet;

/// The numbers of rows as people type them; what can't be compared is no number.
std::string comparable(const Value& value) {
  try {
    return value.is_null() ? "" : paper_number(value.text);
  } catch (const Error&) {
    return "";
  }
}

/// Whether an auditor has the row before him: it was handed in, or passed earlier.
bool handed_in(ItemState state) {
  return state != ItemState::draft && state != ItemState::returned;
}

}  // namespace

Papers::Papers(Desk& desk, const std::string& org)
    : desk_(desk),
      permit_(desk.permit("evidence scan", people::subject_of(desk, org))),
      kinds_(original_kinds(desk)) {
  desk_.index_key();  // throws where nothing could be found
  read_rows();
  read_recorded();
}

void Papers::read_rows() {
  ItemStates states{desk_, journal::kNow, std::nullopt};
  for (const FieldSet& set : desk_.catalogue.all()) {
    for (const auto& rule : set.originals) {
      if (!rule.number) continue;
      const schema::Field& number = set.fields[*rule.number];
      if (number.sensitive) {
        if (number.role == "identity_number") identity_kind_ = rule.kind;
        continue;
      }
      std::vector<std::string> columns = {"teacher", "business", number.id};
      for (const auto* test : {&rule.when, &rule.unless}) {
        if (*test) columns.push_back(set.fields[(*test)->field].id);
      }
      journal::each_row(desk_.db, {desk_.table(set), columns}, [&](const journal::PastRow& row) {
        Values values(set.fields.size());
        std::size_t at = 3;
        for (const auto* test : {&rule.when, &rule.unless}) {
          if (*test) values[(*test)->field] = row.values[at++];
        }
        const std::string typed = comparable(row.values[2]);
        if (typed.empty() || !rule.calls(values, !row.values[1].is_null())) return;
        by_number_.emplace(
            typed, Known{row.values[0].number, rule.kind, handed_in(states.of(set, row).state)});
      });
    }
  }
}

void Papers::read_recorded() {
  journal::each_row(
      desk_.db, {store::program_table("original"), {"teacher", "kind", "key"}},
      [&](const journal::PastRow& row) {
        by_key_.emplace(row.values[2].text, Known{row.values[0].number, row.values[1].text, true});
      });
}

void Papers::add(std::vector<Paper>& found, const Known& known, const std::string& number) {
  const auto same = std::find_if(found.begin(), found.end(), [&](const Paper& p) {
    return p.teacher.row == known.teacher && p.kind == known.kind;
  });
  if (same != found.end()) {
    same->handed_in = same->handed_in || known.handed_in;
    return;
  }
  Paper paper{people::person(desk_, known.teacher), known.kind, false, known.handed_in};
  paper.refusal = permit_.refusal(paper.teacher.row, paper.teacher.org);
  if (paper.refusal == &codes::denied_relation) return;  // out of sight is not there
  auto seen = desk_.db.statement(
      "SELECT seen_original FROM original WHERE teacher = ? AND kind = ? AND key = ?");
  seen.bind(1, known.teacher)
      .bind(2, std::string_view{known.kind})
      .bind_blob(3, paper_key(desk_, known.kind, number));
  paper.seen = seen.step() && seen.integer(0) != 0;
  found.push_back(std::move(paper));
}

std::vector<Paper> Papers::find(const std::string& typed) {
  const std::string number = paper_number(typed);
  std::vector<Paper> found;
  const auto [from, to] = by_number_.equal_range(number);
  for (auto at = from; at != to; ++at) add(found, at->second, number);
  for (const std::string& kind : kinds_) {
    const auto [first, last] = by_key_.equal_range(paper_key(desk_, kind, number));
    for (auto at = first; at != last; ++at) add(found, at->second, number);
  }
  if (!identity_kind_.empty()) {
    if (const auto person = people::find_by_identity(desk_, number))
      add(found, {person->row, identity_kind_, true}, number);
  }
  // A row that was handed in is meant before one that somebody is still filling in.
  if (std::any_of(found.begin(), found.end(), [](const Paper& p) { return p.handed_in; }))
    std::erase_if(found, [](const Paper& p) { return !p.handed_in; });
  std::sort(found.begin(), found.end(), [](const Paper& a, const Paper& b) {
    return std::tie(a.teacher.row, a.kind) < std::tie(b.teacher.row, b.kind);
  });
  return found;
}

OriginalDone Papers::tick(const Paper& paper, const std::string& number) {
  const auto [permit, person] = people::admit(desk_, "evidence scan", paper.teacher.number);
  return keep_original(desk_, permit, person, {person.number, paper.kind, number, "", true});
}

}  // namespace tmis::workflow
