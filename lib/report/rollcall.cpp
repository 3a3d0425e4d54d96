// Numbers are looked up by their keyed hash, so no dossier is opened; a wrong digit is found by
// trying all the numbers that are one slip away. Rows that fit come first, so that whoever has his
// row already is nobody else's.
#include "report/rollcall.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/message.h"
#include "base/text.h"
#include "dossier/business.h"
#include "journal/field_table.h"
#include "people/person.h"
#include "people/teachers.h"
#include "schema/display.h"
#include "schema/heading.h"
#include "schema/normalise.h"
#include "schema/row_reader.h"
#include "schema/unseen.h"

namespace tmis::report {
namespace {

using schema::Who;

constexpr int kHeadingRows = 30;

/// Which columns of the list are read.
struct ListColumns {
  std::size_t name = schema::Heading::none, number = schema::Heading::none;
  std::size_t staff_number = schema::Heading::none;  // where there are identity numbers too
  std::size_t department = schema::Heading::none;
  Who::Kind kind = Who::Kind::none;
};

struct Called {
  std::uint64_t row = 0;
  std::string name, number, department;
  Who::Kind kind = Who::Kind::none;
};

std::string clean(const tmis::Line& line, std::size_t column) {
  if (column >= line.used) return {};
  std::string out = line.cells[column].text;
  schema::remove_unseen(out);
  to_half_width(out);
  return std::string{trimmed(out)};
}

/// Numbers that a slip of the hand makes of this one: another digit, or two that changed places.
template <class Visit>
void each_slip(const std::string& number, Visit visit) {
  static constexpr std::string_view kDigits = "0123456789X";
  std::string other = number;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const std::size_t symbols = i + 1 == number.size() ? kDigits.size() : kDigits.size() - 1;
    for (std::size_t d = 0; d < symbols; ++d) {
      other[i] = kDigits[d];
      if (other[i] != number[i] && visit(other)) return;
    }
    other[i] = number[i];
    if (i + 1 == number.size() || number[i] == number[i + 1]) continue;
    std::swap(other[i], other[i + 1]);
    if (visit(other)) return;
    std::swap(other[i], other[i + 1]);
  }
}

class Roll {
 public:
  Roll(Desk& desk, const Permit& permit)
      : desk_(desk), list_(desk.catalogue.accounts()), teachers_(desk, permit) {
    for (people::Person& person : people::persons(desk, permit)) {
      if (person.org != permit.about()) continue;
      by_row_[person.row] = here_.size();
      by_name_[schema::folded_name(person.name)].push_back(here_.size());
      here_.push_back(std::move(person));
    }
    present_.assign(here_.size(), 0);
  }

  Rollcall run(Source& source) {
    out_.origin = source.origin();
    const ListColumns columns = heading(source);
    std::vector<Called> unknown;
    tmis::Line line;
    while (source.next(line)) {
      auto called = read(line, columns);
      if (!called) continue;
      ++out_.read;
      if (const auto found = by_number(*called)) {
        meet(*called, *found);
      } else {
        unknown.push_back(std::move(*called));
      }
    }
    for (const Called& called : unknown) look_for(called);
    std::stable_sort(out_.lines.begin(), out_.lines.end(),
                     [](const RollcallLine& a, const RollcallLine& b) { return a.row < b.row; });
    for (std::size_t i = 0; i < here_.size(); ++i) {
      if (present_[i] == 0) absent(here_[i]);
    }
    return std::move(out_);
  }

 private:
  ListColumns heading(Source& source) const {
    const schema::HeadingFinder finder{list_};
    tmis::Line line;
    for (int i = 0; i < kHeadingRows && source.next(line); ++i) {
      const schema::Heading h = finder.match(line);
      const auto of_role = [&](const char* role) {
        return h.column_of[list_.with_role(role).value()];
      };
      ListColumns columns{of_role("name"), h.who_column, of_role("staff_number"),
                          of_role("department"), h.who};
      if (columns.name == schema::Heading::none) columns.name = h.name_column;
      if (columns.name != schema::Heading::none && columns.kind != Who::Kind::none) return columns;
    }
    throw Error{codes::rollcall_heading}.in(source.origin().name, source.origin().sheet);
  }

  /// Nothing for a line that is no row: empty, a total, a remark.
  std::optional<Called> read(const tmis::Line& line, const ListColumns& columns) const {
    Called out;
    out.row = line.number;
    out.name = clean(line, columns.name);
    out.department = clean(line, columns.department);
    out.kind = columns.kind;
    if (columns.kind == Who::Kind::id_number && columns.number < line.used) {
      schema::normalise_identity(line.cells[columns.number], out.number, false);
      if (out.number.empty()) out.number = clean(line, columns.number);
      if (const auto longer = schema::from_15_digits(out.number)) out.number = *longer;
    } else {
      out.number = clean(line, columns.number);
    }
    if (out.number.empty() && columns.kind == Who::Kind::id_number) {
      out.number = clean(line, columns.staff_number);
      out.kind = Who::Kind::staff_number;
    }
    if (!out.number.empty()) return out;
    out.kind = Who::Kind::none;
    for (std::size_t i = 0; i < line.used; ++i) {
      const std::string text = clean(line, i);
      if (!text.empty() && schema::is_below_table(text)) return std::nullopt;
    }
    return out.name.empty() ? std::nullopt : std::optional{out};
  }

