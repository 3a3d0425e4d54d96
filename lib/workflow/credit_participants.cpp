// Both lists are read without a lock against what the file held then; under the lock it is asked
// whether anything has changed since.
#include "workflow/credit_participants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "people/teachers.h"
#include "people/timeline.h"
#include "schema/normalise.h"
#include "workflow/case_file.h"

namespace tmis::embedded {
extern const std::string_view credit_enrolment_json;
extern const std::string_view credit_results_json;
}  // namespace tmis::embedded

namespace tmis::workflow {
namespace {

using schema::FieldSet;
using schema::IncomingRow;
using schema::RowReader;
using store::program_table;

Values enrolment_columns(const Enrolment& e) {
  return {Value{e.project},
          Value{e.teacher},
          or_null(e.result),
          or_null(e.hours),
          or_null(e.times),
          Value{e.state},
          e.part == 0 ? Value{} : Value{e.part}};
}

std::optional<std::int64_t> given_number(const FieldSet& fields, const IncomingRow& row,
                                         std::string_view field) {
  const auto at = fields.field_index(field);
  if (!at || row.values[*at].is_null()) return std::nullopt;
  return row.values[*at].number;
}

/// What an import of participants has in common: whom a row names, once, and what becomes of it.
class ListIntake {
 public:
  ListIntake(Desk& desk, const AskedProject& asked, FieldSet list_fields)
      : desk_(desk),
        asked_(asked),
        fields_(std::move(list_fields)),
        teachers_(desk, asked.permit, reach(desk, asked)) {
    for (Enrolment& e : enrolments(desk, asked.project.row))
      known_.emplace(e.teacher, std::move(e));
    if (auto orgs = left_for(desk, asked); !orgs.empty())
      elsewhere_.emplace(desk, asked.permit, std::move(orgs));
    mark_ = mark(desk, asked.project.row);
  }
  virtual ~ListIntake() = default;

  void read(Source& source, ParticipantsReport& report) {
    people::read_rows(source, fields_, desk_.today(), report,
                      [&](const RowReader& reader, IncomingRow& row, Findings& findings) {
                        reader.check(row.values, row, findings);
                        take_row(reader, row, findings);
                      });
    report.accepted = fresh_.size();
    report.updated = changed_.size();
    report.unchanged = unchanged_;
  }

  bool empty() const { return fresh_.empty() && changed_.empty(); }

  /// Throws record.changed-meanwhile when project or participants are others than were read.
  void store(journal::Transaction& tx) {
    if (!(mark(desk_, asked_.project.row) == mark_))
      throw Error{codes::record_changed_meanwhile, {arg("id", asked_.project.id())}};
    for (const Enrolment& e : fresh_)
      tx.insert(program_table("credit_enrolment"), enrolment_columns(e));
    for (const Enrolment& e : changed_) put_enrolment(tx, e);
    store_states(tx);
  }

 protected:
  /// Whether the row's teacher, who is known by row, may stand in the list.
  virtual void take(const RowReader& reader, const IncomingRow& row, std::int64_t teacher,
                    Findings& findings) = 0;
  virtual void store_states(journal::Transaction& tx) = 0;

  const Enrolment* known(std::int64_t teacher) const {
    const auto found = known_.find(teacher);
    return found == known_.end() ? nullptr : &found->second;
  }
  void same() { ++unchanged_; }

  Desk& desk_;
  const AskedProject& asked_;
  FieldSet fields_;
  std::vector<Enrolment> fresh_, changed_;

 private:
  /// A school's own teachers; else all below the project's authority.
  static std::vector<std::int64_t> reach(Desk& desk, const AskedProject& asked) {
    const auto& tree = desk.organisations();
    const auto* org = tree.find(asked.permit.org());
    return org != nullptr && org->kind == "school" ? asked.permit.orgs()
                                                   : tree.with_below(asked.project.authority);
  }

