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
std::size_t rank(const Field& field, const Value& value) {
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

Value Derived::pick(const Field::Pick& pick) {
  const FieldSet& set = desk_.catalogue.at(pick.table);
  const auto column = [&](const std::string& id) { return set.field_index(id); };
  const auto highest = column(pick.highest), latest = column(pick.latest);
  const auto until = column(pick.until);
  const std::string month = to_iso(desk_.today()).substr(0, 7);
  const Values* best = nullptr;
  std::pair<std::size_t, std::string> best_key;  // the smaller rank, then the greater month
  for (const Values& row : audited(set)) {
    if (until && !row[*until].is_null() && row[*until].text < month) continue;
    const std::size_t place = highest ? rank(set.fields[*highest], row[*highest]) : 0;
    const std::string& when = row[*latest].text;
    const bool better = best == nullptr || place < best_key.first ||
                        (place == best_key.first && when > best_key.second);
    if (!better) continue;
    best = &row;
    best_key = {place, when};
  }
  return best == nullptr ? Value{} : (*best)[*column(pick.take)];
}

}  // namespace tmis::dossier
