// Titles are folded: half-width, lower case, without stars, spaces and colons; then tried whole and
// without what stands in brackets at the end.
#include "schema/heading.h"

#include <algorithm>
#include <array>

#include "base/message.h"
#include "base/text.h"
#include "schema/unseen.h"

namespace tmis::schema {
namespace {

using Kind = Who::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 14> kWho = {
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
     {"职工号", Kind::staff_number},
     {"工号", Kind::staff_number},
     {"staffnumber", Kind::staff_number}}};
constexpr std::array<std::string_view, 3> kReason = {"tmis:reason", "退回原因",
                                                     "reasonforrejection"};

/// Columns that every office has and nobody means to store.
constexpr std::array<std::string_view, 5> kRunningNumber = {"序号", "序", "no.", "no", "#"};
constexpr std::array<std::string_view, 4> kName = {"姓名", "教师姓名", "name", "teachername"};
constexpr std::size_t kSeveralFields = static_cast<std::size_t>(-1);

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_mark(char32_t c) {
  return c == U'*' || c == U'★' || c == U'☆' || c == U'＊' || c == U' ' || c == U'\n' ||
         c == U'\r' || c == U'\t' || c == U'※' || c == U':';
}

std::string title_key(std::string_view title) {
  std::string half{title};
  to_half_width(half);
  remove_unseen(half);
  std::string out;
  for (std::string_view rest{half}; !rest.empty();) {
    char32_t c = take_code_point(rest);
    if (is_mark(c)) continue;
    if (c >= U'A' && c <= U'Z') c = c - U'A' + U'a';
    append_code_point(c, out);
  }
  return out;
}

/// The title without its last bracket: 姓名(必填) is 姓名. The same when it has none.
std::string without_bracket(const std::string& title) {
  for (const auto& [open, close] :
       {std::pair{"(", ")"}, std::pair{"[", "]"}, std::pair{"【", "】"}, std::pair{"〔", "〕"}}) {
    const auto at = title.rfind(open);
    if (title.ends_with(close) && at != std::string::npos && at > 0) return title.substr(0, at);
  }
  return title;
}

}  // namespace

HeadingFinder::HeadingFinder(const FieldSet& set) : set_(set) {
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    const Field& f = set.fields[i];
    for (const std::string& title : {f.id, f.label.zh, f.label.en})
      fields_.emplace(title_key(title), i);
  }
  // Short forms come after, so that none takes the place of a whole label; one that two fields
  // share means neither.
  TextMap short_forms;
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    for (const std::string& title : {set.fields[i].label.zh, set.fields[i].label.en}) {
      const auto [at, fresh] = short_forms.emplace(without_bracket(title_key(title)), i);
      if (!fresh && at->second != i) at->second = kSeveralFields;
    }
  }
  for (const auto& [title, field] : short_forms) {
    if (field != kSeveralFields) fields_.emplace(title, field);
  }
  for (const auto& [title, kind] : kWho) who_.emplace(title, static_cast<std::size_t>(kind));
}

bool HeadingFinder::is_reason(std::string_view title) {
  const std::string name = title_key(title);
  return std::find_if(kReason.begin(), kReason.end(), [&](std::string_view reason) {
           return name == title_key(reason);
         }) != kReason.end();
}

const std::size_t* HeadingFinder::look_up(const TextMap& titles, const std::string& title) const {
  // Offices put several remarks behind a label: 入学年月(必填)(格式2008-09).
  for (std::string rest = title;;) {
    const auto found = titles.find(rest);
    if (found != titles.end()) return &found->second;
    std::string shorter = without_bracket(rest);
    if (shorter.size() == rest.size()) return nullptr;
    rest = std::move(shorter);
  }
}

Heading HeadingFinder::match(const Line& line) const {
  Heading h;
  h.row = line.number;
  h.column_of.assign(set_.fields.size(), Heading::none);
  h.field_of.assign(line.used, Heading::none);
  h.aside.assign(line.used, false);
  std::size_t who_rank = Heading::none;
  for (std::size_t column = 0; column < line.used; ++column) {
    h.titles.emplace_back(trimmed(line.cells[column].text));
    if (h.titles.back().empty()) continue;
    const std::string title = title_key(h.titles.back());
    if (const std::size_t* field = look_up(fields_, title)) {
      h.field_of[column] = *field;
      if (h.column_of[*field] == Heading::none) h.column_of[*field] = column;
    } else if (h.name_column == Heading::none && is_one_of(kName, title)) {
      h.name_column = column;
    } else {
      h.aside[column] = is_reason(title) || is_one_of(kRunningNumber, title);
    }
    // The first that is there, in the order: identity number, teacher number, staff number.
    const std::size_t* who = look_up(who_, title);
    if (who != nullptr && (who_rank == Heading::none || *who < who_rank)) {
      who_rank = *who;
      h.who = static_cast<Kind>(*who);
      h.who_column = column;
    }
  }
  if (const auto own = set_.with_role("identity_number");
      own && h.column_of[*own] != Heading::none) {
    h.who = Kind::id_number;
    h.who_column = h.column_of[*own];
  }
  if (!set_.about_teachers() && !set_.key.empty()) {
    h.who = Kind::none;
    h.who_column = h.column_of[set_.key.front()];
  }
  return h;
}

