// A proof of one record, for somebody without the file: the versions that matter with their salts
// and Merkle paths, the events that wrote them with their signatures, and for each signer the rows
// that show key, account and role, up to the first event. No row of anybody else, no sealed field
// opened.
//
// JSON, one object; hex in lower case, base64 with padding:
//   tmis_proof  1
//   record      "TABLE#ROW"
//   rows        [{table, row, version, cv, salt (hex), columns (base64 of the hashed bytes: see
//               commitment), seq, idx, op, path ([hex], from the leaf up)}]
//   events      [{body (text), sig (base64)}], by seq
//   contents    [{signature (row), version, rows: [[table, row, version, commitment (hex)]]}]: over
//               what was signed; these rows are named, not shown
//   checkpoint  the head of the journal when the proof was made: see checkpoint
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "journal/checkpoint.h"
#include "journal/people_past.h"

namespace tmis::journal {

struct ProofRow {
  RowVersion row;
  std::string salt;
  std::string columns;
  std::int64_t seq = 0;
  std::uint32_t idx = 0;
  Op op = Op::insert;
  std::vector<keys::Hash> path;
};

struct ProofEvent {
  std::string body;
  std::string sig;
};

/// The rows over which a signature was made, in the order of its hash.
struct ProofContent {
  struct Row {
    std::uint16_t table = 0;
    std::int64_t record = 0;
    std::uint32_t version = 0;
    std::string c;  // 32 bytes
  };
  std::int64_t signature = 0;
  std::uint32_t version = 0;
  std::vector<Row> rows;
};

struct Proof {
  std::string record;
  std::vector<ProofRow> rows;
  std::map<std::int64_t, ProofEvent> events;
  std::vector<ProofContent> contents;
  std::string checkpoint;
};

std::string to_json(const Proof& proof);
/// One row on a line of its own, for proofs of many rows.
std::string to_line(const ProofRow& row);
/// Throws proof.malformed (8) naming `file`.
ProofRow row_of_line(std::string_view json, const std::string& file);
/// Throws proof.malformed (8) naming `file`.
Proof proof_from_json(std::string_view json, const std::string& file);

/// Gathers a proof: each row brings its event, each event what shows its signer.
class Prover {
 public:
  explicit Prover(Desk& desk) : desk_(desk), people_(desk) {}

  void add(const StoredVersion& version);
  /// The same, but the row is given back instead of kept: for proofs of many rows.
  ProofRow show(const StoredVersion& version);
  /// The present head, signed by whoever sits at the desk, for `org` (code).
  void add_checkpoint(std::string_view org);
  Proof& proof() { return proof_; }

 private:
  /// What one event did, and the tree over it.
  struct Items {
    std::vector<Op> ops;
    MerkleLevels tree;
  };

  ProofRow proven(const StoredVersion& version);
  void add_event(std::int64_t seq);
  void add_signer(const Event& event);
  void add_at(const store::TableDef& table, std::int64_t record, std::int64_t seq);
  const Items& items(std::int64_t seq);

  Desk& desk_;
  PeoplePast people_;
  Proof proof_;
  std::map<std::int64_t, Items> items_;  // of the events that were asked for last
  std::size_t items_kept_ = 0;
};

}  // namespace tmis::journal
