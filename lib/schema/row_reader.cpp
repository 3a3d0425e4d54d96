// Reuses its memory: in a file without faults nothing is allocated a row.
#include "schema/row_reader.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "schema/display.h"
#include "schema/normalise.h"

namespace tmis::schema {
namespace {

/// How remarks begin that offices write below a table.
constexpr std::array<std::string_view, 13> kNotes = {
    "说明",   "填表说明", "填写说明", "注:",      "注：",     "备注:",     "备注：",
    "填表人", "制表人",   "审核人",   "填表时间", "填报单位", "单位负责人"};

std::string brief(std::string_view text) { return shown(shortened(text, 60)); }

std::string shown_value(const Field& field, std::string_view text) {
  if (field.role == "identity_number") return masked_identity(trimmed(text));
  return field.sensitive ? "***" : brief(text);
}

}  // namespace

std::string masked_identity(std::string_view number) {
  if (number.size() <= 10 || !is_ascii(number)) return number.empty() ? std::string{} : "***";
  return std::string{number.substr(0, 6)} + std::string(number.size() - 10, '*') +
         std::string{number.substr(number.size() - 4)};
}

RowReader::RowReader(const FieldSet& set, Heading heading, Day today)
    : set_(set),
      heading_(std::move(heading)),
      today_(today),
      who_is_field_(heading_.field_of.at(heading_.who_column) != Heading::none),
      given_(set.fields.size()) {
  for (std::size_t i = 0; i < given_.size(); ++i)
    given_[i] = heading_.column_of[i] != Heading::none;
}

std::uint32_t RowReader::column(std::size_t field) const {
  const std::size_t at = heading_.column_of[field];
  return at == Heading::none ? 0 : static_cast<std::uint32_t>(at + 1);
}

std::uint32_t RowReader::who_column() const {
  return static_cast<std::uint32_t>(heading_.who_column + 1);
}

/// Nothing in it, or a remark of the office below the table.
bool RowReader::passed_over(const Line& line) const {
  std::size_t filled = 0, only = 0;
  for (std::size_t i = 0; i < line.used; ++i) {
    const bool aside = i < heading_.aside.size() && heading_.aside[i];
    if (aside || trimmed(line.cells[i].text).empty()) continue;
    only = i;
    if (++filled > 1) return false;
  }
  if (filled == 0) return true;
  // A remark stands at the left; elsewhere such a text is a value.
  if (only > heading_.who_column) return false;
  const std::string_view text = trimmed(line.cells[only].text);
  return std::any_of(kNotes.begin(), kNotes.end(),
                     [&](std::string_view n) { return text.starts_with(n); });
}

void RowReader::read_who(const Line& line, IncomingRow& out, Findings& findings) const {
  out.who.kind = Who::Kind::none;
  out.who.text.clear();
  if (heading_.who_column >= line.used) return;
  const Cell& cell = line.cells[heading_.who_column];
  if (heading_.who == Who::Kind::id_number) {
    const Fault fault = normalise_identity(cell, out.who.text, true);
    if (fault && !who_is_field_) findings.push_back(who_finding(*fault.code, out, fault.args));
    if (fault) return;
  } else {
    out.who.text = trimmed(cell.text);
    to_half_width(out.who.text);
  }
  if (!out.who.text.empty()) out.who.kind = heading_.who;
}

bool RowReader::read(const Line& line, IncomingRow& out, Findings& findings) const {
  if (passed_over(line)) return false;
  out.line = line.number;
  out.given = given_;
  out.values.resize(set_.fields.size());
  out.unreadable.assign(set_.fields.size(), false);
  for (Value& v : out.values) v.set_null();
  read_who(line, out, findings);
  thread_local std::string scratch;
  const std::size_t columns = std::min(line.used, heading_.field_of.size());
  for (std::size_t at = 0; at < columns; ++at) {
    const std::size_t field = heading_.field_of[at];
    if (field == Heading::none) continue;
    Fault fault = normalise(set_.fields[field], line.cells[at], out.values[field], scratch);
    if (!fault) continue;
    out.unreadable[field] = true;
    findings.push_back(finding(*fault.code, line.number, field,
                               Value{std::string_view{line.cells[at].text}},
                               std::move(fault.args)));
    out.values[field].set_null();
  }
  for (std::size_t at = columns; at < line.used; ++at) {
    if (trimmed(line.cells[at].text).empty()) continue;
    findings.push_back({&tmis::codes::heading_beyond,
                        line.number,
                        static_cast<std::uint32_t>(at + 1),
                        {},
                        brief(line.cells[at].text),
                        {}});
    break;
  }
  const bool nobody =
      heading_.who_column >= line.used || trimmed(line.cells[heading_.who_column].text).empty();
  if (nobody && !who_is_field_) findings.push_back(who_finding(tmis::codes::value_required, out));
  return true;
}

void RowReader::check(const Values& row, const IncomingRow& incoming, Findings& findings) const {
  thread_local std::vector<RuleFault> faults;  // memory to reuse
  faults.clear();
  check_row(set_, row, today_, incoming.unreadable, faults);
  for (RuleFault& f : faults)
    findings.push_back(finding(*f.code, incoming.line, f.field, row[f.field], std::move(f.args)));
}

Finding RowReader::finding(const Code& code, std::uint64_t line, std::size_t field,
                           const Value& value, Args args) const {
  const Field& f = set_.fields[field];
  Finding out{&code, line, column(field), f.id, {}, std::move(args)};
  if (!value.is_null())
    out.value = shown_value(
        f, value.kind == Value::Kind::text ? value.text : display(f, value, Form::code));
  out.args.push_back(arg("label", f.label.here()));
  out.args.push_back(arg("value", out.value));
  return out;
}

Finding RowReader::who_finding(const Code& code, const IncomingRow& row, Args args) const {
  const std::string& title = heading_.titles[heading_.who_column];
  static constexpr std::string_view kIds[] = {"", "id_number", "teacher_number", "staff_number"};
  const std::size_t own = heading_.field_of[heading_.who_column];
  const std::string id{own == Heading::none ? kIds[static_cast<std::size_t>(heading_.who)]
                                            : std::string_view{set_.fields[own].id}};
  Finding out{&code, row.line, who_column(), id, {}, std::move(args)};
  out.value =
      heading_.who == Who::Kind::id_number ? masked_identity(row.who.text) : brief(row.who.text);
  out.args.push_back(arg("label", title));
  out.args.push_back(arg("value", out.value));
  return out;
}

}  // namespace tmis::schema
