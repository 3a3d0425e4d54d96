// Reuses its memory: in a file without faults nothing is allocated a row.
#include "schema/row_reader.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "schema/display.h"
#include "schema/normalise.h"
#include "schema/unseen.h"

namespace tmis::schema {
namespace {

/// How remarks begin that offices write below a table.
constexpr std::array<std::string_view, 13> kRemarks = {
    "说明",   "填表说明", "填写说明", "注:",      "注：",     "备注:",     "备注：",
    "填表人", "制表人",   "审核人",   "填表时间", "填报单位", "单位负责人"};

/// What stands before the colon in its line of signatures.
constexpr std::array<std::string_view, 26> kLabels = {
    "填表人",   "填报人",   "制表人",   "制表",       "经办人",   "审核人",   "审核",
    "复核人",   "复核",     "审批人",   "负责人",     "校长",     "联系人",   "联系电话",
    "填表时间", "填表日期", "填报时间", "填报日期",   "制表时间", "制表日期", "日期",
    "填报单位", "填表单位", "单位",     "单位负责人", "盖章"};

constexpr std::array<std::string_view, 5> kTotals = {"合计", "总计", "小计", "共计", "合 计"};

/// Without spaces and a bracket at the end: "单 位（盖章）" is 单位.
std::string plain_label(std::string_view head) {
  std::string half{head};
  to_half_width(half);
  remove_unseen(half);
  half.erase(std::remove(half.begin(), half.end(), ' '), half.end());
  const auto bracket = half.ends_with(')') ? half.rfind('(') : std::string::npos;
  return half.substr(0, bracket);
}

bool is_remark(std::string_view text) {
  text = trimmed(text);
  return std::any_of(kRemarks.begin(), kRemarks.end(),
                     [&](std::string_view n) { return text.starts_with(n); });
}

/// "填表人：张三", "审核人（签字）：". Strict, since a line of nothing else is passed over; quick,
/// since the first cell of every row is asked: most have no colon.
bool is_signature(std::string_view text) {
  constexpr std::size_t kLongestHead = 60;  // bytes
  const auto colon = std::min(text.find(':'), text.find("："));
  if (colon > kLongestHead) return false;  // npos, too
  const std::string label = plain_label(trimmed(text.substr(0, colon)));
  return std::find(kLabels.begin(), kLabels.end(), label) != kLabels.end();
}

std::string brief(std::string_view text) { return shown(shortened(text, 60)); }

std::string shown_value(const Field& field, std::string_view text) {
  if (field.role == "identity_number") return masked_identity(trimmed(text));
  return field.sensitive ? "***" : brief(text);
}

}  // namespace

bool is_below_table(std::string_view text) {
  text = trimmed(text);
  return is_remark(text) || is_signature(text) ||
         std::any_of(kTotals.begin(), kTotals.end(),
                     [&](std::string_view total) { return text.starts_with(total); });
}

std::string masked_identity(std::string_view number) {
  if (number.empty()) return {};
  // What is no number (4.30102E+17) would show it in another way.
  const bool plain = std::all_of(number.begin(), number.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  if (number.size() <= 10 || !plain) return "***";
  return std::string{number.substr(0, 6)} + std::string(number.size() - 10, '*') +
         std::string{number.substr(number.size() - 4)};
}

std::string with_masked_identities(std::string text) {
  constexpr std::size_t kLength = 18;
  const auto digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  for (std::size_t from = 0, end = 0; from < text.size(); from = std::max(end, from + 1)) {
    end = from;
    while (digit(end)) ++end;
    if (end - from + 1 == kLength && end < text.size() && (text[end] | 0x20) == 'x') ++end;
    if (end - from == kLength) {
      const std::string_view number = std::string_view{text}.substr(from, kLength);
      const char last = number.back() == 'x' ? 'X' : number.back();
      if (check_digit(number.substr(0, kLength - 1)) == last)
        text.replace(from, kLength, masked_identity(number));
    }
  }
  return text;
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

/// Nothing in it, a remark of the office below the table, or its line of signatures: every filled
/// cell is one. Whatever else the line holds makes it a row.
bool RowReader::passed_over(const Line& line) const {
  std::size_t filled = 0, only = 0;
  bool signatures = true;
  for (std::size_t i = 0; i < line.used; ++i) {
    const bool aside = i < heading_.aside.size() && heading_.aside[i];
    if (aside || trimmed(line.cells[i].text).empty()) continue;
    only = i;
    ++filled;
    signatures = signatures && is_signature(line.cells[i].text);
    if (filled > 1 && !signatures) return false;
  }
  if (filled == 0) return !line.object;
  if (filled > 1) return true;
  // A remark stands at the left; elsewhere such a text is a value.
  if (only > heading_.who_column) return false;
  return is_remark(line.cells[only].text);
}

void RowReader::refuse_unknown(const Line& line) const {
  for (const Finding& f : heading_.unknown) {
    const bool filled = f.column <= line.used && !trimmed(line.cells[f.column - 1].text).empty();
    if (filled) refuse_heading(heading_.row, heading_.unknown);
  }
}

void RowReader::read_name(const Line& line, IncomingRow& out) const {
  out.name.clear();
  if (heading_.name_column < line.used)
    out.name.assign(trimmed(line.cells[heading_.name_column].text));
}

void RowReader::read_who(const Line& line, IncomingRow& out, Findings& findings) const {
  out.who.kind = Who::Kind::none;
  out.who.text.clear();
  static const Cell kNothing;
  const bool there = heading_.who_column < line.used;
  const Cell& cell = there ? line.cells[heading_.who_column] : kNothing;
  Fault fault;
  if (heading_.who == Who::Kind::id_number) {
    fault = normalise_identity(cell, out.who.text, true);
  } else if (cell.kind == Cell::Kind::error) {
    fault = formula_fault(cell);
  } else {
    out.who.text = cell.text;
    if (has_unseen(out.who.text)) remove_unseen(out.who.text);
    out.who.text = trimmed(out.who.text);
    to_half_width(out.who.text);
  }
  if (!fault && out.who.text.empty()) fault.code = &tmis::codes::value_required;
  if (fault && !who_is_field_) findings.push_back(who_finding(*fault.code, out, fault.args));
  if (fault) return;
  out.who.kind = heading_.who;
}

bool RowReader::read(const Line& line, IncomingRow& out, Findings& findings) const {
  if (passed_over(line)) return false;
  refuse_unknown(line);
  out.line = line.number;
  out.given = given_;
  out.values.resize(set_.fields.size());
  out.unreadable.assign(set_.fields.size(), false);
  for (Value& v : out.values) v.set_null();
  read_who(line, out, findings);
  read_name(line, out);
  std::string scratch;
  const std::size_t columns = std::min(line.used, heading_.field_of.size());
  for (std::size_t at = 0; at < columns; ++at) {
    const std::size_t field = heading_.field_of[at];
    if (field == Heading::none) continue;
    Fault fault =
        normalise(set_.fields[field], line.cells[at], out.values[field], scratch, line.day_shift);
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
  return true;
}

void RowReader::check(const Values& row, const IncomingRow& incoming, Findings& findings) const {
  std::vector<RuleFault> faults;
  check_row(set_, row, today_, incoming.unreadable, faults);
  for (RuleFault& f : faults)
    findings.push_back(finding(*f.code, incoming.line, f.field, row[f.field], std::move(f.args)));
}

Finding RowReader::finding(const Code& code, std::uint64_t line, std::size_t field,
                           const Value& value, Args args) const {
  const Field& f = set_.fields[field];
  Finding out{&code, line, column(field), f.id, {}, std::move(args)};
  if (!value.is_null()) {
    out.value = shown_value(
        f, value.kind == Value::Kind::text ? value.text : display(f, value, Form::code));
  }
  out.args.push_back(arg("label", f.label.here()));
  out.args.push_back(arg("value", out.value));
  return out;
}

Finding RowReader::name_finding(const Code& code, const IncomingRow& row) const {
  const auto at = static_cast<std::uint32_t>(heading_.name_column + 1);
  Finding out{&code, row.line, at, {}, brief(row.name), {}};
  out.args = {arg("label", heading_.titles[heading_.name_column]), arg("value", out.value)};
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
