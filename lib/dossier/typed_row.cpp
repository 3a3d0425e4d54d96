// A line of cells like any other, whose first column would name the teacher.
#include "dossier/typed_row.h"

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "dossier/business.h"
#include "schema/normalise.h"

namespace tmis::dossier {
namespace {

using schema::FieldSet;

/// Column 0 would name the teacher, who is known; the fields follow.
schema::Heading heading_of(const FieldSet& set) {
  schema::Heading h;
  h.titles.emplace_back("id_number");
  h.field_of.push_back(schema::Heading::none);
  h.who_column = 0;
  h.who = schema::Who::Kind::teacher_number;
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    h.titles.push_back(set.fields[i].label.here());
    h.field_of.push_back(i);
    h.column_of.push_back(i + 1);
  }
  return h;
}

}  // namespace

Values with_computed(Desk& desk, const FieldSet& set, std::int64_t teacher, Values values) {
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    if (!set.fields[i].stored() && values[i].is_null()) values[i] = computed(desk, set, i, teacher);
    if (set.fields[i].role == "personnel_status" && values[i].is_null() &&
        set.fields[i].default_value) {
      values[i] = *set.fields[i].default_value;
    }
  }
  return values;
}

TypedRow::TypedRow(Desk& desk, const FieldSet& set)
    : set_(set), reader_(set, heading_of(set), desk.today()) {
  incoming_.values.assign(set_.fields.size(), Value{});
  incoming_.unreadable.assign(set_.fields.size(), false);
}

void TypedRow::lay_over(const Assignments& assignments, Values& values) {
  Line line;
  const schema::HeadingFinder finder{set_};
  for (std::size_t i = 0; i <= set_.fields.size(); ++i) line.add();
  line.number = 1;
  std::vector<bool> named(set_.fields.size());
  for (const auto& [name, text] : assignments) {
    const std::size_t field = field_named(finder, name);
    line.cells[field + 1] = {text, text.empty() ? Cell::Kind::empty : Cell::Kind::text};
    named[field] = true;
  }
  incoming_.given = named;
  Findings faults;
  if (reader_.read(line, incoming_, faults)) {
    for (const Finding& f : faults) {
      if (f.column != reader_.who_column()) findings_.push_back(f);
    }
  }
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (named[i]) values[i] = incoming_.values[i];
  }
}

void TypedRow::check(const Values& values, bool whole) {
  reader_.check(values, incoming_, findings_);
  if (!whole)
    std::erase_if(findings_, [](const Finding& f) { return f.code == &codes::value_required; });
  if (findings_.empty()) return;
  for (Finding& f : findings_) f.row = f.column = 0;
  throw Error{codes::record_rejected, {arg("n", findings_.size())}}.with(findings_);
}

Findings TypedRow::read(std::size_t field, std::string_view typed, Value& value) {
  Cell cell{std::string{typed}, typed.empty() ? Cell::Kind::empty : Cell::Kind::text};
  std::string scratch;
  Value read;
  const schema::Fault fault = schema::normalise(set_.fields[field], cell, read, scratch);
  if (fault) return {finding(*fault.code, field, Value{typed}, fault.args)};
  value = std::move(read);
  return {};
}

Findings TypedRow::faults(const Values& values) {
  Findings out;
  reader_.check(values, incoming_, out);
  for (Finding& f : out) f.row = f.column = 0;
  return out;
}

Finding TypedRow::finding(const Code& code, std::size_t field, const Value& value,
                          Args args) const {
  Finding out = reader_.finding(code, 0, field, value, std::move(args));
  out.row = out.column = 0;
  return out;
}

std::size_t TypedRow::field_named(const schema::HeadingFinder& finder,
                                  const std::string& name) const {
  Line title;
  title.add().text = name;
  const auto match = finder.match(title);
  if (match.field_of[0] != schema::Heading::none) return match.field_of[0];
  std::vector<std::string> ids;
  for (const auto& f : set_.fields) ids.push_back(f.id);
  const auto near = nearest(name, ids);
  throw Error{
      codes::usage_unknown,
      {arg("kind", text("usage.field")), arg("word", name),
       arg("suggestion", text("usage.did-you-mean", arg("word", near.value_or(ids.front()))))}};
}

}  // namespace tmis::dossier
