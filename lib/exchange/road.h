// Inside this room: check 12. Each file that a dossier came through is a leg of its road, checked
// by itself against the key and the first event of its sender; and what one file says of a dossier
// must be what the file below it said.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "exchange/report_lines.h"
#include "journal/desk.h"
#include "journal/proof_check.h"

namespace tmis::exchange {

/// One leg: the chain rests on the event that was trusted, and every row on the chain.
class LegProof {
 public:
  /// `name`: of the package, for messages; `leg` must outlive this. Throws package.forged.
  LegProof(Desk& desk, const Leg& leg, std::string name);

  /// Its rows of one dossier: each is what its event wrote, all are of the teacher with this
  /// number, those of the tables have passed. Gives the teacher's row there. Throws package.forged.
  std::int64_t check(const std::vector<journal::ProofRow>& rows, std::string_view number) const;
  /// The same of a dossier as it is, whether its rows have passed or not.
  std::int64_t check_whole(const std::vector<journal::ProofRow>& rows,
                           std::string_view number) const;
  [[noreturn]] void forged() const;
  const Leg& leg() const { return leg_; }
  const journal::CheckedProof& checked() const { return checked_; }

 private:
  void check_officer() const;
  std::int64_t check_teacher(const std::vector<journal::ProofRow>& rows,
                             std::string_view number) const;
  void check_states(const std::vector<journal::ProofRow>& rows, std::int64_t teacher,
                    bool all_passed) const;
  Values decoded(const store::TableDef& table, const journal::ProofRow& row) const;

  Desk& desk_;
  const Leg& leg_;
  std::string name_;
  journal::CheckedProof checked_;
};

/// All legs of a report.
class Road {
 public:
  /// Throws package.forged.
  Road(Desk& desk, const Leg& own, const std::vector<Leg>& origins, const std::string& name);

  /// A dossier on all its legs; gives the teacher's row in the sender's file. `number`: of the
  /// teacher, the same in all files. Throws package.forged.
  std::int64_t check(const DossierLines& dossier, std::string_view number) const;
  const LegProof& own() const { return own_; }
  /// The leg of a package; nullptr when it isn't there.
  const LegProof* origin(const std::string& package) const;

 private:
  Desk& desk_;
  LegProof own_;
  std::map<std::string, LegProof> origins_;  // by id of the package
};

/// Where a row of a table began: what seals and all later files know it by.
struct RowPlace {
  std::string file;
  std::int64_t row = 0;
};
/// `file`: the one that the row is shown from.
RowPlace place_of(const store::TableDef& table, const journal::ProofRow& row,
                  const std::string& file);
/// Whether every row of the tables in `above`, of file `above_file`, stands in `below` with the
/// same content. Rows are known by the place where they began.
bool same_content(Desk& desk, const std::vector<journal::ProofRow>& above,
                  const std::string& above_file, const std::vector<journal::ProofRow>& below,
                  const std::string& below_file);
/// Whether a package is what the owner of this key says: key, organisation, file and signature.
bool is_word_of(const OrgKey& key, const PackageWord& word);
/// The table of a field set by its number; nullptr when there is none.
const schema::FieldSet* field_set_of(const Desk& desk, std::uint16_t number);

}  // namespace tmis::exchange