/// A title row or a note names no two columns; a row of data names none.
HeadingFinder::Fit HeadingFinder::fit(const Heading& h) const {
  std::size_t filled = 0, named = 0, hits = 0;
  for (std::size_t column = 0; column < h.titles.size(); ++column) {
    if (h.titles[column].empty()) continue;
    ++filled;
    const bool hit = h.field_of[column] != Heading::none ||
                     look_up(who_, title_key(h.titles[column])) != nullptr;
    hits += hit ? 1U : 0U;
    named += hit || h.aside[column] || column == h.name_column ? 1U : 0U;
  }
  if (hits >= 2 && 2 * named >= filled) return Fit::good;
  // The only column there is may be the one that names the teacher.
  if (hits == 1 && named == filled && h.who_column != Heading::none) return Fit::good;
  return hits > 0 && filled > 1 ? Fit::some : Fit::no;
}

/// No heading; where a line was nearly one, its columns tell why it is none.
void HeadingFinder::missing(const std::optional<Heading>& nearest_to_one) const {
  if (nearest_to_one) {
    const Heading heading = accept(*nearest_to_one);
    if (!heading.unknown.empty()) refuse_heading(heading.row, heading.unknown);
  }
  throw Error{tmis::codes::heading_missing,
              {arg("table", set_.label.here()), arg("first", set_.fields.front().label.here())}};
}

/// What the title of a column may have been meant to be: the nearest label, else those that no
/// column has.
std::string HeadingFinder::suggestion(const Heading& h, std::size_t column) const {
  constexpr std::size_t kMost = 8, kLongest = 200;
  std::vector<std::string> labels, free;
  for (std::size_t i = 0; i < set_.fields.size(); ++i) {
    const Field& f = set_.fields[i];
    labels.insert(labels.end(), {f.label.zh, f.label.en, f.id});
    if (h.column_of[i] == Heading::none && f.by_hand() && free.size() < kMost)
      free.push_back(f.label.here());
  }
  const std::string& title = h.titles[column];
  const auto near = title.size() > kLongest ? std::nullopt : nearest(title, labels);
  if (near) return text("heading.did-you-mean", arg("near", *near));
  return free.empty() ? "" : text("heading.free", arg("fields", joined(free, text("heading.and"))));
}

/// Everything that is wrong with the columns, from left to right.
Findings HeadingFinder::complaints(const Heading& h) const {
  Findings findings;
  const auto complain = [&](const Code& code, std::size_t column, Args args) {
    const std::string title = shown(shortened(h.titles[column], 60));
    args.push_back(arg("title", title));
    args.push_back(arg("column", column_letters(column + 1)));
    findings.push_back(
        {&code, h.row, static_cast<std::uint32_t>(column + 1), {}, title, std::move(args)});
  };
  for (std::size_t column = 0; column < h.field_of.size(); ++column) {
    const std::size_t field = h.field_of[column];
    if (h.titles[column].empty() || h.aside[column] || column == h.name_column) continue;
    const std::size_t* who = look_up(who_, title_key(h.titles[column]));
    if (field == Heading::none && who == nullptr) {
      complain(tmis::codes::heading_unknown, column, {arg("suggestion", suggestion(h, column))});
    } else if (field != Heading::none && h.column_of[field] != column) {
      complain(tmis::codes::heading_twice, column,
               {arg("first", column_letters(h.column_of[field] + 1))});
    } else if (field == Heading::none && *who == static_cast<std::size_t>(h.who) &&
               h.who_column != column) {
      complain(tmis::codes::heading_twice, column,
               {arg("first", column_letters(h.who_column + 1))});
    }
  }
  return findings;
}

/// Complains of everything that is wrong with the heading at once.
Heading HeadingFinder::accept(Heading h) const {
  h.unknown = complaints(h);
  const bool only_unknown = std::all_of(h.unknown.begin(), h.unknown.end(), [](const Finding& f) {
    return f.code == &tmis::codes::heading_unknown;
  });
  const bool nobody = h.who_column == Heading::none;
  if (!h.unknown.empty() && (nobody || !only_unknown)) refuse_heading(h.row, h.unknown);
  Place place;
  place.row = h.row;
  if (nobody && !set_.about_teachers() && !set_.key.empty()) {
    throw Error{tmis::codes::heading_missing,
                {arg("table", set_.label.here()),
                 arg("first", set_.fields[set_.key.front()].label.here())}};
  }
  if (nobody) throw Error{tmis::codes::heading_no_teacher}.at(place);
  return h;
}

void refuse_heading(std::uint64_t row, const Findings& findings) {
  const Finding& first = findings.front();
  Place place;
  place.row = row;
  place.column = first.column;
  throw Error{*first.code, first.args}.at(place).with(findings);
}

}  // namespace tmis::schema
