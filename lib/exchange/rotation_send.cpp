// Who may be told what stands in schemas/states/rotation.json, step `send`. The other unit hears of
// the confirmation from the school, with the proof that it is the authority's.
#include "exchange/rotation_send.h"

#include <algorithm>
#include <vector>

#include "access/machine.h"
#include "base/error.h"
#include "exchange/channel.h"
#include "exchange/manifest.h"
#include "journal/as_of.h"
#include "journal/versions.h"
#include "people/organisation.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {
namespace {

using workflow::CaseFile;

std::int64_t side_to_tell(Desk& desk, const CaseFile& file, std::int64_t sender,
                          const std::string& to) {
  if (const std::int64_t named = party_named(desk, file, to); named != 0) return named;
  const auto elsewhere = [&](std::int64_t org) {
    return org != sender && !people::works_here(desk, org);
  };
  const auto turn = workflow::turn_of(file);
  if (turn && elsewhere(turn->org)) return turn->org;
  const auto& parts = file.is.parts;  // of those that take steps
  const auto other = std::find_if(parts.begin(), parts.end(),
                                  [&](const auto& part) { return elsewhere(part.first); });
  if (other == parts.end())
    throw Error{codes::usage_missing, {arg("what", "--to"), arg("command", "rotation send")}};
  return other->first;
}

void want_news(Desk& desk, const CaseFile& file, std::int64_t sender, std::int64_t to) {
  const auto code = [&](std::int64_t org) { return desk.organisations().find(org)->code; };
  if (people::works_here(desk, to))
    throw Error{codes::transfer_here, {arg("id", file.id), arg("org", code(to))}};
  const Machine& machine = Machine::of("rotation");
  auto facts = file.is.facts(sender);
  if (file.is.facts(to).empty()) facts.emplace_back("to-host");
  if (journal::Events{desk.db}.at(file.seq).kind == workflow::kPackageRead)
    facts.emplace_back("read");
  const std::string& state = file.text("state");
  if (const Code* refusal = machine.look(state, "send", facts).refusal) {
    throw Error{*refusal,
                {arg("id", file.id), arg("state", machine.state_text(state)), arg("to", code(to))}};
  }
}

/// The packages that brought steps of which `to` has no proof of its own.
std::vector<std::int64_t> brought_by_others(Desk& desk, const CaseFile& file, std::int64_t to) {
  std::vector<std::int64_t> out;
  journal::Events events{desk.db};
  for (const auto& version : journal::versions(desk.db, *file.table, file.is.row)) {
    const auto& event = events.at(version.seq);
    if (event.kind != workflow::kPackageRead) continue;
    const auto package = package_by_id(desk.db, journal::argument(event, "package").text);
    if (package && package->other != to) out.push_back(package->row);
  }
  return out;
}

}  // namespace

CaseSent send_rotation(Desk& desk, const workflow::RotationStep& step, const std::string& to,
                       const std::string& out) {
  const Permit permit = workflow::rotation_permit(desk, "rotation send", step);
  const CaseFile file =
      workflow::case_file(desk.db, workflow::kRotationTable, std::string_view{step.id}).value();
  const std::int64_t side = side_to_tell(desk, file, permit.org(), to);
  want_news(desk, file, permit.org(), side);
  return send_case(desk, {kRotation, file, permit, side, {}, brought_by_others(desk, file, side)},
                   out);
}

}  // namespace tmis::exchange
