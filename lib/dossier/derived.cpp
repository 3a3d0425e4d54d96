// A row is better than another by its code's place in the list, then by its month.
#include "dossier/derived.h"

#include <string>
#include <utility>

#include "base/date.h"
#include "dossier/item.h"

namespace tmis::dossier {
namespace {

using schema::Field;
using schema::FieldSet;

constexpr std::string_view kNone = "0";  // "none" in every list that has it

/// Place of a code in its list, the first 0; "none" and what is unknown after all others.
std::size_t place(const Field& field, const Value& value) {
  const auto& entries = field.codes->entries();
  if (value.is_null() || value.text == kNone) return entries.size();
  const auto* entry = field.codes->find(value.text);
  return entry == nullptr ? entries.size() : static_cast<std::size_t>(entry - entries.data());
}

}  // namespace

const std::vector<Values>& Derived::audited(const FieldSet& set) {
  const auto known = read_.find(&set);
  if (known != read_.end()) return known->second;
  auto& out = read_[&set];
  each_row(desk_, set, teacher_, [&](journal::Record& record, const Item& item) {
    if (take_audited(desk_, item, record)) out.push_back(record.values);
  });
  return out;
}

Choice::Choice(const schema::Catalogue& catalogue, const Field::Pick& pick, Day day)
    : set_(catalogue.at(pick.table)),
      take_(set_.field_index(pick.take).value()),
      latest_(set_.field_index(pick.latest).value()),
      highest_(set_.field_index(pick.highest)),
      until_(set_.field_index(pick.until)),
      month_(to_iso(day).substr(0, 7)) {}

std::vector<std::size_t> Choice::fields() const {
  std::vector<std::size_t> out{take_, latest_};
  if (highest_) out.push_back(*highest_);
  if (until_) out.push_back(*until_);
  return out;
}

std::optional<Choice::Rank> Choice::rank(const Values& row) const {
  if (until_ && !row[*until_].is_null() && row[*until_].text < month_) return std::nullopt;
  return Rank{highest_ ? place(set_.fields[*highest_], row[*highest_]) : 0, row[latest_].text};
}

bool Choice::better(const Rank& a, const Rank& b) {
  return a.first < b.first || (a.first == b.first && a.second > b.second);
}

Value Derived::pick(const Field::Pick& pick) {
  const Choice choice{desk_.catalogue, pick, desk_.today()};
  const Values* best = nullptr;
  Choice::Rank best_rank;
  for (const Values& row : audited(choice.set())) {
    const auto rank = choice.rank(row);
    if (!rank || (best != nullptr && !Choice::better(*rank, best_rank))) continue;
    best = &row;
    best_rank = *rank;
  }
  return best == nullptr ? Value{} : choice.take(*best);
}

}  // namespace tmis::dossier
