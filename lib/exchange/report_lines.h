// The lines of a report: one JSON object each, with one key that says what it is.
//   {"submission": {"id"}}     first; of a dossier that goes along with a transfer instead
//   {"case": ID}
//   {"dossier": {"number", "teacher" (row), "org", "department", "contract_months",
//                "content" (hex), "base" (hex, of the content that the receiver accepted last;
//                empty: none), "keys": [{"number", "key" (hex)}]}}, then its rows
//   {"row": ROW}               as journal/proof has it: the teacher, the audited rows of tables,
//                              what says that they passed, status, originals, signatures
//   {"chain": ROW}             keys, accounts, roles and organisations of those who signed
//   {"event": {"body", "sig" (base64)}}, {"checkpoint": TEXT}     last
// Rows are those of the sender's file, sealed fields as they are; their keys travel in the dossier.
// Where the sender itself got a dossier by a package, its road comes along (format 2), the lines as
// they were kept (kept_lines), the nearest file first:
//   {"leg": ID}                behind a dossier's rows: those that follow came in package ID
//   {"origin": {"key", "by"}}  at the end, for each such package: the key of its sender, as
//                              org trust takes it, and the code of who vouches for it; then
//                              its word, chain, events and checkpoint
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/package_file.h"
#include "exchange/payload.h"
#include "exchange/trust.h"
#include "journal/proof.h"

namespace tmis::exchange {

/// Tables of the program whose rows of a teacher travel with the dossier, newest version only.
inline constexpr std::array<std::string_view, 3> kBesideTables = {"status_change", "original",
                                                                  "signature"};
/// With a transfer also who gave signatures in a file before.
inline constexpr std::string_view kSignatureOrigins = "signature_origin";
/// Rows of it travel as well, while they wait for a decision.
inline constexpr std::string_view kProposals = "key_data_proposal";

inline constexpr std::size_t kMostLegs = 8;                // of a dossier, beside the sender's own
inline constexpr std::size_t kMostOrigins = 4096;          // in a report
inline constexpr std::size_t kMostOriginBytes = 64 << 20;  // of their lines in all

struct DossierKeyLine {
  std::uint32_t number = 0;
  Secret key;
};

/// The rows of a dossier in a file farther down, and the package that brought them up from there.
struct DossierLeg {
  std::string package;  // id
  std::vector<journal::ProofRow> rows;
};

/// A dossier on its way, with the rows that belong to it.
struct DossierLines {
  std::string number;        // of the teacher
  std::int64_t teacher = 0;  // row in the sender's file
  std::string org;           // code
  std::string department;
  std::optional<std::int64_t> contract_months;
  std::string content;              // 32 bytes
  std::optional<std::string> base;  // as content, or empty; nothing: the sender doesn't say
  std::vector<DossierKeyLine> keys;
  std::vector<journal::ProofRow> rows;
  std::vector<DossierLeg> road;    // from the nearest file to where it began
  std::vector<std::string> proof;  // the lines as they came, without its own, which has keys
};

/// What the rows of one file rest on: a package out of it, and who signed there up to its first
/// event.
struct Leg {
  OrgKey key;      // of the sender: what all is checked against
  std::string by;  // code of the organisation that vouches for it; empty: trusted here
  PackageWord word;
  journal::Proof chain;
  std::vector<std::string> lines;  // as they came
};

/// What a report holds beside its dossiers.
struct ReportFrame {
  std::string submission;  // or the case, where a transfer brings it
  Leg own;                 // without key and word: they are not inside
  std::vector<Leg> origins;
};

/// Writes the dossier's own line.
void write_dossier(PayloadWriter& out, const DossierLines& dossier);
std::string leg_line(const std::string& package);
std::string origin_line(const OrgKey& key, const std::string& by);

/// From lines that were kept. Throw package.damaged for one that is none of a report.
Leg leg_of(const std::vector<std::string>& lines);
DossierLines dossier_of(const std::vector<std::string>& lines);

/// Reads a report: first everything but the dossiers …
class ReportReader {
 public:
  /// Throws package.damaged for a line that is none of a report.
  ReportReader(std::string_view payload, const PayloadFigures& figures, const Secret& key);
  /// With what isn't inside: the sender's key and the package's word. Once only.
  ReportFrame take_frame(const OrgKey& key, const PackageWord& word);
  std::int64_t dossiers() const { return dossiers_; }
  std::int64_t rows() const { return rows_; }
  /// … then one dossier after another; a second time if need be.
  void each_dossier(const std::function<void(DossierLines&)>& take) const;

 private:
  void read_frame(const std::string& line);
  void add_origin(const std::string& line);

  std::string_view payload_;
  const PayloadFigures& figures_;
  const Secret& key_;
  ReportFrame frame_;
  std::size_t origin_bytes_ = 0;
  std::int64_t dossiers_ = 0, rows_ = 0;
};

}  // namespace tmis::exchange
