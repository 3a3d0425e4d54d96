// Titles are folded: half-width, lower case, without stars, spaces and what stands in brackets at
// the end.
#include "schema/heading.h"

#include <array>

#include "base/text.h"

namespace tmis::schema {
namespace {

using Kind = Who::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 12> kWho = {
    {{"id_number", Kind::id_number},
     {"身份证件号", Kind::id_number},
     {"身份证件号码", Kind::id_number},
     {"身份证号", Kind::id_number},
     {"身份证号码", Kind::id_number},
     {"identitydocumentnumber", Kind::id_number},
     {"teacher_number", Kind::teacher_number},
     {"个人标识码", Kind::teacher_number},
     {"teacheridentifier", Kind::teacher_number},
     {"staff_number", Kind::staff_number},
     {"教职工号", Kind::staff_number},
     {"staffnumber", Kind::staff_number}}};
constexpr std::array<std::string_view, 3> kReason = {"tmis:reason", "退回原因",
                                                     "reasonforrejection"};

bool is_mark(char32_t c) {
  return c == U'*' || c == U'★' || c == U'☆' || c == U'＊' || c == U' ' || c == U'\n' ||
         c == U'\r' || c == U'\t' || c == U'※';
}

std::string folded(std::string_view title) {
  std::string half{title};
  to_half_width(half);
  std::string out;
  for (std::string_view rest{half}; !rest.empty();) {
    char32_t c = take_code_point(rest);
    if (is_mark(c)) continue;
    if (c >= U'A' && c <= U'Z') c = c - U'A' + U'a';
    append_code_point(c, out);
  }
  return out;
}

/// The title without its last bracket: 姓名(必填) is 姓名.
std::string without_bracket(const std::string& title) {
  for (const auto& [open, close] :
       {std::pair{"(", ")"}, std::pair{"[", "]"}, std::pair{"【", "】"}, std::pair{"〔", "〕"}}) {
    const auto at = title.rfind(open);
    if (title.ends_with(close) && at != std::string::npos && at > 0) return title.substr(0, at);
  }
  return title;
}

std::string letters(std::size_t column) {
  std::string out;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

}  // namespace

HeadingFinder::HeadingFinder(const FieldSet& set) : set_(set) {
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    const Field& f = set.fields[i];
    for (const std::string& title : {f.id, f.label.zh, f.label.en})
      fields_.emplace(folded(title), i);
  }
  // A second pass, so that a short form never takes the place of a whole label.
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    const Field& f = set.fields[i];
    for (const std::string& title : {f.label.zh, f.label.en})
      fields_.emplace(without_bracket(folded(title)), i);
  }
  for (const auto& [title, kind] : kWho) who_.emplace(title, static_cast<std::size_t>(kind));
}

bool HeadingFinder::is_reason(std::string_view title) {
  const std::string name = folded(title);
  for (const auto reason : kReason) {
    if (name == reason) return true;
  }
  return false;
}

Heading HeadingFinder::match(const Line& line) const {
  Heading h;
  h.column_of.assign(set_.fields.size(), Heading::none);
  h.field_of.assign(line.used, Heading::none);
  std::size_t who_rank = Heading::none;
  for (std::size_t column = 0; column < line.used; ++column) {
    const std::string title{trimmed(line.cells[column].text)};
    h.titles.push_back(title);
    if (title.empty()) continue;
    const std::string whole = folded(title);
    const std::string part = without_bracket(whole);
    auto field = fields_.find(whole);
    if (field == fields_.end()) field = fields_.find(part);
    if (field != fields_.end()) {
      h.field_of[column] = field->second;
      if (h.column_of[field->second] == Heading::none) h.column_of[field->second] = column;
    }
    auto who = who_.find(whole);
    if (who == who_.end()) who = who_.find(part);
    // The first that is there, in the order: identity number, teacher number, staff number.
    if (who != who_.end() && (who_rank == Heading::none || who->second < who_rank)) {
      who_rank = who->second;
      h.who = static_cast<Kind>(who->second);
      h.who_column = column;
    }
  }
  if (const auto own = set_.with_role("identity_number");
      own && h.column_of[*own] != Heading::none) {
    h.who = Kind::id_number;
    h.who_column = h.column_of[*own];
  }
  return h;
}

std::size_t HeadingFinder::score(const Heading& heading) const {
  std::size_t hits =
      heading.who_column != Heading::none && heading.field_of[heading.who_column] == Heading::none
          ? 1
          : 0;
  for (const std::size_t field : heading.field_of) hits += field != Heading::none ? 1U : 0U;
  return hits;
}

/// Complains of everything that is wrong with the heading at once.
Heading HeadingFinder::accept(Heading h) const {
  Findings findings;
  std::vector<std::string> labels;
  for (const Field& f : set_.fields) labels.push_back(f.label.zh);
  const auto complain = [&](const Code& code, std::size_t column, Args args) {
    args.push_back(arg("title", shown(h.titles[column])));
    args.push_back(arg("column", letters(column)));
    findings.push_back({&code,
                        h.row,
                        static_cast<std::uint32_t>(column + 1),
                        {},
                        shown(h.titles[column]),
                        std::move(args)});
  };
  for (std::size_t column = 0; column < h.field_of.size(); ++column) {
    const std::size_t field = h.field_of[column];
    if (h.titles[column].empty() || is_reason(h.titles[column])) continue;
    const bool names_teacher = who_.contains(folded(h.titles[column])) ||
                               who_.contains(without_bracket(folded(h.titles[column])));
    if (field == Heading::none && !names_teacher) {
      complain(tmis::codes::heading_unknown, column,
               {arg("near", nearest(h.titles[column], labels).value_or(labels.front()))});
    } else if (field != Heading::none && h.column_of[field] != column) {
      complain(tmis::codes::heading_twice, column, {arg("first", letters(h.column_of[field]))});
    }
  }
  Place place;
  place.row = h.row;
  if (!findings.empty()) {
    const Finding& first = findings.front();
    place.column = first.column;
    throw Error{*first.code, first.args}.at(place).with(findings);
  }
  if (h.who_column == Heading::none) throw Error{tmis::codes::heading_no_teacher}.at(place);
  return h;
}

}  // namespace tmis::schema
