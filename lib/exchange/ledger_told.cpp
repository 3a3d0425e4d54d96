// The chain proves each row, its event and the role of its signer; here it is asked whether that
// role's organisation could write it.
#include "exchange/ledger_told.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/date.h"
#include "base/error.h"
#include "credits/calculation.h"
#include "exchange/shown.h"
#include "journal/cases.h"
#include "journal/rights.h"
#include "workflow/credit_follow.h"
#include "workflow/credit_origin.h"

namespace tmis::exchange {
namespace {

using journal::ProvenRow;
using store::program_table;

/// Kinds of events by which a file has what others decided.
constexpr std::array<std::string_view, 2> kBrought = {"package.read", "transfer.take"};

class LedgerWriting {
 public:
  LedgerWriting(Desk& desk, ReportWriter& writer) : desk_(desk), writer_(writer) {}

  void run(std::int64_t teacher) {
    for (const auto& entry : workflow::entries_of(desk_, teacher)) {
      history("credit_entry", entry.row);
      rule(entry);
    }
    for (const auto& e : workflow::enrolments_of(desk_, teacher)) {
      if (workflow::follows(desk_, e)) place_in_project(e);
    }
    for (const auto& c : workflow::all_credit_claims(desk_, journal::kNow, teacher)) claim(c);
  }

 private:
  void history(std::string_view table, std::int64_t row) {
    if (row != 0 && written_.emplace(table, row).second) writer_.history(program_table(table), row);
  }

  void rule(const workflow::CreditEntry& entry) {
    auto find = desk_.db.statement("SELECT row FROM credit_rule WHERE id = ? AND rule_version = ?");
    find.with(std::string_view{entry.rule}, std::string_view{entry.version});
    if (find.step()) history("credit_rule", find.integer(0));
  }

  void place_in_project(const workflow::Enrolment& e) {
    const auto p = workflow::project(desk_, e.project);
    history("credit_enrolment", e.row);
    history("credit_project", p.row);
    for (const std::int64_t org : {p.authority, p.institution, p.school})
      history("organisation", org);
    for (const auto& part : workflow::parts_of(desk_, p.row)) {
      if (part.row != e.part) continue;
      history("credit_part", part.row);
      history("organisation", part.authority);
    }
    came_from(workflow::kProjectOrigin, p.row);
  }

  void came_from(const workflow::OriginTable& table, std::int64_t here) {
    if (const auto origin = workflow::origin_of(desk_, table, here))
      history(table.name, origin->row);
  }

  void claim(const workflow::CreditClaim& c) {
    if (c.state == "withdrawn") return;
    history("credit_claim", c.row);
    history("organisation", c.authority);
    came_from(workflow::kClaimOrigin, c.row);
  }

  Desk& desk_;
  ReportWriter& writer_;
  std::set<std::pair<std::string_view, std::int64_t>> written_;  // table and row
};

bool came(const journal::Event& event) {
  return std::find(kBrought.begin(), kBrought.end(), event.kind) != kBrought.end();
}

class LedgerReading {
 public:
  LedgerReading(const Shown& shown, std::int64_t teacher, const Manifest& word)
      : shown_(shown), teacher_(teacher), file_(word.from_file) {}

  LedgerTold run() {
    shown_.each("credit_enrolment", [&](std::int64_t row, const auto& versions) {
      out_.cases.push_back(project(enrolment(row, versions.back()->columns)));
    });
    shown_.each("credit_claim", [&](std::int64_t row, const auto& versions) {
      out_.cases.push_back(claim(row, versions));
    });
    shown_.each("credit_entry", [&](std::int64_t, const auto& versions) {
      out_.entries.push_back(entry(versions));
    });
    shown_.each("credit_rule", [&](std::int64_t, const auto& versions) {
      out_.rules.push_back(shown_.value("credit_rule", versions.back()->columns, "text").text);
    });
    return std::move(out_);
  }

 private:
  void want(bool holds) const {
    if (!holds) shown_.forged();
  }

  workflow::Enrolment enrolment(std::int64_t row, const Values& columns) const {
    const auto value = [&](std::string_view column) -> const Value& {
      return shown_.value("credit_enrolment", columns, column);
    };
    const auto number = [&](std::string_view column) {
      return value(column).is_null() ? std::nullopt : std::optional{value(column).number};
    };
    workflow::Enrolment e{row,
                          value("project").number,
                          value("teacher").number,
                          value("result").text,
                          number("hours"),
                          number("times"),
                          value("state").text,
                          number("part").value_or(0)};
    const bool known_word = e.result.empty() || credits::result_from(e.result).has_value();
    want(e.teacher == teacher_ && known_word && e.hours.value_or(0) >= 0 &&
         e.times.value_or(1) >= 1 &&
         (e.state == "enrolled" || e.state == "returned" ||
          (e.state == "confirmed" && !e.result.empty())));
    return e;
  }

