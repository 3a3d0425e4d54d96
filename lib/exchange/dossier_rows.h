// Inside this room: the rows of a dossier of another file into this one, whether a report brings
// them or a transfer. Plain columns and sealed blobs stand as they came, with their origin; only
// what belongs to this file is made anew: the teacher's number here, keyed hashes, wraps of keys.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exchange/report_lines.h"
#include "journal/field_rows.h"
#include "journal/sealed_fields.h"
#include "journal/transaction.h"

namespace tmis::exchange {

/// A row of the package as it is to stand here, in the version that is newest there.
struct IncomingRow {
  struct Version {
    journal::Record record;
    Values columns;
  };
  const schema::FieldSet* set = nullptr;
  std::string origin_file;
  std::int64_t origin_row = 0;
  Version newest;
  std::optional<Version> passed;  // an earlier one, which was audited
  std::string state = "audited", reason;
  bool removal = false;
  bool newest_passed = true;
};

/// Whose the rows say that they are.
struct IncomingIdentity {
  std::string number, name;
};

class DossierRows {
 public:
  /// `from_file`: id in hex of the file that they come from; `org`: the one of this file that opens
  /// them from now on.
  DossierRows(Desk& desk, journal::Transaction& tx, std::string from_file, std::int64_t org)
      : desk_(desk), tx_(tx), from_file_(std::move(from_file)), org_(org) {}

  /// The rows of the tables, sealed fields open; empty when one doesn't open or there is no
  /// identity.
  std::vector<IncomingRow> opened(const DossierLines& dossier, IncomingIdentity& who) const;
  /// Rows that a case wrote name it by its id here; `ids`: by that in the other file.
  void rename_cases(std::map<std::string, std::string> ids) { cases_ = std::move(ids); }
  /// The organisation opens the dossier from now on.
  void keep_keys(const DossierLines& dossier, std::int64_t teacher);
  void store(std::vector<IncomingRow>& rows, std::int64_t teacher);
  void store_statuses(const DossierLines& dossier, std::int64_t teacher);
  /// A new version of a row that says something else; its number, 0 when there was no need.
  std::uint32_t bring_up_to_date(const store::TableDef& table, std::int64_t record,
                                 const Values& columns);
  /// What a blob of the sender's own row holds. Throws journal.damaged, package.damaged.
  std::string opened_blob(const DossierLines& dossier, std::uint16_t table, std::int64_t row,
                          std::uint32_t version, std::string_view blob) const;

  std::int64_t changed() const { return changed_; }      // rows
  std::int64_t unchanged() const { return unchanged_; }  // rows

 private:
  bool take_version(const DossierLines& dossier, const journal::ProofRow& row, IncomingRow& in,
                    IncomingRow::Version& out) const;
  std::unordered_map<std::string, std::int64_t> origins(const schema::FieldSet& set,
                                                        std::int64_t teacher);
  using Keys = std::unordered_map<std::string, const IncomingRow*>;
  Keys typed_keys(const schema::FieldSet& set, const std::vector<IncomingRow>& rows) const;
  void place(const IncomingRow& in, std::int64_t teacher, bool home, Keys& keys,
             IncomingRow::Version& version);
  void add(const IncomingRow& in);
  void renew(const IncomingRow& in, std::int64_t record);
  void put(const IncomingRow& in, std::int64_t record, std::uint32_t version,
           std::optional<std::uint32_t> audited);

  Desk& desk_;
  journal::Transaction& tx_;
  std::string from_file_;
  std::int64_t org_;
  std::map<std::string, std::string> cases_;
  std::int64_t changed_ = 0, unchanged_ = 0;
};

}  // namespace tmis::exchange
