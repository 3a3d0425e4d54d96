// Two passes over the same bytes: first the proofs of all dossiers, then their rows into the file.
#include "exchange/report_in.h"

#include "base/error.h"
#include "base/text.h"
#include "exchange/dossier_in.h"
#include "exchange/road.h"

namespace tmis::exchange {

void read_report(Desk& desk, const Opened& p, const Permit& permit, PackageRead& out) {
  const PayloadFigures figures = p.file.figures();
  ReportReader report{p.file.payload, figures, p.key};  // 11
  // 13 begins here for the field sets: rows of others can't even be read.
  if (p.file.manifest.schema != schema_hash(desk))
    reject({{&codes::package_schema, 0, 0, "", "", {arg("from", p.file.manifest.from_org)}}});
  const ReportFrame frame = report.take_frame(p.from.key, p.file);
  const Road road{desk, frame.own, frame.origins, p.file.name};  // 12
  report.each_dossier([&](DossierLines& dossier) {
    if (road.check(dossier, dossier.number) != dossier.teacher) road.own().forged();
  });

  journal::Transaction tx{
      desk, permit,
      p.act({{"submission", Value{frame.submission}}, {"dossiers", Value{report.dossiers()}}})};
  DossierIn in{desk, tx, p};
  in.begin(frame);
  report.each_dossier([&](DossierLines& dossier) { in.take(dossier); });
  if (!in.findings().empty()) reject(in.findings());
  if (const Findings& others = in.other_bases(); !others.empty()) {
    std::vector<std::string> teachers;
    for (const Finding& f : others) teachers.push_back(f.args.front().value);
    throw Error{codes::submission_base, {arg("teacher", joined(teachers, ", "))}}.with(others);
  }
  out.submission = frame.submission;
  out.aside = in.aside();
  out.dossiers = report.dossiers() - out.aside;
  out.rows = in.changed();
  out.unchanged = in.unchanged();
  out.event = tx.commit().seq;
}

}  // namespace tmis::exchange
