// A case is known by the file and row where it began, so that who comes back finds his own entries
// and nothing counts twice.
#include "exchange/ledger_in.h"

#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "people/organisation.h"
#include "workflow/credit_origin.h"
#include "workflow/credit_rule.h"

namespace tmis::exchange {
namespace {

using store::program_table;
using workflow::CreditClaim;
using workflow::CreditProject;

/// A told case by rows of this file.
struct LedgerCase {
  const ToldCase* told = nullptr;
  std::int64_t row = 0;  // of the project or claim; 0: it isn't here yet
  std::int64_t authority = 0, institution = 0, school = 0, confirmer = 0;
};

class LedgerIn {
 public:
  LedgerIn(Desk& desk, journal::Transaction& tx, const Opened& p,
           const workflow::CaseFile& transfer, std::int64_t teacher)
      : desk_(desk), tx_(tx), p_(p), transfer_(transfer), teacher_(teacher) {}

  std::map<std::string, std::string> run(const LedgerTold& told) {
    for (const ToldCase& c : told.cases) cases_.push_back(look(c));
    if (!findings_.empty()) reject(std::move(findings_));
    for (LedgerCase& c : cases_) {
      if (c.told->project) {
        store_project(c);
      } else {
        store_claim(c);
      }
    }
    store_entries(told);
    return std::move(ids_);
  }

 private:
  void find(const Code& code, const ToldCase& c, Args args) {
    args.push_back(arg("id", shown(c.project ? c.project->name : c.claim->name)));
    findings_.push_back({&code, 0, 0, "", "", std::move(args)});
  }
  bool is_ours(std::int64_t org) const { return org != 0 && people::works_here(desk_, org); }

  std::int64_t party(const ToldCase& c, const std::string& code) {
    if (code.empty()) return 0;
    const auto* org = desk_.organisations().find(std::string_view{code});
    if (org == nullptr) find(codes::credits_unknown_party, c, {arg("code", shown(code))});
    return org == nullptr ? 0 : org->row;
  }

  LedgerCase look(const ToldCase& told) {
    const std::size_t found = findings_.size();
    LedgerCase c{&told,
                 0,
                 party(told, told.authority),
                 party(told, told.institution),
                 party(told, told.school),
                 0};
    c.confirmer = told.part ? party(told, told.part_authority) : c.authority;
    if (findings_.size() > found) return c;
    const auto& [file, there] = told.place;
    const bool began_here = file == desk_.file_id();
    bool fits = false;
    if (told.project) {
      const auto row = workflow::row_from(desk_, workflow::kProjectOrigin, file, there);
      const auto known =
          row ? workflow::find_project(desk_, "project#" + std::to_string(*row)) : std::nullopt;
      c.row = known ? known->row : 0;
      fits = known ? same_training(c, *known)
                   : !began_here && !is_ours(told.project->school_based() ? c.school : c.authority);
    } else {
      const auto row = workflow::row_from(desk_, workflow::kClaimOrigin, file, there);
      c.row = row.value_or(0);
      fits =
          !row ||
          workflow::credit_claim(desk_, "credit_claim#" + std::to_string(*row)).teacher == teacher_;
    }
    if (!fits) find(codes::credits_other_project, told, {});
    return c;
  }

  /// Whether it is the project that this file knows; its code stands here only where it was free.
  static bool same_training(const LedgerCase& c, CreditProject known) {
    CreditProject is = told_project(c);
    is.row = known.row;
    known.state = is.state;
    known.reason = is.reason;
    known.code = is.code;
    return workflow::project_columns(is) == workflow::project_columns(known);
  }

  static CreditProject told_project(const LedgerCase& c) {
    CreditProject is = *c.told->project;
    is.authority = c.authority;
    is.institution = c.institution;
    is.school = c.school;
    return is;
  }

  void origin(const workflow::OriginTable& table, const LedgerCase& c) {
    tx_.insert(program_table(table.name),
               Values{Value{c.row}, Value{c.told->place.first}, Value{c.told->place.second}});
  }

  void store_project(LedgerCase& c) {
    if (c.row == 0) {
      const auto& table = program_table("credit_project");
      CreditProject is = told_project(c);
      if (!is.code.empty() && workflow::find_project(desk_, is.code)) is.code.clear();
      is.row = c.row = tx_.next_record(table);
      tx_.insert(table, workflow::project_columns(is));
      origin(workflow::kProjectOrigin, c);
    }
    ids_.emplace(c.told->id, "project#" + std::to_string(c.row));
    if (!is_ours(c.confirmer)) store_place(c, c.told->part ? part_here(c) : 0);
  }

