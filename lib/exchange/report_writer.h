// Inside this room: dossiers into a payload, each row with the way up to the event that wrote it;
// and what proved the dossier to this file, where it came by a package itself.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/manifest.h"
#include "exchange/payload.h"
#include "exchange/report_lines.h"
#include "journal/desk.h"
#include "journal/proof.h"

namespace tmis::exchange {

class ReportWriter {
 public:
  /// Counts into `manifest` and raises its min_reader where a road comes along.
  ReportWriter(Desk& desk, PayloadWriter& out, Manifest& manifest);

  void submission(const std::string& id);
  /// Only what was audited; `content` and `base` as report_lines has them.
  void dossier(std::int64_t teacher, const std::string& content, const std::string& base);
  /// Everything, as it is: of each row its newest version, the one that passed where that is
  /// another, and its state. For a school that takes the person on.
  void whole_dossier(std::int64_t teacher);
  /// The versions of one row of the program's tables, among what all rests on.
  void history(const store::TableDef& table, std::int64_t record);
  /// What the package with this row, which was read here, rests on comes along as an origin.
  void came_by(std::int64_t package) { came_by_.insert(package); }
  /// What all rows rest on.
  void chain(std::string_view org);

 private:
  DossierLines own_line(std::int64_t teacher, const std::string& content);
  std::vector<std::int64_t> rows_of(std::string_view table, std::int64_t teacher);
  void row(const store::TableDef& table, const journal::StoredVersion& version);
  void beside(std::int64_t teacher);
  void road(std::int64_t teacher);
  void origins(std::int64_t package, const std::string& org);
  void origin(const std::string& line);
  void officer(std::string_view org);
  void newest(const store::TableDef& table, std::int64_t record);
  void passed(const store::TableDef& table, std::int64_t record);
  void as_it_is(const store::TableDef& table, std::int64_t record);

  Desk& desk_;
  PayloadWriter& out_;
  std::map<std::string, std::int64_t>& counts_;
  std::int64_t& format_;
  journal::Prover prover_;
  std::vector<journal::ProofRow> rows_;  // of the dossier that is being written
  std::set<std::int64_t> came_by_;       // packages, by row
  std::set<std::string> told_;           // ids of those whose origin stands in the payload
  std::size_t origin_bytes_ = 0;
};

}  // namespace tmis::exchange