  std::optional<std::size_t> place(std::optional<std::int64_t> row) const {
    const auto found = row ? by_row_.find(*row) : by_row_.end();
    return found == by_row_.end() ? std::nullopt : std::optional{found->second};
  }

  std::optional<std::size_t> by_number(const Called& called) const {
    switch (called.kind) {
      case Who::Kind::id_number:
        return place(teachers_.by_identity(called.number));
      case Who::Kind::teacher_number:
        return place(teachers_.by_number(called.number));
      case Who::Kind::staff_number:
        return place(teachers_.by_staff_number(called.number));
      case Who::Kind::none:
        break;
    }
    return std::nullopt;
  }

  void add(const Code& code, const Called& called, const people::Person* person, Args args) {
    const bool identity = called.kind == Who::Kind::id_number;
    RollcallLine line{
        &code,
        called.row,
        called.name,
        identity ? schema::masked_identity(called.number) : called.number,
        person == nullptr ? "" : person->number,
        called.department.empty() && person != nullptr ? person->department : called.department,
        std::move(args)};
    line.args.push_back(arg("name", called.name));
    out_.lines.push_back(std::move(line));
  }

  /// The row of somebody who is here.
  void meet(const Called& called, std::size_t i) {
    const people::Person& person = here_[i];
    if (present_[i] != 0) {
      return add(codes::rollcall_twice, called, &person, {arg("row", present_[i])});
    }
    present_[i] = called.row;
    ++out_.matched;
    if (!called.name.empty() && !schema::same_name(called.name, person.name))
      add(codes::rollcall_name, called, &person, {arg("here", person.name)});
    check_department(called, person);
  }

  void check_department(const Called& called, const people::Person& person) {
    if (called.department.empty() || schema::same_name(called.department, person.department))
      return;
    add(codes::rollcall_department, called, &person,
        {arg("listed", called.department), arg("here", person.department)});
  }

  /// Those of this name whose row hasn't come.
  std::vector<std::size_t> namesakes(const Called& called) const {
    std::vector<std::size_t> out;
    const auto found = by_name_.find(schema::folded_name(called.name));
    if (found == by_name_.end()) return out;
    std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(out),
                 [&](std::size_t i) { return present_[i] == 0; });
    return out;
  }

  void look_for(const Called& called) {
    if (called.kind == Who::Kind::id_number && held_elsewhere(called.number))
      return add(codes::rollcall_elsewhere, called, nullptr, {});
    const auto same = namesakes(called);
    if (called.kind == Who::Kind::none) {
      if (same.size() == 1) return meet(called, same.front());
      return add(same.empty() ? codes::rollcall_missing : codes::rollcall_unnumbered, called,
                 nullptr, {});
    }
    const auto near = slip(called, same);
    if (!near) return add(codes::rollcall_missing, called, nullptr, {});
    present_[*near] = called.row;
    ++out_.matched;
    add(codes::rollcall_number, called, &here_[*near], {});
    check_department(called, here_[*near]);
  }

  /// The one of this name whose number differs by a slip; of staff numbers, which are short, the
  /// only one of this name.
  std::optional<std::size_t> slip(const Called& called,
                                  const std::vector<std::size_t>& same) const {
    if (same.empty()) return std::nullopt;
    if (called.kind != Who::Kind::id_number)
      return same.size() == 1 ? std::optional{same.front()} : std::nullopt;
    std::optional<std::size_t> found;
    each_slip(called.number, [&](const std::string& other) {
      const auto near = place(teachers_.by_identity(other));
      if (near && std::find(same.begin(), same.end(), *near) != same.end()) found = near;
      return found.has_value();
    });
    return found;
  }

  bool held_elsewhere(const std::string& number) {
    auto find = desk_.db.statement("SELECT 1 FROM teacher WHERE id_index = ?");
    find.bind_blob(1, journal::identity_index(desk_.index_key(), number));
    return find.step();
  }

  /// In the file, not in the list: with the status that the file knows, for he may have left.
  void absent(const people::Person& person) {
    const schema::FieldSet& set = desk_.catalogue.person();
    std::string status;
    if (const auto field = set.with_role("personnel_status")) {
      status =
          schema::display(set.fields[*field], dossier::computed(desk_, set, *field, person.row),
                          schema::Form::label);
    }
    if (status.empty()) status = text("rollcall.no-status");
    RollcallLine line{
        &codes::rollcall_extra,    0, person.name, "", person.number, person.department,
        {arg("name", person.name)}};
    line.args.push_back(arg("status", status));
    out_.lines.push_back(std::move(line));
  }

  Desk& desk_;
  const schema::FieldSet& list_;
  people::Teachers teachers_;
  std::vector<people::Person> here_;
  std::vector<std::uint64_t> present_;  // the row of the list; 0: none yet
  std::unordered_map<std::int64_t, std::size_t> by_row_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_name_;
  Rollcall out_;
};

}  // namespace

Rollcall rollcall(Desk& desk, const Permit& permit, Source& source) {
  return Roll{desk, permit}.run(source);
}

}  // namespace tmis::report
