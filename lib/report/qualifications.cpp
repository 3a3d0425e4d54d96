// Each table is read once, and of each teacher only what the sheet shows is kept.
#include "report/qualifications.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/message.h"
#include "base/text.h"
#include "dossier/records.h"
#include "journal/as_of.h"
#include "report/audited.h"
#include "report/qualification_plan.h"

namespace tmis::report {
namespace {

using journal::Record;
using schema::FieldSet;

/// What a column shows of a teacher or a certificate.
struct ShownCell {
  std::string key;   // by which of several rows one was taken
  std::string text;  // as it is shown
  std::string raw;   // as it is stored
};

struct Teacher {
  std::vector<ShownCell> cells;                         // by column
  std::map<std::size_t, std::vector<ShownCell>> years;  // by column; key: the year
  std::vector<std::vector<ShownCell>> certificates;     // by column, those of the lines' table
  bool declared_none = false;                           // audited that there is no certificate
  std::vector<const FieldSet*> pending;                 // tables with something unaudited
};

class Summary {
 public:
  Summary(Desk& desk, const Permit& permit, Day day, bool reveal)
      : desk_(desk),
        permit_(permit),
        day_(day),
        reveal_(reveal),
        plan_(qualification_plan(desk.catalogue)) {}

  QualificationSheet run(const std::string& department) {
    QualificationSheet out{plan_.title, {}, {}};
    for (const PlannedColumn& column : plan_.columns) out.columns.push_back(column.heading);
    const auto persons = people::persons(desk_, permit_, department);
    for (const people::Person& person : persons) teachers_[person.row];
    const auto sets = plan_.sets();
    Audited rows{desk_, journal::last_event_of(desk_.db, day_)};
    for (const FieldSet* set : sets) read(rows, *set);
    for (const people::Person& person : persons) add_lines(person, out.lines);
    return out;
  }

 private:
  /// Only the identity number is worth opening: all else that is sealed stays masked.
  void read(Audited& rows, const FieldSet& set) {
    const bool opens =
        std::any_of(plan_.columns.begin(), plan_.columns.end(), [&](const PlannedColumn& column) {
          return column.set == &set && set.fields[column.fields.front()].role == "identity_number";
        });
    rows.each_record(
        set, opens ? Audited::Sealed::open : Audited::Sealed::shut,
        [&](Record& record) {
          const auto teacher = teachers_.find(record.head.teacher);
          if (teacher != teachers_.end()) take(set, record, teacher->second);
        },
        [&](std::int64_t whose) {
          const auto teacher = teachers_.find(whose);
          if (teacher == teachers_.end()) return;
          auto& pending = teacher->second.pending;
          if (pending.empty() || pending.back() != &set) pending.push_back(&set);
        });
  }

  void take(const FieldSet& set, const Record& record, Teacher& teacher) {
    teacher.cells.resize(plan_.columns.size());
    if (&set == plan_.lines) {
      if (set.none_row && record.values[set.none_row->field] == set.none_row->value) {
        teacher.declared_none = true;
        return;
      }
      teacher.certificates.emplace_back(plan_.columns.size());
    }
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const PlannedColumn& column = plan_.columns[i];
      if (column.set != &set || !fits(column, record)) continue;
      ShownCell shown = show(column, record);
      if (&set == plan_.lines) {
        teacher.certificates.back()[i] = std::move(shown);
      } else if (column.year) {
        shown.key = record.values[*column.year].kind == Value::Kind::integer
                        ? std::to_string(record.values[*column.year].number)
                        : record.values[*column.year].text.substr(0, 4);
        teacher.years[i].push_back(std::move(shown));
      } else if (teacher.cells[i].text.empty() || shown.key > teacher.cells[i].key) {
        teacher.cells[i] = std::move(shown);
      }
    }
  }

  bool fits(const PlannedColumn& column, const Record& record) const {
    if (column.when && !(record.values[column.when->field] == column.when->value)) return false;
    if (!column.until || record.values[*column.until].is_null()) return true;
    return record.values[*column.until].text >= to_iso(day_).substr(0, 7);
  }

  ShownCell show(const PlannedColumn& column, const Record& record) const {
    ShownCell out;
    for (const std::size_t field : column.latest) {
      const Value& value = record.values[field];
      out.key.append(value.kind == Value::Kind::integer ? std::to_string(value.number) : value.text)
          .append("/");
    }
    for (const std::size_t place : column.fields) {
      const schema::Field& field = column.set->fields[place];
      const Value& value = record.values[place];
      const bool masked = dossier::hidden(*column.set, field, permit_, record.closed, reveal_) ||
                          (field.sensitive && field.role != "identity_number");
      const std::string part =
          masked && (field.sensitive || !value.is_null())
              ? "***"
              : dossier::shown_value(field, value, schema::Form::label, reveal_);
      if (part.empty()) continue;
      out.text.append(out.text.empty() ? "" : " ").append(part);
      if (value.kind == Value::Kind::text) out.raw = value.text;
    }
    return out;
  }