  /// Schools out of that reach where participants are by now.
  static std::vector<std::int64_t> left_for(Desk& desk, const AskedProject& asked) {
    const auto within = reach(desk, asked);
    std::vector<std::int64_t> out;
    auto rows = desk.db.statement(
        "SELECT DISTINCT t.org FROM credit_enrolment e JOIN teacher t ON t.row = e.teacher WHERE "
        "e.project = ? ORDER BY t.org");
    rows.with(asked.project.row);
    while (rows.step()) {
      if (!std::binary_search(within.begin(), within.end(), rows.integer(0)))
        out.push_back(rows.integer(0));
    }
    return out;
  }

  /// The one whom a row names: in reach, or a participant who was transferred.
  std::optional<std::int64_t> named(const IncomingRow& row) const {
    const auto near = teachers_.named(row.who);
    if (near || !elsewhere_) return near;
    const auto far = elsewhere_->named(row.who);
    return far && known(*far) != nullptr ? far : std::nullopt;
  }

  /// The last event that wrote the project, its parts or its participants.
  static std::int64_t mark(Desk& desk, std::int64_t project) {
    auto last = desk.db.statement(
        "SELECT max(seq) FROM (SELECT seq FROM credit_project WHERE row = ?1 UNION ALL SELECT "
        "max(seq) FROM credit_enrolment WHERE project = ?1 UNION ALL SELECT max(seq) FROM "
        "credit_part WHERE project = ?1)");
    last.with(project);
    return last.step() ? last.integer(0) : -1;
  }

  void take_row(const RowReader& reader, const IncomingRow& row, Findings& findings) {
    const auto teacher = named(row);
    if (!teacher) {
      const bool told = std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
        return f.column == reader.who_column();
      });
      if (!told) findings.push_back(reader.who_finding(codes::teacher_unknown, row));
      return;
    }
    const std::string known = people::person(desk_, *teacher).name;  // empty: known by number only
    if (!row.name.empty() && !known.empty() && !schema::same_name(known, row.name))
      findings.push_back(reader.name_finding(codes::teacher_other_name, row));
    const auto [first, once] = seen_.try_emplace(*teacher, row.line);
    if (!once) {
      findings.push_back(
          reader.who_finding(codes::record_duplicate, row, {arg("row", first->second)}));
    }
    if (findings.empty()) take(reader, row, *teacher, findings);
  }

  people::Teachers teachers_;
  std::optional<people::Teachers> elsewhere_;
  std::unordered_map<std::int64_t, Enrolment> known_;
  std::unordered_map<std::int64_t, std::uint64_t> seen_;
  std::uint64_t unchanged_ = 0;
  std::int64_t mark_ = -1;
};

class EnrolIntake : public ListIntake {
 public:
  EnrolIntake(Desk& desk, const AskedProject& asked)
      : ListIntake(desk, asked, enrolment_fields(desk.catalogue)),
        gone_(people::gone_on(desk.db, desk.today())),
        taken_(static_cast<std::int64_t>(enrolments(desk, asked.project.row).size())) {}

 protected:
  void take(const RowReader& reader, const IncomingRow& row, std::int64_t teacher,
            Findings& findings) override {
    const auto times = given_number(fields_, row, "times");
    if (const Enrolment* there = known(teacher)) {
      if (!times || times == there->times) return same();
      changed_.push_back(*there);
      changed_.back().times = times;
      return;
    }
    if (gone_.contains(teacher)) {
      findings.push_back(reader.who_finding(codes::dossier_closed, row,
                                            {arg("name", people::person(desk_, teacher).name)}));
      return;
    }
    const auto& places = asked_.project.places;
    if (places && taken_ >= *places) {
      findings.push_back(reader.who_finding(codes::project_full, row, {arg("places", *places)}));
      return;
    }
    ++taken_;
    fresh_.push_back({0, asked_.project.row, teacher, "", std::nullopt, times, "enrolled", 0});
  }
  /// Enrolling leaves a project in its state.
  void store_states(journal::Transaction& /*tx*/) override {}

