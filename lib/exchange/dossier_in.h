// Inside this room: one dossier of a report after another into this file, within one transaction.
#pragma once

#include <string>
#include <vector>

#include "exchange/dossier_rows.h"
#include "exchange/opened.h"
#include "exchange/report_lines.h"
#include "journal/field_rows.h"
#include "journal/transaction.h"

namespace tmis::exchange {

class DossierIn {
 public:
  DossierIn(Desk& desk, journal::Transaction& tx, const Opened& package);

  /// Submission, package and the proof that all dossiers share.
  void begin(const ReportFrame& frame);
  void take(DossierLines& dossier);

  const Findings& findings() const { return findings_; }
  /// Dossiers that rest on another content than the one that was accepted here.
  const Findings& other_bases() const { return other_bases_; }
  std::int64_t aside() const { return aside_; }                 // dossiers left out
  std::int64_t changed() const { return rows_.changed(); }      // rows
  std::int64_t unchanged() const { return rows_.unchanged(); }  // rows

 private:
  void find(const Code& code, const DossierLines& dossier);
  std::int64_t teacher_row(const DossierLines& dossier, const IncomingIdentity& who);
  void set_aside(const DossierLines& dossier, std::int64_t claim);
  bool left_out(const DossierLines& dossier, const IncomingIdentity& who, std::int64_t org,
                std::int64_t known, std::int64_t holder);
  void store_proposals(const DossierLines& dossier, std::int64_t teacher);

  Desk& desk_;
  journal::Transaction& tx_;
  const Opened& package_;
  DossierRows rows_;
  std::int64_t submission_ = 0, package_row_ = 0;
  std::int64_t aside_ = 0;
  Findings findings_, other_bases_;
};

}  // namespace tmis::exchange
