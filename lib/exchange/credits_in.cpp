// What passed check 13 (project_here) is stored: of each participant what is the sender's to say,
// and no more. The institution keeps participants by number alone, a school takes in what was
// confirmed of its own teachers.
#include "exchange/credits_in.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "exchange/case_news.h"
#include "exchange/project_here.h"
#include "exchange/project_told.h"
#include "journal/cases.h"
#include "people/between_files.h"
#include "workflow/credit_entries.h"
#include "workflow/credit_rule.h"
#include "workflow/credit_training.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;
using store::program_table;
using workflow::CreditProject;
using workflow::Enrolment;

struct CreditLines {
  std::int64_t project = 0;        // row in the sender's file
  std::vector<std::string> proof;  // chain, events, checkpoint
};

CreditLines credit_lines(const Opened& p) {
  CreditLines out;
  each_line(p.file.payload, p.file.figures(), p.key, [&](std::string_view line) {
    if (!line.starts_with("{\"project\"")) {
      out.proof.emplace_back(line);
      return;
    }
    read_news(line, [&](const json& all) { out.project = all.at("project").get<std::int64_t>(); });
  });
  if (out.project <= 0) damaged();
  return out;
}

class CreditsIn {
 public:
  CreditsIn(Desk& desk, const Opened& p, const ProjectTold& told)
      : desk_(desk), p_(p), told_(told) {}

  void run(const Permit& permit, const std::vector<std::string>& proof, PackageRead& out) {
    journal::Transaction tx{desk_, permit, p_.act({{"state", Value{told_.state()}}})};
    here_ = project_here(desk_, p_, told_);
    if (!here_.findings.empty()) reject(std::move(here_.findings));
    keep_news(tx, p_, proof);
    store_project(tx);
    tx.act().args.emplace_back(std::string{journal::kCaseArgument}, Value{here_.is.id()});
    for (auto& [row, part] : here_.parts) store_part(tx, part);
    store_participants(tx);
    store_entries(tx, permit);
    out.credits = here_.is.id();
    out.result = state();
    out.rows = written_;
    out.unchanged = same_;
    out.event = tx.commit().seq;
  }

 private:
  bool by(ProjectSide side) const { return told_.by == side; }
  bool for_institution() const { return here_.hearer == Hearer::institution; }

  /// Of the project; where one part alone was told, of that, as it stands now.
  const std::string& state() const {
    if (by(ProjectSide::trainer) || here_.parts.size() != 1) return here_.is.state;
    const PartHere& part = here_.parts.begin()->second;
    return part.moves.takes ? part.is.state : part.before;
  }

  void store_project(journal::Transaction& tx) {
    const auto& table = program_table("credit_project");
    CreditProject& is = here_.is;
    if (!here_.known) {
      is.row = tx.next_record(table);
      tx.insert(table, workflow::project_columns(is));
      const auto place =
          told_.origin.value_or(std::pair{p_.file.manifest.from_file, told_.project.row});
      tx.insert(program_table("credit_origin"),
                Values{Value{is.row}, Value{place.first}, Value{place.second}});
      ++written_;
      return;
    }
    if (!here_.moves.takes) {
      is.state = here_.known->state;
      is.reason = here_.known->reason;
    }
    if (is.state == here_.known->state && is.reason == here_.known->reason) return;
    workflow::put_project(tx, is);
    ++written_;
  }

  void store_part(journal::Transaction& tx, PartHere& part) {
    part.is.project = here_.is.row;
    if (part.is.row == 0) {
      const auto& table = program_table("credit_part");
      part.is.row = tx.next_record(table);
      tx.insert(table, workflow::part_columns(part.is));
    } else if (part.moves.steps) {
      workflow::put_part(tx, part.is);
    } else {
      return;
    }
    ++written_;
  }

  /// Whether participants can still come to the institution.
  bool open() const {
    const std::string& state = here_.is.state;
    return for_institution() &&
           (state == "registered" || state == "running" || state == "returned");
  }

  /// Results are who trains' own to say until they are confirmed, and come with the step that hands
  /// or gives them on.
  bool brings_results() const {
    return by(ProjectSide::trainer) || here_.hearer == Hearer::province;
  }

