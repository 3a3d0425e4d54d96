// The dossier on its way is only carried here, and the person goes with the last step.
#include "exchange/transfer_in.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "exchange/case_in.h"
#include "exchange/case_news.h"
#include "exchange/case_told.h"
#include "exchange/sealed_dossier.h"
#include "keys/base64.h"
#include "people/between_files.h"
#include "people/organisation.h"
#include "people/person.h"
#include "people/timeline.h"
#include "workflow/credit_follow.h"
#include "workflow/employment.h"
#include "workflow/transfer.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;

constexpr std::size_t kMostDossier = 256 << 20;  // bytes, held in memory

struct TransferLines {
  std::string id;
  std::string dossier;             // bytes of the package inside; empty: none came
  std::vector<std::string> proof;  // chain, events, checkpoint
};

TransferLines transfer_lines(const Opened& p) {
  TransferLines out;
  each_line(p.file.payload, p.file.figures(), p.key, [&](std::string_view line) {
    if (!line.starts_with("{\"case\"") && !line.starts_with("{\"piece\"")) {
      out.proof.emplace_back(line);
      return;
    }
    read_news(line, [&](const json& all) {
      if (all.contains("case")) {
        out.id = all.at("case").get<std::string>();
        return;
      }
      const auto bytes = keys::from_base64(all.at("piece").get<std::string>());
      if (!bytes || out.dossier.size() > kMostDossier) damaged();
      out.dossier += *bytes;
    });
  });
  if (out.id.empty()) damaged();
  return out;
}

class TransferIn : public CaseIn {
 public:
  TransferIn(Desk& desk, const Opened& p, const CaseTold& told, std::string dossier)
      : CaseIn(desk, p, told), dossier_(std::move(dossier)) {}

 private:
  std::int64_t home() const override { return org("from_org"); }
  std::int64_t to_org() const { return org("to_org"); }

  void look_closer() override {
    if (!fits("to_org", "to_authority") || !fits("from_org", "from_authority"))
      return find(codes::transfer_other_parties, {});
    if (known_ || !is_ours(home())) return;
    const auto spell =
        teacher_ ? people::spell_on(desk_.db, *teacher_, desk_.today()) : people::Spell{};
    if (!teacher_ ||
        (spell.employment() == people::Employment::gone && !people::may_return(spell.status))) {
      find(codes::transfer_not_there,
           {arg("teacher", shown(told_.text("number"))), arg("org", told_.party("from_org"))});
    }
  }

  bool is_theirs(std::string_view step) const override {
    // Whoever applies is not asked by the machine: it is the receiving school.
    if (step == "apply") return !is_ours(to_org());
    const auto automatic = Machine::of("transfer").automatic_steps();
    if (std::find(automatic.begin(), automatic.end(), step) == automatic.end()) return true;
    // Where the person is, and where a dispute is settled.
    return !is_ours(step == "settle" ? org("to_authority") : home());
  }

  bool brings_dossier() const {
    const std::string& state = told_.text("state");
    return (state == kReleased && p_.to == org("from_authority")) ||
           (state == kOnTheWay && p_.to == to_org());
  }

  /// The dossier is what it should be, as far as the outside tells: only the receiving school can
  /// open it.
  void look_inside() override {
    if (dossier_.empty() == brings_dossier()) p_.refuse(codes::package_damaged);
    if (dossier_.empty()) return;
    const PackageFile inside = package_inside(dossier_, p_.file.name);
    const Manifest& m = inside.manifest;
    if (m.kind != kTransfer || m.from_org != told_.party("from_org") ||
        m.to_org != told_.party("to_org"))
      p_.refuse(codes::package_forged);
    const auto signer = trusted_key(desk_, m.from_key);
    if (signer && (signer->state == "revoked" || !is_word_of(signer->key, inside)))
      p_.refuse(codes::package_forged);
  }

  std::int64_t follow(journal::Transaction& tx, const Permit& permit) override {
    if (!dossier_.empty()) keep_dossier(desk_, tx, told_.id, dossier_);
    if (told_.text("state") == kTaken && teacher_) leave(tx, permit);
    return 0;
  }

  /// The receiving school has the person now.
  void leave(journal::Transaction& tx, const Permit& permit) {
    const std::int64_t teacher = *teacher_;
    workflow::end_school_based(tx, desk_, teacher);
    if (!is_ours(home()) && permit.reaches(to_org()))
      return people::stand_at(desk_, tx, teacher, to_org());
    workflow::put_status(desk_, tx, teacher, people::transferred_status(), to_iso(desk_.today()),
                         "", told_.text("reason"));
    workflow::end_credits(tx, desk_, teacher);
    people::close_dossier(desk_, teacher);
  }

  std::string dossier_;
};

}  // namespace

void read_transfer(Desk& desk, const Opened& p, const Permit& permit, PackageRead& out) {
  TransferLines lines = transfer_lines(p);  // 11
  const Leg own = sender_leg(p, lines.proof);
  const LegProof proof{desk, own, p.file.name};  // 12
  const CaseTold told = case_told(proof, kTransferTable, lines.id);
  if (told.passed_on()) proof.forged();  // nothing that the sender decided
  TransferIn{desk, p, told, std::move(lines.dossier)}.run(permit, lines.proof, {}, out);
  out.transfer = told.id;
}

}  // namespace tmis::exchange
