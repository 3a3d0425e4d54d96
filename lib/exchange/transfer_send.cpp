// A side tells what it decided itself; what others decided they tell themselves.
#include "exchange/transfer_send.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange/case_told.h"
#include "exchange/manifest.h"
#include "exchange/sealed_dossier.h"
#include "journal/as_of.h"
#include "keys/base64.h"
#include "people/organisation.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {
namespace {

using workflow::CaseFile;

constexpr std::size_t kDossierPiece = std::size_t{512} << 10;  // bytes of a piece, before base64

std::string code_of(Desk& desk, std::int64_t org) { return desk.organisations().find(org)->code; }

/// Nothing of this file is to be told: the turn is a side's that works here, or nobody's.
[[noreturn]] void nothing_to_send(Desk& desk, const CaseFile& file, std::int64_t org) {
  throw Error{codes::transfer_here, {arg("id", file.id), arg("org", code_of(desk, org))}};
}

std::int64_t receiver_of(Desk& desk, const CaseFile& file, const std::string& to) {
  if (const std::int64_t named = party_named(desk, file, to); named != 0) return named;
  const auto turn = workflow::turn_of(file);
  if (!turn)
    throw Error{codes::usage_missing, {arg("what", "--to"), arg("command", "transfer send")}};
  if (people::works_here(desk, turn->org)) nothing_to_send(desk, file, turn->org);
  return turn->org;
}

void write_pieces(PayloadWriter& out, std::string_view bytes) {
  while (!bytes.empty()) {
    out.line(nlohmann::json{{"piece", keys::base64(bytes.substr(0, kDossierPiece))}}.dump());
    bytes.remove_prefix(std::min(bytes.size(), kDossierPiece));
  }
}

/// The dossier goes along on its way from the releasing school to the receiving one.
void write_dossier_of(Desk& desk, PayloadWriter& out, const CaseFile& file, std::int64_t to) {
  const std::string& state = file.text("state");
  if ((state != kReleased || to != file.org("from_authority")) &&
      (state != kOnTheWay || to != file.org("to_org")))
    return;
  const auto bytes = sealed_dossier(desk.db, file.id);
  if (!bytes) throw Error{codes::transfer_no_dossier, {arg("id", file.id)}};
  write_pieces(out, *bytes);
}

}  // namespace

CaseSent send_transfer(Desk& desk, const workflow::TransferStep& step, const std::string& to,
                       const std::string& out) {
  const Permit permit = workflow::transfer_permit(desk, "transfer send", step);
  const CaseFile file =
      workflow::case_file(desk.db, kTransferTable, std::string_view{step.id}).value();
  const std::int64_t org = receiver_of(desk, file, to);
  journal::Events events{desk.db};
  if (events.at(file.seq).kind == workflow::kPackageRead) nothing_to_send(desk, file, permit.org());
  return send_case(desk,
                   {kTransfer, file, permit, org,
                    [&](PayloadWriter& payload) { write_dossier_of(desk, payload, file, org); }},
                   out);
}

workflow::TransferDone confirm_transfer(Desk& desk, const workflow::TransferStep& step) {
  workflow::TransferStep with_dossier = step;
  with_dossier.release = [&](journal::Transaction& tx, const CaseFile& file) {
    seal_dossier(desk, tx, file);
  };
  return workflow::confirm_transfer(desk, with_dossier);
}

}  // namespace tmis::exchange