  ToldCase project(workflow::Enrolment e) const {
    const auto& versions = shown_.whole("credit_project", e.project);
    ToldCase out;
    workflow::CreditProject p = workflow::project_in(e.project, versions.back()->columns);
    out.id = p.id();
    out.place = place(workflow::kProjectOrigin, p.row);
    out.authority = shown_.code(p.authority);
    out.institution = shown_.code(p.institution);
    out.school = shown_.code(p.school);
    const std::string& registrar = p.school_based() ? out.school : out.authority;
    const auto& added = shown_.event(*versions.front());
    want((came(added) || (journal::command_of(added) == "credits project add" &&
                          added.org == registrar && is_about(added, out.id))) &&
         p.trainer() != 0 && day_from_iso(p.start) && day_from_iso(p.end));
    if (e.part != 0) {
      const Values& c = shown_.newest("credit_part", e.part);
      const auto value = [&](std::string_view column) {
        return shown_.value("credit_part", c, column);
      };
      out.part = {e.part,
                  value("project").number,
                  value("authority").number,
                  value("state").text,
                  value("reason").text,
                  -1};
      out.part_authority = shown_.code(out.part->authority);
      want(p.national() && out.part->project == p.row);
    }
    out.takes_part = std::move(e);
    out.project = std::move(p);
    return out;
  }

  ToldCase claim(std::int64_t row, const Shown::Versions& versions) const {
    ToldCase out;
    workflow::CreditClaim c = workflow::credit_claim_in(row, versions.back()->columns);
    out.id = c.id();
    out.place = place(workflow::kClaimOrigin, row);
    out.authority = shown_.code(c.authority);
    want(c.teacher == teacher_ && day_from_iso(c.start) && day_from_iso(c.end) && c.hours >= 0 &&
         c.times.value_or(1) >= 1 &&
         (c.state == "claimed" || c.state == "returned" || c.state == "confirmed"));
    out.claim = std::move(c);
    return out;
  }

  /// Where a project or claim of the sender's file began.
  std::pair<std::string, std::int64_t> place(const workflow::OriginTable& table,
                                             std::int64_t row) const {
    std::pair out{file_, row};
    shown_.each(table.name, [&](std::int64_t, const auto& versions) {
      const Values& c = versions.back()->columns;
      const auto value = [&](std::string_view column) {
        return shown_.value(table.name, c, column);
      };
      if (value(table.column).number == row) out = {value("file").text, value("there").number};
    });
    return out;
  }

  static bool is_about(const journal::Event& event, const std::string& id) {
    return journal::argument(event, journal::kCaseArgument).text == id;
  }

  ToldConfirmed entry(const Shown::Versions& versions) const {
    const std::string& id = shown_.value("credit_entry", versions.back()->columns, "case_id").text;
    const auto of = std::find_if(out_.cases.begin(), out_.cases.end(),
                                 [&](const ToldCase& c) { return c.id == id; });
    want(of != out_.cases.end());
    ToldConfirmed out{&*of, {}};
    for (const ProvenRow* version : versions) {
      workflow::BroughtEntry is = brought(version->columns);
      const auto same = [&](const workflow::BroughtEntry& b) {
        return b.result.hours == is.result.hours && b.result.result == is.result.result;
      };
      const bool first = out.versions.empty();
      if (!first && same(out.versions.back())) continue;  // it only counts otherwise
      want(shown_.code(is.confirmed_by) == of->confirmer() &&
           could_say(*of, first, shown_.event(*version)));
      out.versions.push_back(std::move(is));
    }
    want(is_of(*of, out.versions.back().result));
    return out;
  }

  workflow::BroughtEntry brought(const Values& columns) const {
    const auto word = [&](std::string_view column) {
      return shown_.value("credit_entry", columns, column).text;
    };
    const auto number = [&](std::string_view column) {
      return shown_.value("credit_entry", columns, column).number;
    };
    workflow::BroughtEntry out;
    out.result = {number("teacher"), word("case_id"), {},
                  word("end_day"),   number("hours"), word("category"),
                  word("mode"),      word("course"),  word("activity"),
                  word("honour"),    number("times"), word("result")};
    out.rule = word("rule");
    out.version = word("rule_version");
    out.confirmed_by = number("org");
    want(out.result.teacher == teacher_ && out.result.hours >= 0 &&
         credits::result_from(out.result.result) && day_from_iso(out.result.end_date));
    return out;
  }

  /// Whether an event could confirm the entry, or correct it.
  static bool could_say(const ToldCase& of, bool first, const journal::Event& event) {
    if (came(event)) return true;
    return journal::command_of(event) == (first ? "credits confirm" : "credits correct") &&
           event.org == of.confirmer() && is_about(event, of.part ? of.part->id() : of.id);
  }

  /// Whether this is what the person has in the case.
  static bool is_of(const ToldCase& of, const workflow::CreditResult& r) {
    const auto& f = of.project ? of.project->facts : of.claim->facts;
    const auto hours = of.project ? of.takes_part.hours.value_or(0) : of.claim->hours;
    const auto times = of.project ? of.takes_part.times : of.claim->times;
    const bool confirmed =
        of.project ? of.takes_part.state == "confirmed" && of.takes_part.result == r.result
                   : of.claim->state == "confirmed";
    return confirmed && r.hours % 100 == 0 && r.hours / 100 == hours &&
           r.times == times.value_or(1) &&
           r.end_date == (of.project ? of.project->end : of.claim->end) &&
           r.category == f.category && r.mode == f.mode && r.course == f.course &&
           r.activity == f.activity && r.honour == f.honour;
  }

  const Shown& shown_;
  std::int64_t teacher_;
  const std::string& file_;
  LedgerTold out_;
};

}  // namespace

void write_ledger(Desk& desk, ReportWriter& writer, std::int64_t teacher) {
  LedgerWriting{desk, writer}.run(teacher);
}

LedgerTold ledger_told(const LegProof& proof, std::int64_t teacher) {
  const Shown shown{proof};
  return LedgerReading{shown, teacher, proof.leg().word.manifest}.run();
}

}  // namespace tmis::exchange
