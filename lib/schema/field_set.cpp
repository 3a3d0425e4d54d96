// The catalogue, and what conditions say about a row.
#include "schema/field_set.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace tmis::schema {
namespace {

/// Whether the value, or one of several codes, is `wanted`.
bool is(const Field& field, const Value& value, const Value& wanted) {
  if (value.is_null()) return false;
  if (!field.multiple) return value == wanted;
  std::string_view rest{value.text};
  while (true) {
    const auto end = rest.find(';');
    if (rest.substr(0, end) == wanted.text) return true;
    if (end == std::string_view::npos) return false;
    rest.remove_prefix(end + 1);
  }
}

std::vector<std::string> files(const std::string& folder, std::string_view ending) {
  std::vector<std::string> out;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() == ending) out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

bool OriginalRule::calls(const Values& row, bool business) const {
  if (by_hand && business) return false;
  if (when && !(row[when->field] == when->value)) return false;
  return !(unless && row[unless->field] == unless->value);
}

bool Condition::holds(const Values& row, const std::vector<Field>& fields) const {
  const auto test_holds = [&](const Test& test) {
    const Field& field = fields[test.field];
    const Value& value = row[test.field];
    const bool any = std::any_of(test.values.begin(), test.values.end(),
                                 [&](const Value& wanted) { return is(field, value, wanted); });
    switch (test.op) {
      case Test::Op::is:
      case Test::Op::is_in:
        return any;
      case Test::Op::is_not:
        return !any;
      case Test::Op::present_not_in:
        return !value.is_null() && !any;
    }
    return false;
  };
  const bool one = std::any_of(any_of.begin(), any_of.end(), [&](const std::vector<Test>& all) {
    return std::all_of(all.begin(), all.end(), test_holds);
  });
  return one != negated;
}

bool Condition::uses(std::size_t field) const {
  return std::any_of(any_of.begin(), any_of.end(), [&](const std::vector<Test>& all) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Test& test) { return test.field == field; });
  });
}

std::optional<std::size_t> FieldSet::field_index(std::string_view field_id) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].id == field_id) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> FieldSet::with_role(std::string_view role) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].role == role) return i;
  }
  return std::nullopt;
}

Catalogue Catalogue::load(const std::string& folder) {
  Texts texts;
  for (const std::string& name : files(folder + "/codes", ".tsv")) {
    texts.emplace_back("codes/" + name, read_file(folder + "/codes/" + name));
  }
  for (const std::string& name : files(folder + "/tables", ".json")) {
    texts.emplace_back("tables/" + name, read_file(folder + "/tables/" + name));
  }
  texts.emplace_back("accounts.json", read_file(folder + "/accounts.json"));
  return from_texts(std::move(texts));
}

Catalogue Catalogue::from_texts(Texts texts) {
  Catalogue c;
  c.texts_ = std::move(texts);
  for (const auto& [name, text] : c.texts_) {
    if (name.starts_with("tables/")) {
      c.sets_.push_back(read_field_set(text, name, c));
    } else if (name == "accounts.json") {
      c.accounts_ = std::make_unique<FieldSet>(read_field_set(text, name, c));
    }
  }
  std::sort(c.sets_.begin(), c.sets_.end(),
            [](const FieldSet& a, const FieldSet& b) { return a.number < b.number; });
  for (const FieldSet& set : c.sets_) {
    for (const Field& field : set.fields) c.version_ = std::max(c.version_, field.since);
  }
  c.check_picks();
  if (!c.accounts_)
    throw Error{codes::schema_invalid, {arg("file", "accounts.json"), arg("word", "")}};
  return c;
}

/// A pick names a table and fields that are there, and takes what the derived field can hold.
void Catalogue::check_picks() const {
  for (const FieldSet& set : sets_) {
    for (const Field& field : set.fields) {
      if (!field.pick) continue;
      const FieldSet& from = at(field.pick->table);
      for (const auto* id :
           {&field.pick->take, &field.pick->highest, &field.pick->latest, &field.pick->until}) {
        if (!id->empty() && !from.field_index(*id)) {
          throw Error{tmis::codes::schema_invalid,
                      {arg("file", "tables/" + set.id + ".json"), arg("word", *id)}};
        }
      }
      const Field& taken = from.fields[*from.field_index(field.pick->take)];
      if (taken.type != field.type || taken.codes != field.codes) {
        throw Error{tmis::codes::schema_invalid,
                    {arg("file", "tables/" + set.id + ".json"), arg("word", field.pick->take)}};
      }
    }
  }
}

const FieldSet* Catalogue::named(std::string_view name) const {
  const auto found = std::find_if(sets_.begin(), sets_.end(), [&](const FieldSet& set) {
    return set.id == name || set.label.zh == name || set.label.en == name;
  });
  return found == sets_.end() ? nullptr : &*found;
}

const FieldSet& Catalogue::at(std::string_view name) const {
  if (const FieldSet* found = named(name)) return *found;
  std::vector<std::string> names;
  for (const FieldSet& set : sets_) names.push_back(set.id);
  throw Error{tmis::codes::schema_not_found,
              {arg("name", name), arg("near", nearest(name, names).value_or("study_experience"))}};
}

const FieldSet& Catalogue::person() const {
  const auto found = std::find_if(sets_.begin(), sets_.end(),
                                  [](const FieldSet& s) { return s.with_role("identity_number"); });
  if (found == sets_.end()) {
    throw Error{tmis::codes::schema_invalid,
                {arg("file", "tables/"), arg("word", "identity_number")}};
  }
  return *found;
}

const CodeTable& Catalogue::codes(std::string_view id) const {
  if (const auto found = codes_.find(id); found != codes_.end()) return *found->second;
  const std::string name = "codes/" + std::string{id} + ".tsv";
  for (const auto& [text_name, text] : texts_) {
    if (text_name == name)
      return *codes_.emplace(id, std::make_unique<CodeTable>(std::string{id}, text)).first->second;
  }
  throw Error{tmis::codes::schema_not_found, {arg("name", name), arg("near", "")}};
}

std::vector<std::string> Catalogue::code_tables() const {
  std::vector<std::string> out;
  for (const auto& [name, text] : texts_) {
    if (name.starts_with("codes/")) out.push_back(name.substr(6, name.size() - 10));
  }
  return out;
}

}  // namespace tmis::schema