 private:
  std::unordered_set<std::int64_t> gone_;
  std::int64_t taken_;
};

class AssessIntake : public ListIntake {
 public:
  AssessIntake(Desk& desk, const AskedProject& asked, bool by_part)
      : ListIntake(desk, asked, result_fields(desk.catalogue)), by_part_(by_part) {
    for (CreditPart& part : parts_of(desk, asked.project.row))
      parts_.emplace(part.row, std::move(part));
  }

 protected:
  void take(const RowReader& reader, const IncomingRow& row, std::int64_t teacher,
            Findings& findings) override {
    const Enrolment* there = known(teacher);
    if (there == nullptr) {
      findings.push_back(reader.who_finding(codes::project_not_enrolled, row,
                                            {arg("name", people::person(desk_, teacher).name)}));
      return;
    }
    Enrolment next = *there;
    next.result = row.values[*fields_.field_index("result")].text;
    next.hours = given_number(fields_, row, "hours");
    if (!next.hours) next.hours = next.result == "pass" ? asked_.project.hours : 0;
    if (const auto times = given_number(fields_, row, "times")) next.times = times;
    if (*next.hours > asked_.project.hours) {
      const std::size_t at = *fields_.field_index("hours");
      findings.push_back(
          reader.finding(codes::project_hours, row.line, at, row.values[at],
                         {arg("hours", *next.hours), arg("most", asked_.project.hours)}));
      return;
    }
    const bool equal = next.result == there->result && next.hours == there->hours &&
                       next.times == there->times && there->state == "enrolled";
    if (equal) return same();
    if (const Code* refused = refusal(*there)) {
      findings.push_back(reader.who_finding(*refused, row));
      return;
    }
    next.state = "enrolled";
    changed_.push_back(std::move(next));
  }

  void store_states(journal::Transaction& tx) override {
    const Machine& machine = Machine::of("credit_project");
    const CreditProject& p = asked_.project;
    if (!by_part_) {
      CreditProject next = p;
      next.state = machine.step(p.state, "assess", p.machine_facts()).state;
      if (next.state == p.state) return;
      want_other_person(desk_, asked_.permit, p.seq, p.id());
      put_project(tx, next);
      return;
    }
    for (const Enrolment& e : changed_) {
      CreditPart& part = parts_.at(e.part);
      const auto outcome = machine.step(part.state, "assess", p.machine_facts());
      if (outcome.state == part.state) continue;
      want_other_person(desk_, asked_.permit, part.seq, part.id());
      part.state = outcome.state;
      put_part(tx, part);
    }
  }

 private:
  const Code* refusal(const Enrolment& there) const {
    if (there.state == "confirmed") return &codes::credits_confirmed;
    if (!by_part_) return nullptr;
    const auto part = parts_.find(there.part);
    if (part == parts_.end()) return &codes::project_closed;
    return Machine::of("credit_project")
                       .look(part->second.state, "assess", asked_.project.machine_facts())
                       .refusal == nullptr
               ? nullptr
               : &codes::project_closed;
  }

  bool by_part_;
  std::map<std::int64_t, CreditPart> parts_;
};

ParticipantsReport import_list(Desk& desk, Source& source, const ParticipantsImport& how,
                               const AskedProject& asked, ListIntake& intake) {
  ParticipantsReport report;
  intake.read(source, report);
  if (how.give_back) how.give_back(report);
  if (intake.empty() || (report.rejected > 0 && !how.partial)) return report;
  const auto rows = static_cast<std::int64_t>(report.accepted + report.updated);
  journal::Transaction tx{desk,
                          asked.permit,
                          {.args = {{"case", Value{asked.project.id()}},
                                    {"file", Value{report.origin.name}},
                                    {"hash", Value{people::file_hash(source)}},
                                    {"rows", Value{rows}}}}};
  intake.store(tx);
  const journal::Written written = tx.commit();
  report.event = written.seq;
  report.stored = !written.dry;
  return report;
}

}  // namespace

