// Inside this room: one dossier of a report after another into this file, within one transaction.
#pragma once

#include <string>
#include <vector>

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
  std::int64_t aside() const { return aside_; }          // dossiers left out
  std::int64_t changed() const { return changed_; }      // rows
  std::int64_t unchanged() const { return unchanged_; }  // rows

 private:
  /// A row of the package as it is to stand here.
  struct Incoming {
    const schema::FieldSet* set = nullptr;
    std::string origin_file;
    std::int64_t origin_row = 0;
    journal::Record record;
    Values columns;
  };

  /// Whose the rows say that they are.
  struct Identity {
    std::string number, name;
  };

  void find(const Code& code, const DossierLines& dossier);
  std::int64_t teacher_row(const DossierLines& dossier, const Identity& who);
  void set_aside(const DossierLines& dossier, std::int64_t claim);
  bool left_out(const DossierLines& dossier, const Identity& who, std::int64_t org,
                std::int64_t known, std::int64_t holder);
  std::uint32_t bring_up_to_date(const store::TableDef& table, std::int64_t record,
                                 const Values& columns);
  void keep_keys(const DossierLines& dossier, std::int64_t teacher);
  std::vector<Incoming> opened(const DossierLines& dossier, Identity& who);
  void store(std::vector<Incoming>& rows, std::int64_t teacher);
  void store_statuses(const DossierLines& dossier, std::int64_t teacher);
  void store_proposals(const DossierLines& dossier, std::int64_t teacher);
  void put(const Incoming& row, std::int64_t record, std::uint32_t version);

  Desk& desk_;
  journal::Transaction& tx_;
  const Opened& package_;
  std::int64_t submission_ = 0, row_ = 0;
  std::int64_t changed_ = 0, unchanged_ = 0, aside_ = 0;
  Findings findings_, other_bases_;
};

}  // namespace tmis::exchange