  /// "2016 passed; 2015 passed", the newest first.
  std::string of_years(const PlannedColumn& column, std::vector<ShownCell> all) const {
    std::stable_sort(all.begin(), all.end(),
                     [](const ShownCell& a, const ShownCell& b) { return a.key > b.key; });
    std::vector<std::string> parts;
    for (const ShownCell& one : all) {
      if (parts.size() == static_cast<std::size_t>(column.years)) break;
      if (one.key > to_iso(day_).substr(0, 4)) continue;
      parts.push_back(one.key + " " + one.text);
    }
    return joined(parts, text("sheet.and"));
  }

  void add_lines(const people::Person& person, std::vector<QualificationLine>& out) {
    Teacher& teacher = teachers_.at(person.row);
    teacher.cells.resize(plan_.columns.size());
    if (teacher.certificates.empty() && teacher.declared_none) return;
    for (const auto& [column, all] : teacher.years)
      teacher.cells[column].text = of_years(plan_.columns[column], all);
    ShownCell& name = teacher.cells[plan_.place("name")];
    if (name.text.empty()) name.text = person.name;
    const bool none = teacher.certificates.empty();
    if (none) teacher.certificates.emplace_back(plan_.columns.size());
    for (const auto& certificate : teacher.certificates) {
      std::vector<ShownCell> cells = teacher.cells;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (plan_.columns[i].set == plan_.lines) cells[i] = certificate[i];
      }
      cells[plan_.place("no")].text = std::to_string(out.size() + 1);
      QualificationLine& line = out.emplace_back();
      line.organisation = person.org_code;
      line.department = person.department;
      line.teacher = person.number;
      find(teacher, cells, none, line.findings);
      std::vector<std::string> said;
      for (const Finding& f : line.findings) said.push_back(message(f));
      cells[plan_.place("findings")].text = joined(said, text("sheet.and"));
      for (ShownCell& cell : cells) line.cells.push_back(std::move(cell.text));
    }
  }

  void find(const Teacher& teacher, const std::vector<ShownCell>& cells, bool none,
            Findings& findings) const {
    std::vector<std::string> unaudited;
    for (const FieldSet* set : teacher.pending) unaudited.push_back(set->label.here());
    if (none && unaudited.empty()) unaudited.push_back(plan_.lines->label.here());
    if (!unaudited.empty()) {
      findings.push_back({&codes::qualification_not_audited,
                          0,
                          0,
                          {},
                          {},
                          {arg("tables", joined(unaudited, text("sheet.and")))}});
    }
    if (none) return;  // what isn't there yet has no other faults
    for (const PlannedFinding& rule : plan_.findings) {
      if (auto args = broken(rule, cells))
        findings.push_back({rule.code, 0, 0, {}, {}, std::move(*args)});
    }
  }

  /// The arguments of the finding's text; nothing when the rule is kept.
  std::optional<Args> broken(const PlannedFinding& rule,
                             const std::vector<ShownCell>& cells) const {
    const auto empty = [&](std::size_t i) { return cells[i].text.empty(); };
    std::vector<std::string> lacking;
    for (const std::size_t i : rule.any_empty) {
      if (empty(i)) lacking.push_back(plan_.columns[i].heading.label.here());
    }
    if (!lacking.empty()) return Args{arg("columns", joined(lacking, text("sheet.and")))};
    if (!rule.all_empty.empty() && std::all_of(rule.all_empty.begin(), rule.all_empty.end(), empty))
      return Args{};
    const auto last = std::find_if_not(rule.code_of.begin(), rule.code_of.end(), empty);
    if (last != rule.code_of.end() && cells[*last].raw != rule.good) {
      return Args{arg("column", plan_.columns[*last].heading.label.here()),
                  arg("result", cells[*last].text)};
    }
    return rule.months > 0 ? overdue(rule, cells) : std::nullopt;
  }

  std::optional<Args> overdue(const PlannedFinding& rule,
                              const std::vector<ShownCell>& cells) const {
    std::string newest;
    for (const std::size_t i : rule.newest) newest = std::max(newest, cells[i].raw);
    const auto month = month_from_iso(std::string_view{newest}.substr(0, 7));
    if (!month) return std::nullopt;
    // Good to the same day, so many months later.
    const std::string end = month_to_iso(*month + rule.months) + newest.substr(7);
    return to_iso(day_) > end ? std::optional{Args{arg("day", end)}} : std::nullopt;
  }

  Desk& desk_;
  const Permit& permit_;
  const Day day_;
  const bool reveal_;
  const QualificationPlan plan_;
  std::unordered_map<std::int64_t, Teacher> teachers_;
};

}  // namespace

QualificationSheet qualifications(Desk& desk, const Permit& permit, Day day,
                                  const std::string& department, bool reveal) {
  return Summary{desk, permit, day, reveal}.run(department);
}

}  // namespace tmis::report