  /// The part of a national project that the authority confirms; made where it isn't here.
  std::int64_t part_here(const LedgerCase& c) {
    for (const auto& part : workflow::parts_of(desk_, c.row)) {
      if (part.authority == c.confirmer) return part.row;
    }
    const auto& table = program_table("credit_part");
    workflow::CreditPart part = *c.told->part;
    part.row = tx_.next_record(table);
    part.project = c.row;
    part.authority = c.confirmer;
    tx_.insert(table, workflow::part_columns(part));
    return part.row;
  }

  void store_place(const LedgerCase& c, std::int64_t part) {
    workflow::Enrolment e = c.told->takes_part;
    e.row = 0;
    e.project = c.row;
    e.teacher = teacher_;
    e.part = part;
    for (const auto& known : workflow::enrolments_of(desk_, teacher_)) {
      if (known.project != c.row) continue;
      e.row = known.row;
      const bool same = known.result == e.result && known.hours == e.hours &&
                        known.times == e.times && known.state == e.state && known.part == e.part;
      if (!same) workflow::put_enrolment(tx_, e);
    }
    if (e.row == 0) workflow::add_enrolment(tx_, e);
  }

  /// An open one goes to the authority above the new school.
  void store_claim(LedgerCase& c) {
    CreditClaim is = *c.told->claim;
    is.teacher = teacher_;
    is.authority = is.state == "confirmed" ? c.authority : transfer_.org("to_authority");
    is.row = c.row;
    if (c.row == 0) {
      const auto& table = program_table("credit_claim");
      is.row = c.row = tx_.next_record(table);
      tx_.insert(table, workflow::credit_claim_columns(is));
      origin(workflow::kClaimOrigin, c);
    } else {
      const CreditClaim known = workflow::credit_claim(desk_, is.id());
      const bool decided = known.state == "confirmed" && is_ours(known.authority);
      if (!decided && workflow::credit_claim_columns(is) != workflow::credit_claim_columns(known))
        workflow::put_credit_claim(tx_, is);
    }
    ids_.emplace(c.told->id, is.id());
  }

  const LedgerCase& case_of(const ToldConfirmed& entry) const {
    for (const LedgerCase& c : cases_) {
      if (c.told == entry.of) return c;
    }
    bug("case_of");
  }

  void store_entries(const LedgerTold& told) {
    std::vector<workflow::BroughtEntry> brought;
    for (const ToldConfirmed& entry : told.entries) {
      const LedgerCase& c = case_of(entry);
      const std::string& id = ids_.at(c.told->id);
      const auto known = workflow::find_entry(desk_, teacher_, id);
      if (is_ours(c.confirmer)) {
        if (!known) p_.refuse(codes::package_forged);
        continue;
      }
      // Who comes back has the earlier versions here.
      auto first = known ? entry.versions.end() - 1 : entry.versions.begin();
      for (; first != entry.versions.end(); ++first) {
        workflow::BroughtEntry& e = brought.emplace_back(*first);
        e.result.teacher = teacher_;
        e.result.case_id = id;
        e.confirmed_by = c.confirmer;
      }
    }
    if (brought.empty()) return;
    try {
      for (const std::string& text : told.rules)
        workflow::bring_rule(tx_, brought.front().confirmed_by, text);
    } catch (const Error&) {
      p_.refuse(codes::package_forged);
    }
    for (const auto& said : workflow::bring_entries(tx_, desk_, brought)) {
      if (said.refusal != nullptr) p_.refuse(codes::package_forged);
    }
  }

  Desk& desk_;
  journal::Transaction& tx_;
  const Opened& p_;
  const workflow::CaseFile& transfer_;
  std::int64_t teacher_;
  std::vector<LedgerCase> cases_;
  std::map<std::string, std::string> ids_;
  Findings findings_;
};

}  // namespace

std::map<std::string, std::string> store_ledger(Desk& desk, journal::Transaction& tx,
                                                const Opened& package,
                                                const workflow::CaseFile& transfer,
                                                std::int64_t teacher, const LedgerTold& told) {
  return LedgerIn{desk, tx, package, transfer, teacher}.run(told);
}

}  // namespace tmis::exchange
