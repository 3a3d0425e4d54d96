// Each step is proved by the file of the side that took it: by the sender's own, by an origin that
// came along, or because this file has it already. Nobody's word for another's step is enough.
#include "exchange/rotation_in.h"

#include <algorithm>

#include "base/error.h"
#include "exchange/case_in.h"
#include "exchange/case_told.h"
#include "exchange/report_lines.h"
#include "exchange/road.h"
#include "journal/versions.h"
#include "people/organisation.h"
#include "workflow/rotation.h"

namespace tmis::exchange {
namespace {

/// The lines are those of a report without dossiers.
ReportFrame rotation_frame(const Opened& p) {
  const PayloadFigures figures = p.file.figures();
  ReportReader report{p.file.payload, figures, p.key};
  if (report.dossiers() != 0 || report.rows() != 0) damaged();
  return report.take_frame(p.from.key, p.file);
}

/// States that this file has seen the case in.
std::vector<std::string> states_here(Desk& desk, const std::string& id) {
  std::vector<std::string> out;
  const auto known = workflow::case_file(desk.db, workflow::kRotationTable, std::string_view{id});
  if (!known) return out;
  for (const auto& version : journal::versions(desk.db, *known->table, known->is.row))
    out.push_back(version.columns[known->table->column("state")].text);
  return out;
}

/// 12: who else decided, as the packages say by which the sender heard of it.
void check_others(Desk& desk, const LegProof& own, const CaseTold& told,
                  const std::vector<Leg>& origins, const std::string& name) {
  std::vector<std::string> proved = states_here(desk, told.id);
  for (const Leg& origin : origins) {
    const LegProof proof{desk, origin, name};
    const CaseTold theirs = case_told(proof, workflow::kRotationTable, told.id);
    if (origin.by != own.leg().key.code || theirs.parties != told.parties ||
        !theirs.same_facts(told.columns))
      own.forged();
    for (const ToldStep& step : theirs.steps) {
      if (!step.org.empty()) proved.push_back(step.state);
    }
  }
  for (const ToldStep& step : told.steps) {
    if (step.org.empty() && std::find(proved.begin(), proved.end(), step.state) == proved.end())
      own.forged();
  }
}

class RotationIn : public CaseIn {
 public:
  using CaseIn::CaseIn;

 private:
  std::int64_t home() const override { return org("org"); }

  void look_closer() override {
    const auto* above = desk_.organisations().authority_of(home());
    const bool ours = is_ours(home()) || is_ours(org("authority"));
    if (ours && (above == nullptr || above->row != org("authority")))
      find(codes::transfer_other_parties, {});
  }

  bool is_theirs(std::string_view step) const override {
    if (step == "cross") return crossed();
    const auto automatic = Machine::of("rotation").automatic_steps();
    return std::find(automatic.begin(), automatic.end(), step) == automatic.end() ||
           !is_ours(home());
  }

  /// Whether the sender decided without having heard where the case stands here.
  bool crossed() const {
    return std::none_of(told_.steps.begin(), told_.steps.end(),
                        [&](const ToldStep& step) { return step.state == before(); });
  }

  /// The dossier is in this file, and the authority in another has decided.
  std::int64_t follow(journal::Transaction& tx, const Permit& permit) override {
    if (!is_ours(home()) || told_.text("state") != workflow::kRotationInForce) return 0;
    const auto now =
        workflow::case_file(desk_.db, workflow::kRotationTable, std::string_view{told_.id});
    return workflow::begin_rotation(desk_, tx, permit, now.value());
  }
};

}  // namespace

void read_rotation(Desk& desk, const Opened& p, const Permit& permit, PackageRead& out) {
  const ReportFrame frame = rotation_frame(p);         // 11
  const LegProof proof{desk, frame.own, p.file.name};  // 12
  const CaseTold told = case_told(proof, workflow::kRotationTable, frame.submission);
  check_others(desk, proof, told, frame.origins, p.file.name);
  RotationIn{desk, p, told}.run(permit, frame.own.lines, frame.origins, out);
  out.rotation = told.id;
}

}  // namespace tmis::exchange
