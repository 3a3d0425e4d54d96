// What only few need (since when somebody works, whether he has left, the name) is asked for those
// few.
#include "report/credits.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "report/credit_census.h"

namespace tmis::report {
namespace {

using credits::Amount;
using workflow::AskedCycle;
using workflow::CreditState;
using workflow::KnownRule;
using workflow::RequirementLine;
using workflow::RuleBook;

/// Lines of schools, with their codes and names, in the order of these.
template <class Line>
std::vector<Line> by_code(Desk& desk, std::map<std::int64_t, Line>& schools) {
  std::vector<Line> out;
  for (auto& [row, school] : schools) {
    const auto* org = desk.organisations().find(row);
    school.organisation = org->code;
    school.name = org->name;
    out.push_back(std::move(school));
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.organisation < b.organisation; });
  return out;
}

/// The requirement that a school is summed up by.
const RequirementLine* leading(const std::vector<RequirementLine>& lines) {
  const auto found = std::find_if(lines.begin(), lines.end(), [](const RequirementLine& l) {
    return l.requirement->checked && !l.requirement->yearly;
  });
  return found == lines.end() ? nullptr : &*found;
}

/// What will be there at the end when it goes on as it went; rounded down.
Amount projection(const AskedCycle& cycle, const RequirementLine& line) {
  const std::int64_t days = line.until.number - line.from.number + 1;
  const std::int64_t passed =
      std::clamp<std::int64_t>(cycle.measured().number - line.from.number + 1, 1, days);
  const Amount then =
      credits::Fraction{line.have}.times(days).over(Amount::of(passed)).rounded({2, true});
  return std::max(line.requirement->at_least - then, Amount{});
}

}  // namespace

std::vector<CreditStatusLine> credit_status(Desk& desk, const Permit& permit, RuleBook& book,
                                            const CreditQuestion& question) {
  CreditCensus census{desk, book, question.cycle, question.asked};
  std::vector<CreditStatusLine> out;
  std::vector<std::int64_t> rows;
  census.each(permit, [&](const Counted& one) {
    CreditStatusLine line;
    if (one.cycle != nullptr) {
      line.lines = census.lines(one);
      line.state = workflow::gravest(line.lines);
    }
    if (line.state < CreditState::behind && !question.all) return;
    if (census.gone(one.teacher)) return;
    if (one.cycle != nullptr) {
      line.rule = one.cycle->rule;
      line.first = one.cycle->first;
      line.last = one.cycle->last();
    }
    rows.push_back(one.teacher);
    out.push_back(std::move(line));
  });
  for (std::size_t i = 0; i < rows.size(); ++i) out[i].person = people::person(desk, rows[i]);
  std::stable_sort(out.begin(), out.end(),
                   [](const CreditStatusLine& a, const CreditStatusLine& b) {
                     return std::tie(a.person.org_code, a.person.department, a.person.number) <
                            std::tie(b.person.org_code, b.person.department, b.person.number);
                   });
  return out;
}

std::vector<CreditSchoolLine> credits_by_school(Desk& desk, const Permit& permit, RuleBook& book,
                                                const CreditQuestion& question) {
  CreditCensus census{desk, book, question.cycle, question.asked};
  std::map<std::int64_t, CreditSchoolLine> schools;
  census.each(permit, [&](const Counted& one) {
    if (census.gone(one.teacher)) return;
    CreditSchoolLine& school = schools[one.org];
    ++school.teachers;
    if (one.cycle == nullptr) return;
    school.rule = one.cycle->rule->set.id;
    school.first = one.cycle->first;
    school.last = one.cycle->last();
    const auto lines = census.lines(one);
    switch (workflow::gravest(lines)) {
      case CreditState::met:
      case CreditState::noted:
        ++school.met;
        break;
      case CreditState::open:
        ++school.open;
        break;
      case CreditState::behind:
        ++school.behind;
        break;
      case CreditState::late:
        ++school.late;
        break;
    }
    if (const RequirementLine* line = leading(lines)) {
      school.required += line->requirement->at_least;
      school.counted += line->have;
      school.shortfall += line->shortfall;
      school.projected += projection(*one.cycle, *line);
    }
  });
  return by_code(desk, schools);
}

namespace {

/// Everything as if the one rule set had bound all of them.
class Trial {
 public:
  Trial(Desk& desk, RuleBook& book, const KnownRule& rule, const CreditQuestion& question)
      : desk_(desk), census_(desk, book, question.cycle, question.asked), other_(rule) {}

  void take(const Counted& one, RecomputeLine& school) {
    ++school.teachers;
    if (one.cycle == nullptr) return;
    AskedCycle then = *one.cycle;
    then.rule = &other_;
    const auto rows = journal::credit_rows(desk_.db, one.teacher);
    std::vector<credits::Counting> entries;
    for (const auto& row : rows) {
      if (row.entry.end < then.first || row.entry.end >= then.next) continue;
      ++school.entries;
      const auto give = credits::given(other_.set, row.entry);
      if (!give) ++school.uncovered;
      entries.push_back({&other_.set, &row.entry, give.value_or(credits::Given{}), {}, {}});
      school.counted += row.counted;
    }
    credits::count(entries);
    school.counted_then += credits::total(entries);
    const auto good = [](const std::vector<RequirementLine>& lines) {
      return std::all_of(lines.begin(), lines.end(), [](const RequirementLine& l) {
        return l.state == CreditState::met || l.state == CreditState::noted;
      });
    };
    school.met += good(census_.lines(one)) ? 1 : 0;
    school.met_then +=
        good(workflow::requirement_lines(then, credits::sums(other_.set, entries),
                                         workflow::first_work_day(desk_, one.teacher)))
            ? 1
            : 0;
  }

  CreditCensus& census() { return census_; }

 private:
  Desk& desk_;
  CreditCensus census_;
  const KnownRule& other_;
};

}  // namespace

std::vector<RecomputeLine> recompute(Desk& desk, const Permit& permit, RuleBook& book,
                                     std::string_view id, const CreditQuestion& question) {
  Trial trial{desk, book, book.named(id), question};
  std::map<std::int64_t, RecomputeLine> schools;
  trial.census().each(permit, [&](const Counted& one) {
    if (!trial.census().gone(one.teacher)) trial.take(one, schools[one.org]);
  });
  return by_code(desk, schools);
}

}  // namespace tmis::report
