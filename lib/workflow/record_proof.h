// One record proved to somebody without the file: which rows tell that it was filled in, audited
// and signed, and what they tell when they come back. How a proof is built and checked is
// journal's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossier/item.h"
#include "journal/proof_check.h"

namespace tmis::workflow {

/// The version of a record that passed, and the state that says so; nothing when none ever did.
struct PassedVersion {
  journal::StoredVersion version, pass;
};
std::optional<PassedVersion> passed_version(Desk& desk, const store::TableDef& table,
                                            std::int64_t record);

/// The present version of a record, the one that was audited, the audit, the last signature over
/// it, and the present head. `audited_only`: for those who see no others. Throws record.not-found
/// (6), proof.erased (5).
journal::Proof prove(Desk& desk, const Permit& permit, const dossier::RecordId& id,
                     bool audited_only);

/// The kind of event that stores rows of another file: they were filled in and audited there, and
/// what says so is kept with the package.
inline constexpr std::string_view kPackageRead = "package.read";

/// A step of the record's life that the proof shows.
struct ProofStep {
  enum class Kind { filled, withdrawn, audited, signed_off, read };
  std::string_view name() const;  // filled, withdrawn, audited, signed, read: out of a package
  Kind kind = Kind::filled;
  std::int64_t seq = 0;
  std::uint32_t version = 0;
  std::string at, actor, role, org;
  std::string paper;  // of a signature in ink
};

struct ProofStory {
  std::string record;
  std::string file;     // id
  std::string first;    // hash of the first event, hex: on it all rests
  std::string teacher;  // number
  journal::Checkpoint head;
  std::vector<ProofStep> steps;  // in their order
  struct Shown {
    std::string field, label, value;
  };
  std::vector<Shown> values;  // of the newest version
  bool sealed = false;        // it has fields that stay closed
  std::vector<journal::Discrepancy> findings;
};

/// What a proof shows, and what doesn't fit. `codes` has the code tables that its field set names.
/// Throws proof.malformed (8).
ProofStory story(const journal::Proof& proof, const std::string& file,
                 const schema::Catalogue& codes);

}  // namespace tmis::workflow
