// The lines of a report: one JSON object each, with one key that says what it is.
//   {"submission": {"id", "campaign"}}                                     first
//   {"dossier": {"number", "teacher" (row), "org", "department", "contract_months", "content"
//   (hex),
//                "keys": [{"number", "key" (hex)}]}}                        then its rows
//   {"row": ROW}       as journal/proof has it: the teacher, the audited rows of the tables, what
//                      says that they passed, employment status, originals, signatures
//   {"chain": ROW}     keys, accounts, roles and organisations of those who signed
//   {"event": {"body", "sig" (base64)}}, {"checkpoint": TEXT}               last
// Rows are those of the sender's file, sealed fields as they are; their keys travel in the dossier.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/payload.h"
#include "journal/proof.h"

namespace tmis::exchange {

/// Tables of the program whose rows of a teacher travel with the dossier, newest version only.
inline constexpr std::array<std::string_view, 3> kBesideTables = {"status_change", "original",
                                                                  "signature"};

struct DossierKeyLine {
  std::uint32_t number = 0;
  Secret key;
};

/// A dossier on its way, with the rows that belong to it.
struct DossierLines {
  std::string number;        // of the teacher
  std::int64_t teacher = 0;  // row in the sender's file
  std::string org;           // code
  std::string department;
  std::optional<std::int64_t> contract_months;
  std::string content;  // 32 bytes
  std::vector<DossierKeyLine> keys;
  std::vector<journal::ProofRow> rows;
  std::vector<std::string>
      proof;  // the lines as they came, without the dossier's own, which has keys
};

/// What a report holds beside its dossiers.
struct ReportFrame {
  std::string submission;
  journal::Proof chain;
  std::vector<std::string> proof;  // its lines as they came
};

/// Writes the dossier's own line.
void write_dossier(PayloadWriter& out, const DossierLines& dossier);

/// Reads a report: first everything but the dossiers …
class ReportReader {
 public:
  /// Throws package.damaged for a line that is none of a report.
  ReportReader(std::string_view payload, const PayloadFigures& figures, const Secret& key);
  const ReportFrame& frame() const { return frame_; }
  std::int64_t dossiers() const { return dossiers_; }
  std::int64_t rows() const { return rows_; }
  /// … then one dossier after another; a second time if need be.
  void each_dossier(const std::function<void(DossierLines&)>& take) const;

 private:
  void read_frame(const std::string& line);

  std::string_view payload_;
  const PayloadFigures& figures_;
  const Secret& key_;
  ReportFrame frame_;
  std::int64_t dossiers_ = 0, rows_ = 0;
};

}  // namespace tmis::exchange