  void store_participants(journal::Transaction& tx) {
    for (const ToldParticipant& told : told_.participants) {
      const Moves& moves = here_.moves_of(told.is);
      auto found = here_.teachers.find(told.number);
      if (found == here_.teachers.end() && open()) {
        found =
            here_.teachers.emplace(told.number, people::keep_number(desk_, tx, told.number, p_.to))
                .first;
      }
      const bool takes = brings_results() ? moves.steps : moves.takes;
      if (found == here_.teachers.end() || (!takes && !open())) {
        ++same_;
        continue;
      }
      Enrolment e = told.is;
      if (brings_results()) e.state = "enrolled";  // what counts is the receiver's to say
      e.project = here_.is.row;
      e.teacher = found->second;
      const auto part = here_.parts.find(told.is.part);
      e.part = part == here_.parts.end() ? 0 : part->second.is.row;
      const auto is = here_.there.find(e.teacher);
      if (is == here_.there.end()) {
        e.row = workflow::add_enrolment(tx, e);
        here_.there.emplace(e.teacher, e);
        ++written_;
      } else if (takes) {
        put(tx, is->second, e);
      } else {
        ++same_;
      }
      if (takes) taken_.insert(e.teacher);
    }
  }

  /// What of a participant is the sender's to say: results before, a decision, or, to a school that
  /// doesn't train, all.
  void put(journal::Transaction& tx, Enrolment& is, const Enrolment& told) {
    const bool outside = here_.hearer == Hearer::school && p_.to != here_.is.trainer();
    const bool confirms = told.state == "confirmed";
    const bool results = outside || (brings_results() ? is.state != "confirmed" : confirms);
    Enrolment next = is;
    if (results) {
      next.result = told.result;
      next.hours = told.hours;
      next.times = told.times;
    }
    if (results || told.state == "returned") next.state = told.state;
    if (by(ProjectSide::authority) && told.part != 0) next.part = told.part;
    if (next.result == is.result && next.hours == is.hours && next.times == is.times &&
        next.state == is.state && next.part == is.part) {
      ++same_;
      return;
    }
    workflow::put_enrolment(tx, next);
    is = next;
    ++written_;
  }

  void store_entries(journal::Transaction& tx, const Permit& permit) {
    if (told_.entries.empty() || taken_.empty()) return;
    std::set<std::pair<std::string, std::string>> rules;
    try {
      for (const std::string& text : told_.rules)
        rules.insert(workflow::bring_rule(tx, p_.from.org, text));
    } catch (const Error&) {
      p_.refuse(codes::package_forged);
    }
    std::vector<workflow::BroughtEntry> entries;
    std::vector<std::optional<workflow::CreditEntry>> before;
    for (const ToldEntry& told : told_.entries) {
      const auto found = here_.teachers.find(told.number);
      if (found == here_.teachers.end() || !taken_.contains(found->second)) continue;
      workflow::BroughtEntry e = told.is;
      if (!rules.contains({e.rule, e.version})) p_.refuse(codes::package_forged);
      e.result.teacher = found->second;
      e.result.case_id = here_.is.id();
      e.confirmed_by = p_.from.org;
      before.push_back(workflow::find_entry(desk_, e.result.teacher, here_.is.id()));
      entries.push_back(std::move(e));
    }
    const auto said = workflow::bring_entries(tx, desk_, entries);
    const auto training = workflow::training_of(desk_, here_.is);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (said[i].refusal != nullptr) p_.refuse(codes::package_forged);
      if (before[i] && before[i]->result.hours == entries[i].result.hours &&
          before[i]->result.result == entries[i].result.result)
        continue;
      workflow::write_training(desk_, tx, permit, before[i] ? "correct" : "confirm", training,
                               here_.there.at(entries[i].result.teacher), said[i].credits);
      ++written_;
    }
  }

  Desk& desk_;
  const Opened& p_;
  const ProjectTold& told_;
  ProjectHere here_;
  std::set<std::int64_t> taken_;  // teachers of whom the news was taken in
  std::int64_t written_ = 0, same_ = 0;
};

}  // namespace

void read_credits(Desk& desk, const Opened& p, const Permit& permit, PackageRead& out) {
  CreditLines lines = credit_lines(p);  // 11
  const Leg own = sender_leg(p, lines.proof);
  const LegProof proof{desk, own, p.file.name};  // 12
  const ProjectTold told = project_told(proof, lines.project);
  CreditsIn{desk, p, told}.run(permit, lines.proof, out);
}

}  // namespace tmis::exchange
