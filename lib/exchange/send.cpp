// The package is built within the transaction that sends, and named once that is committed.
#include "exchange/send.h"

#include "base/error.h"
#include "exchange/channel.h"
#include "exchange/parts.h"
#include "exchange/report_writer.h"
#include "people/person.h"
#include "workflow/submission.h"

namespace tmis::exchange {
namespace {

/// The last package to this authority that holds the dossier, or any of them.
std::optional<PackageRow> unreceived(Desk& desk, const workflow::SendOutcome& sent,
                                     std::optional<std::int64_t> teacher) {
  auto find = desk.db.statement(
      "SELECT p.row FROM package p JOIN submission_dossier d ON d.submission = p.submission WHERE "
      "p.way = 'out' AND p.state = 'sent' AND p.org = ?1 AND p.other = ?2 AND (?3 IS NULL OR "
      "d.teacher = ?3) ORDER BY p.n DESC LIMIT 1");
  find.with(sent.from, sent.to);
  teacher ? find.bind(3, *teacher) : find.bind_null(3);
  return find.step() ? package_at(desk.db, find.integer(0)) : std::nullopt;
}

}  // namespace

PackageSent send(Desk& desk, const workflow::SendRequest& request, const std::string& out) {
  PackageSent result;
  std::optional<Outgoing> package;
  workflow::SendRequest with_package = request;
  with_package.before_commit = [&](journal::Transaction& tx, const workflow::Sending& sending) {
    const auto to = trusted_org(desk, sending.to);
    if (!to && out.empty()) return;  // both in this file
    const std::string& code = desk.organisations().find(sending.to)->code;
    if (!to) throw Error{codes::trust_needed, {arg("code", code)}};
    if (out.empty()) throw Error{codes::package_wants_file, {arg("code", code)}};
    package.emplace(desk, tx, sending.from, *to, out);
    package->manifest.kind = kReport;
    package->submission = sending.submission;
    ReportWriter writer{desk, package->payload(), package->manifest};
    writer.submission(sending.id);
    for (const auto& dossier : sending.dossiers) {
      writer.dossier(
          dossier.teacher, dossier.content,
          workflow::accepted_content(desk.db, dossier.teacher, sending.from, sending.to));
    }
    writer.chain(package->manifest.from_org);
    package->close("report");
  };
  result.sent = workflow::send(desk, with_package);
  if (package) {
    result.package = package->id();
    result.file = out;
    if (!desk.dry_run) package->finish();
  } else if (!out.empty() && result.sent.unchanged > 0) {
    std::optional<std::int64_t> teacher;
    if (!request.teacher.empty()) teacher = people::find_person(desk, request.teacher)->row;
    const auto last = unreceived(desk, result.sent, teacher);
    if (last && !desk.dry_run && write_again(desk, last->row, out)) {
      result.package = last->id;
      result.file = out;
      result.again = true;
    }
  }
  return result;
}

}  // namespace tmis::exchange