FieldSet enrolment_fields(const schema::Catalogue& catalogue) {
  return schema::read_field_set(embedded::credit_enrolment_json, "credit-enrolment.json",
                                catalogue);
}

FieldSet result_fields(const schema::Catalogue& catalogue) {
  return schema::read_field_set(embedded::credit_results_json, "credit-results.json", catalogue);
}

namespace {

std::vector<Enrolment> enrolments_where(Desk& desk, const std::string& column, std::int64_t value) {
  std::vector<Enrolment> out;
  auto rows = desk.db.statement(
      "SELECT row, project, teacher, result, hours, times, state, part FROM credit_enrolment "
      "WHERE " +
      column + " = ? ORDER BY row");
  rows.with(value);
  const auto number = [&](int i) {
    return rows.is_null(i) ? std::nullopt : std::optional{rows.integer(i)};
  };
  while (rows.step()) {
    out.push_back({rows.integer(0), rows.integer(1), rows.integer(2), std::string{rows.text(3)},
                   number(4), number(5), std::string{rows.text(6)}, number(7).value_or(0)});
  }
  return out;
}

}  // namespace

std::vector<Enrolment> enrolments(Desk& desk, std::int64_t project) {
  return enrolments_where(desk, "project", project);
}

std::vector<Enrolment> enrolments_of(Desk& desk, std::int64_t teacher) {
  return enrolments_where(desk, "teacher", teacher);
}

void put_enrolment(journal::Transaction& tx, const Enrolment& e) {
  tx.update(program_table("credit_enrolment"), e.row, enrolment_columns(e));
}

std::int64_t add_enrolment(journal::Transaction& tx, const Enrolment& e) {
  return tx.insert(program_table("credit_enrolment"), enrolment_columns(e));
}

ParticipantsReport enrol(Desk& desk, Source& source, const ParticipantsImport& how) {
  const auto asked = ask_project(desk, "credits enrol", how.project, how.as);
  Machine::of("credit_project").step(asked.project.state, "enrol", asked.project.machine_facts());
  EnrolIntake intake{desk, asked};
  return import_list(desk, source, how, asked, intake);
}

ParticipantsReport assess(Desk& desk, Source& source, const ParticipantsImport& how) {
  const auto asked = ask_project(desk, "credits assess", how.project, how.as);
  const auto parts = parts_of(desk, asked.project.row);
  const Machine& machine = Machine::of("credit_project");
  const auto facts = asked.project.machine_facts();
  const bool by_part = std::any_of(parts.begin(), parts.end(), [&](const CreditPart& part) {
    return machine.look(part.state, "assess", facts).refusal == nullptr;
  });
  if (!by_part) machine.step(state_for(desk, asked.project, "assess"), "assess", facts);
  AssessIntake intake{desk, asked, by_part};
  return import_list(desk, source, how, asked, intake);
}

std::vector<Participant> participants(Desk& desk, const Permit& permit, const CreditProject& p) {
  const auto& tree = desk.organisations();
  const bool all =
      permit.reaches(p.authority) || (p.institution != 0 && permit.reaches(p.institution));
  std::vector<Participant> out;
  for (Enrolment& e : enrolments(desk, p.row)) {
    people::Person person = people::person(desk, e.teacher);
    if (all || permit.reaches(person.org) || tree.is_below(person.org, permit.org()))
      out.push_back({std::move(e), std::move(person)});
  }
  // Within a school as they were enrolled.
  std::stable_sort(out.begin(), out.end(), [](const Participant& a, const Participant& b) {
    return a.person.org_code < b.person.org_code;
  });
  return out;
}

}  // namespace tmis::workflow
