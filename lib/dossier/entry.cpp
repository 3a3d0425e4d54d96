// Values are kept as they are stored; what the row's conditions ask for is seen anew after each.
#include "dossier/entry.h"

#include <algorithm>

#include "access/session.h"
#include "base/error.h"
#include "schema/display.h"

namespace tmis::dossier {

using schema::Field;
using schema::Form;

Entry Entry::adding(Desk& desk, const std::string& set, const std::string& teacher) {
  Opened opened = open_new(desk, set, teacher);
  const std::string what = "add " + set + " " + opened.who.person.number;
  return {desk, std::move(opened), what};
}

Entry Entry::editing(Desk& desk, const std::string& id) {
  Opened opened = open_stored(desk, id);
  const std::string what = "edit " + opened.set->id + "#" + std::to_string(opened.record);
  return {desk, std::move(opened), what};
}

Entry::Entry(Desk& desk, Opened opened, const std::string& what)
    : desk_(desk),
      opened_(std::move(opened)),
      values_(opened_.values),
      demands_(schema::demands(set(), values_)),
      typed_(desk, set()),
      place_(desk, access::state_folder() + "/drafts", what) {}

std::vector<std::size_t> Entry::asked() const {
  std::vector<std::size_t> out;
  const auto& made = set().account_fields;  // what stands there of them, no form changes
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const bool settled =
        !opened_.values[i].is_null() && std::find(made.begin(), made.end(), i) != made.end();
    if (set().fields[i].by_hand() && !demands_[i].empty && !settled) out.push_back(i);
  }
  return out;
}

Values Entry::row() const {
  Values out = values_;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (demands_[i].empty && set().fields[i].by_hand()) out[i].set_null();
  }
  return out;
}

std::optional<Value> Entry::offered(std::size_t field) const {
  if (demands_[field].only != nullptr) return *demands_[field].only;
  return set().fields[field].default_value;
}

Findings Entry::give(std::size_t field, std::string_view typed) {
  Value value;
  if (Findings wrong = typed_.read(field, typed, value); !wrong.empty()) return wrong;
  std::swap(values_[field], value);
  // What is empty may be filled in later; what stands here is judged at once.
  if (!values_[field].is_null()) {
    Findings here = typed_.faults(row());
    std::erase_if(here, [&](const Finding& f) { return f.field != name(field); });
    if (!here.empty()) {
      std::swap(values_[field], value);
      return here;
    }
  }
  demands_ = schema::demands(set(), values_);
  return {};
}

const schema::CodeTable* Entry::table(std::size_t field) const {
  const Field& f = set().fields[field];
  if (f.codes != nullptr || f.suggests.empty()) return f.codes;
  return &desk_.catalogue.codes(f.suggests);
}

schema::Found Entry::choices(std::size_t field, std::string_view typed) const {
  schema::Found found = schema::search(*table(field), typed);
  if (found.exact) return found;
  Values with = row();
  std::erase_if(found.entries, [&](const schema::CodeEntry* entry) {
    with[field] = Value{entry->code};
    const Findings faults = typed_.faults(with);
    return std::any_of(faults.begin(), faults.end(),
                       [&](const Finding& f) { return f.field == name(field); });
  });
  return found;
}

Findings Entry::faults() const {
  const Values now = row();
  Findings out = typed_.faults(with_computed(desk_, set(), person().row, now));
  const auto place = [&](const Finding& f) {
    return set().field_index(f.field).value_or(set().fields.size());
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const Finding& a, const Finding& b) { return place(a) < place(b); });
  if (out.empty() && !set().key.empty() &&
      key_taken(desk_, set(), person().row, now, opened_.record)) {
    const std::size_t field = set().key.front();
    out.push_back(typed_.finding(codes::record_exists, field, now[field],
                                 {arg("table", set().label.here())}));
  }
  return out;
}

Assignments Entry::differences() const {
  const Values now = row();
  Assignments out;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (set().fields[i].by_hand() && !(now[i] == opened_.values[i]))
      out.emplace_back(name(i), schema::display(set().fields[i], now[i], Form::code));
  }
  return out;
}

bool Entry::changed() const { return !differences().empty(); }

Done Entry::store(const std::string& reason) {
  const std::string id = set().id + "#" + std::to_string(opened_.record);
  if (!is_new() && item(desk_, record_id(desk_, id)).version != opened_.version)
    throw Error{codes::record_changed_meanwhile, {arg("id", id)}};
  Done done = is_new() ? add(desk_, set().id, person().number, differences(), reason)
                       : edit(desk_, id, differences(), reason);
  place_.forget();
  return done;
}

bool Entry::take(const Draft& draft) {
  for (const auto& [field, text] : draft.values) {
    const auto at = set().field_index(field);
    Value value;  // a value that no longer fits its field is asked for anew
    if (at && set().fields[*at].by_hand() && typed_.read(*at, text, value).empty())
      values_[*at] = std::move(value);
  }
  demands_ = schema::demands(set(), values_);
  return draft.version == opened_.version;
}

void Entry::keep(std::optional<std::size_t> next) const {
  Draft draft{next ? name(*next) : "", to_iso(desk_.clock.now()), opened_.version, {}};
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (set().fields[i].by_hand() && !(values_[i] == opened_.values[i]))
      draft.values.emplace_back(name(i), schema::display(set().fields[i], values_[i], Form::code));
  }
  place_.keep(draft);
}

}  // namespace tmis::dossier
