// Inside this room: what a package of kind transfer or rotation tells of a case. The case travels
// as the rows that its sender's file has of it, every version with the event that wrote it; nothing
// else is said of it anywhere.
//   {"case": ID}     first
//   {"piece": BASE64}  of a transfer's sealed dossier, where it comes along, in order
//   chain, event and checkpoint as in a report (report_lines): the case's versions, its
//   organisations, and who signed
//   origin           of a rotation, as in a report: the packages by which the sender heard of steps
//                    of which the receiver has none
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "exchange/road.h"
#include "journal/cases.h"

namespace tmis::exchange {

inline constexpr std::string_view kTransferTable = "transfer_case";
/// States of a case: let go by the school, by its authority, taken over.
inline constexpr std::string_view kReleased = "30", kOnTheWay = "40", kTaken = "50";

/// A step as the sender's file has it. `org`: code of who took it; empty where that file read it in
/// a package itself, and vouches for it.
struct ToldStep {
  std::string state, org;
};

struct CaseTold {
  const journal::CaseKind* kind = nullptr;
  std::string id;
  Values columns;                    // of the newest version; organisations by the sender's rows
  std::vector<std::string> parties;  // codes, in the order of `kind`; empty: none
  std::vector<ToldStep> steps;

  const store::TableDef& table() const;
  const std::string& text(std::string_view column) const;
  /// Code of the organisation in this column.
  const std::string& party(std::string_view column) const;
  /// Whether another version, of this file or another, has in common what stays the same in a case,
  /// its parties aside: their numbers are each file's own.
  bool same_facts(const Values& others) const;
  /// Whether the sender heard of the newest step by a package itself.
  bool passed_on() const { return steps.back().org.empty(); }
};

/// Check 12: the versions follow one another, each by whoever could take the step then. `table`: of
/// journal::case_kind. Throws package.forged.
CaseTold case_told(const LegProof& proof, std::string_view table, const std::string& id);

}  // namespace tmis::exchange
