// Where transfers stand, and what of a dossier on its way is unfinished.
#include <algorithm>

#include "base/text.h"
#include "dossier/item.h"
#include "journal/as_of.h"
#include "workflow/standing.h"
#include "workflow/transfer.h"

namespace tmis::workflow {
namespace {

constexpr std::string_view kTaken = "50";

TransferLine transfer_line(Desk& desk, journal::Events& events, CaseFile file) {
  TransferLine out;
  out.since = events.day(file.seq);
  out.name = person_of_case(desk, file).name;
  out.turn = turn_of(file);
  out.file = std::move(file);
  return out;
}

void add_finding(Findings& out, const std::string& table, const Code& code, Args args) {
  out.push_back({&code, 0, 0, table, "", std::move(args)});
}

/// The month from which the last school that took the person on has to show a post; empty: none
/// did.
std::string taken_since(Desk& desk, std::int64_t teacher) {
  journal::Events events{desk.db};
  std::string out;
  for (const CaseFile& file : case_files(desk.db, kTransferTable, teacher)) {
    if (file.text("state") == kTaken) out = events.day(file.seq).substr(0, 7);
  }
  return out;
}

bool has_post_since(Desk& desk, std::int64_t teacher, const std::string& month) {
  const auto& set = desk.catalogue.at("post_appointment");
  const std::size_t start = set.field_index("appointment_start_month").value();
  bool found = false;
  dossier::each_row(desk, set, teacher, [&](journal::Record& record, const dossier::Item&) {
    found = found || record.values[start].text >= month;
  });
  return found;
}

}  // namespace

std::vector<TransferLine> transfers(Desk& desk, const Permit& permit,
                                    const TransferFilter& filter) {
  journal::Events events{desk.db};
  std::vector<TransferLine> out;
  for (CaseFile& file : case_files(desk.db, kTransferTable)) {
    if (!sees_case(permit, file)) continue;
    TransferLine line = transfer_line(desk, events, std::move(file));
    if (filter.waiting_for_me && !waits_for_me(desk, line.turn)) continue;
    if (!filter.state.empty() && line.file.text("state") != filter.state) continue;
    if (!filter.teacher.empty() && line.file.text("number") != filter.teacher) continue;
    if (filter.state.empty() && !filter.all && !line.turn) continue;
    out.push_back(std::move(line));
  }
  return out;
}

TransferLine transfer(Desk& desk, const Permit& permit, const std::string& id) {
  auto file = case_file(desk.db, kTransferTable, std::string_view{id});
  if (!file || !sees_case(permit, *file)) throw Error{codes::transfer_not_found, {arg("id", id)}};
  journal::Events events{desk.db};
  return transfer_line(desk, events, std::move(*file));
}

std::vector<Departure> departures(Desk& desk, const std::string& until) {
  journal::Events events{desk.db};
  std::vector<Departure> out;
  for (const CaseFile& file : case_files(desk.db, kTransferTable)) {
    if (file.text("state") != kTaken || !file.is.teacher) continue;
    Departure left{people::person(desk, *file.is.teacher), events.day(file.seq)};
    // Into another file: then the person stands here still, with a status that says so.
    if (left.day > until || left.person.org == file.org("from_org")) continue;
    left.person.org = file.org("from_org");
    left.person.org_code = desk.organisations().find(left.person.org)->code;
    left.person.department.clear();
    out.push_back(std::move(left));
  }
  return out;
}

Findings unfinished(Desk& desk, std::int64_t teacher) {
  Findings out;
  for (const schema::FieldSet& set : desk.catalogue.all()) {
    unsigned waiting = 0;
    dossier::each_row(desk, set, teacher, [&](journal::Record&, const dossier::Item& item) {
      if (item.state != "audited") ++waiting;
    });
    if (waiting > 0) add_finding(out, set.id, codes::submission_unaudited, {arg("n", waiting)});
  }
  auto signatures = desk.db.statement(
      "SELECT set_id, state FROM signature WHERE teacher = ? AND state <> 'signed' ORDER BY "
      "set_id");
  signatures.with(teacher);
  while (signatures.step()) {
    add_finding(out, std::string{signatures.text(0)}, codes::submission_signature,
                {arg("state", Machine::of("signature").state_text(signatures.text(1)))});
  }
  const std::string month = taken_since(desk, teacher);
  if (!month.empty() && !has_post_since(desk, teacher, month))
    add_finding(out, "post_appointment", codes::post_missing, {arg("month", month)});
  return out;
}

}  // namespace tmis::workflow
